import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.js';
import { generate } from './generate.js';

const directory = mkdtempSync(join(tmpdir(), 'generate '));
const contractFile = join(directory, 'packages', 'things-client', 'openapi.yaml');
const gen = join(directory, 'apps', 'things', 'gen');
const client = join(directory, 'packages', 'things-client', 'src');
const before = process.cwd();
let output: string[];

function contract(operation: string): string {
  return `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things:
    get: { ${operation}, responses: { '204': { description: Done } } }
`;
}

beforeEach(() => {
  mkdirSync(join(directory, 'packages', 'things-client'), { recursive: true });
  mkdirSync(join(directory, 'apps', 'things'), { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{}');
  writeFileSync(join(directory, 'apps', 'things', 'template.yaml'), 'Resources: {}');
  writeFileSync(contractFile, contract('operationId: getThings'));
  process.chdir(directory);
  output = [];
  const keep = (line: unknown) => void output.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
});
afterEach(() => {
  process.chdir(before);
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

function contentOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

test('a contract becomes its client and its service, the same to the byte each time, and nothing else stays', () => {
  expect(generate([], { watch: false })).toBe(0);
  const [first, firstClient] = [contentOf(gen), contentOf(client)];
  expect([...first.keys()]).toEqual(
    expect.arrayContaining(['api-gateway.yaml', 'contract.ts', 'schemas.ts']),
  );
  expect([...firstClient.keys()]).toEqual(expect.arrayContaining(['index.ts', 'operations.ts']));
  mkdirSync(join(gen, 'runtime', 'old'));
  for (const path of ['left-over.ts', 'runtime/old/left-over.ts'])
    writeFileSync(
      join(gen, path),
      '// Copied from @atoll/contract: src/runtime/old/left-over.ts. Do not edit.\n',
    );
  writeFileSync(join(gen, 'contract.ts'), 'edited');
  expect(generate([], { watch: false })).toBe(0);
  expect(contentOf(gen)).toEqual(first);
  expect(contentOf(client)).toEqual(firstClient);
  expect(output.at(-1)).toContain(' 1 files written');
  expect(existsSync(join(gen, 'runtime', 'old'))).toBe(false);
  rmSync(gen, { recursive: true });
  generate([], { watch: false });
  expect(contentOf(gen)).toEqual(first);
});

test('what somebody has written beside stays, and that is told', () => {
  generate([], { watch: false });
  writeFileSync(join(gen, 'own.ts'), 'export const own = 1;\n');
  expect(generate([], { watch: false })).toBe(0);
  expect(readFileSync(join(gen, 'own.ts'), 'utf8')).toBe('export const own = 1;\n');
  const told = output.filter((line) => line.includes('was not generated'));
  expect(told).toEqual([
    'apps/things/gen/own.ts was not generated and stays: what is written by hand belongs elsewhere',
  ]);
});

test('a file is replaced whole: who has the old one open keeps it', () => {
  generate([], { watch: false });
  const inode = statSync(join(gen, 'contract.ts')).ino;
  const untouched = statSync(join(gen, 'runtime', 'codec', 'codec.ts')).ino;
  writeFileSync(contractFile, contract('operationId: listThings'));
  generate([], { watch: false });
  expect(readFileSync(join(gen, 'contract.ts'), 'utf8')).toContain('listThings');
  expect(statSync(join(gen, 'contract.ts')).ino).not.toBe(inode);
  expect(statSync(join(gen, 'runtime', 'codec', 'codec.ts')).ino).toBe(untouched);
  expect([...contentOf(gen).keys()].filter((path) => path.endsWith('.tmp'))).toEqual([]);
});

test('what another run is just writing stays; what an ended run left goes', () => {
  generate([], { watch: false });
  const [fresh, old] = [join(gen, 'contract.ts.1.tmp'), join(gen, 'events.ts.2.tmp')];
  writeFileSync(fresh, 'half');
  writeFileSync(old, 'half');
  utimesSync(old, new Date(), new Date(Date.now() - 61_000));
  generate([], { watch: false });
  expect([existsSync(fresh), existsSync(old)]).toEqual([true, false]);
});

test('a contract with errors, and one that a service cannot keep, leave everything as it was', () => {
  generate([], { watch: false });
  const [first, firstClient] = [contentOf(gen), contentOf(client)];
  writeFileSync(contractFile, contract('operationId: [getThings]'));
  expect(generate([], { watch: false })).toBe(1);
  writeFileSync(contractFile, contract('operationId: getThings').replace('get:', 'trace:'));
  expect(generate([], { watch: false })).toBe(1);
  expect(output.at(-1)).toContain('API Gateway takes no TRACE');
  expect(check([], { json: false, strict: false })).toBe(1);
  expect(output.at(-1)).toMatch(/^1 contracts: 1 errors, \d+ warnings$/);
  expect(contentOf(gen)).toEqual(first);
  expect(contentOf(client)).toEqual(firstClient);
});

test('without a template there is no service, so a client may have what a service cannot', () => {
  rmSync(join(directory, 'apps'), { recursive: true });
  writeFileSync(contractFile, contract('operationId: getThings').replace('get:', 'trace:'));
  expect(check([], { json: false, strict: false })).toBe(0);
  expect(generate([], { watch: false })).toBe(0);
  expect(readFileSync(join(client, 'operations.ts'), 'utf8')).toContain('method: "TRACE"');
});

test('formats are checked, unless they are to be annotations', () => {
  const parameter = '{ name: on, in: query, schema: { type: string, format: date } }';
  writeFileSync(contractFile, contract(`operationId: getThings, parameters: [${parameter}]`));
  generate([], { watch: false });
  expect(readFileSync(join(gen, 'schemas.ts'), 'utf8')).toContain('isDate');
  generate([], { watch: false, formats: 'annotate' });
  expect(readFileSync(join(gen, 'schemas.ts'), 'utf8')).not.toContain('isDate');
});
