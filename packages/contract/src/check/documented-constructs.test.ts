import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { readContract } from '../read/contract.js';
import { problems } from '../runtime/codec/problems.js';
import { loadCodecs } from '../write/schemas/load-generated.js';

/** Holds docs/contract.md to the compiler: every row of its table of schemas is compiled and tried. */
const page = readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'contract.md'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'documented constructs '));
afterAll(() => rmSync(directory, { recursive: true }));

/** The rows of the table under a heading, each cell without the marks of its code. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((each) => each.trim().replace(/^`+ ?/, '').replace(/ ?`+$/, '').replaceAll('\\|', '|')),
  );
}

function read(schemas: readonly string[], dialect = '3.1.0') {
  const [, shared = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const lines = schemas.map((text, index) => `    Row${index}: ${text}\n`).join('');
  const components = shared.replaceAll(/^(?=.)/gm, '    ');
  const document = `openapi: ${dialect}\ninfo: { title: Rows, version: 1.0.0 }\npaths: {}\ncomponents:\n  schemas:\n${components}${lines}`;
  writeFileSync(join(directory, 'openapi.yaml'), document);
  return readContract('openapi.yaml', directory);
}

const rows = rowsUnder('Schemas');
const { codecs, text } = compile();

function compile(): ReturnType<typeof loadCodecs> {
  const { contract, diagnostics } = read(rows.map(([schema = '']) => schema));
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return loadCodecs(contract);
}

/** What the generated file declares of a name, in one line. */
function typeOf(name: string): string {
  const [, alias] =
    new RegExp(`^export type ${name} = ([\\s\\S]*?);\n(?=export const ${name})`, 'm').exec(text) ?? [];
  const [, body] =
    new RegExp(`^export interface ${name} ([\\s\\S]*?)\n(?=export const ${name})`, 'm').exec(text) ?? [];
  return (alias ?? body ?? '').replaceAll(/\s+/g, ' ').replaceAll('; }', ' }');
}

test('the page has rows', () => {
  expect(rows.length).toBeGreaterThan(40);
});

test.each(rows.map((row, index) => [row[0] ?? '', index, row] as const))(
  '%s is the type and the check that the page says',
  (_schema, index, [, type, expected = '', valid = '', invalid = '']) => {
    const codec = codecs[`Row${index}`];
    expect(typeOf(`Row${index}`)).toBe(type);
    expect(codec?.is(JSON.parse(valid))).toBe(true);
    if (invalid === '–') return;
    const decoded = codec?.decode(JSON.parse(invalid));
    const told = decoded !== undefined && isLeft(decoded) ? problems(decoded.left) : [];
    expect(told.map((each) => each.expected)).toContain(expected);
  },
);

test.each(rowsUnder('OpenAPI 3.0').map(([old = '', now = '']) => [old, now] as const))(
  '%s of OpenAPI 3.0 is %s of 3.1',
  (old, now) => {
    const before = read([old], '3.0.3').contract;
    const after = read([now]).contract;
    if (before === undefined || after === undefined) throw new Error('a row cannot be read');
    const bodyOf = ({ text: generated }: ReturnType<typeof loadCodecs>) =>
      generated.replaceAll(/@see [^\n]*|^\/\/ .*$/gm, '').replaceAll(/\s+/g, ' ');
    expect(bodyOf(loadCodecs(before))).toBe(bodyOf(loadCodecs(after)));
  },
);

test.each(rowsUnder('Refused').map(([schema = '']) => [schema]))('%s is refused by name', (schema) => {
  expect(read([schema]).diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toContain(
    'error unsupported',
  );
});

describe('a decoded value is what the page says', () => {
  test.each(rowsUnder('Decoded values').map((row) => [row[0] ?? '', row[1] ?? '', row] as const))(
    '%s as %s',
    (schema, target, [, , type, wire = '', rich = '', again = '']) => {
      const { contract } = read([schema.replace(/ }$/, `, x-atoll-decode: ${target} }`)]);
      if (contract === undefined) throw new Error('the row cannot be read');
      const compiled = loadCodecs(contract, { decode: {} });
      const value: unknown = new Function('Date', 'Uint8Array', `return ${rich};`)(Date, Uint8Array);
      const codec = compiled.codecs.Row0;
      expect(compiled.text).toContain(`export type Row0 = ${type};`);
      expect(codec?.decode(JSON.parse(wire))).toEqual({ _tag: 'Right', right: value });
      expect(codec?.encode(value)).toEqual(JSON.parse(again));
    },
  );

  test('the page has rows', () => {
    expect(rowsUnder('Decoded values').length).toBeGreaterThan(6);
  });
});

test.each(rowsUnder('Open enums').map((row) => [row[0] ?? '', row] as const))(
  '%s is as open as the page says',
  (schema, [, answered, , sent]) => {
    const { contract } = read([schema]);
    if (contract === undefined) throw new Error('the row cannot be read');
    const asked = { openEnums: true };
    const response = loadCodecs(contract, asked, { side: 'client' });
    const request = loadCodecs(contract, asked, { side: 'client', direction: 'request' });
    expect(response.text).toContain(`export type Row0 = ${answered};`);
    expect(request.text).toContain(`export type Row0Input = ${sent};`);
    expect(response.codecs.Row0?.is('another')).toBe(true);
    expect(request.codecs.Row0?.is('another')).toBe(false);
  },
);
