import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './cli.js';

const directory = mkdtempSync(join(tmpdir(), 'command line '));
const file = join(directory, 'openapi.yaml');
let output: string[];
beforeEach(() => {
  output = [];
  const keep = (line: unknown) => void output.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
  const text =
    'openapi: 3.1.0\ninfo: { title: T, version: 1.0.0 }\ncomponents: { schemas: { A: { type: string } } }\n';
  writeFileSync(file, text);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => rmSync(directory, { recursive: true }));

test('warnings fail where they are asked to', async () => {
  expect(await main(['check', file])).toBe(0);
  expect(output.at(-1)).toBe('1 contracts: 0 errors, 1 warnings');
  expect(await main(['check', file, '--strict'])).toBe(1);
  writeFileSync(file, 'openapi: 3.1.0\ninfo: { title: T, version: 1.0.0 }\npaths: {}\n');
  expect(await main(['check', file, '--strict'])).toBe(0);
});

test('JSON has place, reason and remedy of each diagnostic', async () => {
  expect(await main(['check', file, '--json'])).toBe(0);
  expect(JSON.parse(output.join(''))).toEqual([
    {
      code: 'unbounded-string',
      severity: 'warning',
      place: {
        file: expect.stringMatching(/openapi\.yaml$/),
        line: 3,
        column: 29,
        pointer: '/components/schemas/A',
      },
      what: "the string 'A' has no end",
      why: expect.stringMatching(/^One request/),
      remedy: expect.stringMatching(/^Add `maxLength`/),
    },
  ]);
});

test.each([
  [['docs', 'x'], 'call it as: contract docs FILE --out DIR'],
  [['python', 'x'], 'call it as: contract python FILE --out DIR [--annotate-formats] [--open-enums]'],
  [['mock'], 'call it as: contract mock FILE [--port N] [--seed TEXT]'],
  [['table'], 'call it as: contract table FILE'],
  [['tables', 'x'], "'tables' is no command"],
])('%j is answered by how it is called', async (args, told) => {
  expect(await main(args)).toBe(2);
  expect(output[0]?.split('\n')[0]).toBe(told);
});

test('a path without a contract is told', async () => {
  expect(await main(['table', join(directory, 'absent')])).toBe(2);
  expect(output[0]).toContain('names no contract');
});
