import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompilerOptions, ContractCompiler } from './contract-compiler.js';

const directory = mkdtempSync(join(tmpdir(), 'contract compiler '));
const folder = join(directory, 'things-client');
mkdirSync(folder);
beforeEach(() => {
  jest.spyOn(console, 'log').mockReturnValue();
  jest.spyOn(console, 'error').mockReturnValue();
});
afterAll(() => rmSync(directory, { recursive: true }));

const at = '{ type: string, format: date-time }';

function write(root: string, schema = at): void {
  const text = `openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\n${root}paths: {}\ncomponents: { schemas: { Thing: { type: object, properties: { at: ${schema} } } } }\n`;
  writeFileSync(join(folder, 'openapi.yaml'), text);
}

function compiler(options: Partial<CompilerOptions> = {}): ContractCompiler {
  return new ContractCompiler(join(folder, 'openapi.yaml'), directory, { watch: false, ...options });
}

const schemas = () => readFileSync(join(folder, 'src', 'schemas.ts'), 'utf8');

test('what the command line asks for counts before what the document does', () => {
  write('x-atoll-decode: { date-time: Date }\nx-atoll-formats: annotate\n');
  compiler().compile();
  expect(schemas()).toContain('readonly at?: Date;');
  compiler({ decode: { 'date-time': 'none' } }).compile();
  expect(schemas()).toContain('readonly at?: string;');
  expect(schemas()).not.toContain('isDateTime');
  expect(existsSync(join(folder, 'src', 'wire.ts'))).toBe(false);
  compiler({ decode: { 'date-time': 'none' }, formats: 'assert' }).compile();
  expect(schemas()).toContain('isDateTime');
});

test('who watches gets what a changed option of the document asks for', () => {
  const watching = compiler({ watch: true });
  write('');
  watching.compile();
  expect(schemas()).toContain('isDateTime');
  write('x-atoll-decode: { date-time: Date }\n');
  watching.compile();
  expect(schemas()).toContain('readonly at?: Date;');
  expect(schemas()).toContain('isInstant');
  write('', at.replace(' }', ', x-atoll-decode: Date }'));
  watching.compile();
  expect(schemas()).toContain('isInstant');
  write('x-atoll-formats: annotate\n');
  watching.compile();
  expect(schemas()).not.toMatch(/isInstant|isDateTime/);
});

test('enums are open where the command line asks for it', () => {
  write('', '{ type: string, enum: [on, off] }');
  compiler().compile();
  expect(schemas()).not.toContain('(string & {})');
  compiler({ openEnums: true }).compile();
  expect(schemas()).toContain('readonly at?: "on" | "off" | (string & {});');
});

test('who watches gets enums opened and closed again', () => {
  const watching = compiler({ watch: true });
  const list = '{ type: string, enum: [on, off] }';
  for (const [root, isOpen] of [
    ['', false],
    ['x-atoll-open-enums: true\n', true],
    ['', false],
  ] as const) {
    write(root, list);
    watching.compile();
    expect(schemas().includes('(string & {})')).toBe(isOpen);
  }
});

test('a contract that cannot be decoded is not compiled', () => {
  write('', '{ type: boolean, x-atoll-decode: Date }');
  expect(compiler().compile().ok).toBe(false);
});

test('while a contract is watched, what somebody has written beside is told once', () => {
  write('');
  const watched = compiler({ watch: true });
  watched.compile();
  const own = join(folder, 'src', 'own.ts');
  writeFileSync(own, 'export {};\n');
  for (const schema of ['{ type: string }', '{ type: integer }']) {
    write('', schema);
    watched.compile();
  }
  const told = jest
    .mocked(console.error)
    .mock.calls.flat()
    .filter((line) => String(line).includes('own.ts'));
  expect(told).toHaveLength(1);
  expect(readFileSync(own, 'utf8')).toBe('export {};\n');
  rmSync(own);
});
