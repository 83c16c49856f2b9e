import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { where, whereDeprecated } from './where.js';

const root = mkdtempSync(join(tmpdir(), 'where is '));
const home = process.cwd();
const files = {
  'package.json': '{}',
  'packages/things-client/openapi.yaml':
    'paths:\n  /v1/things:\n    get:\n      operationId: listThings\n      # listThings\n',
  'packages/things-client/src/operations.ts': 'export function listThings() {}\n',
  'packages/things-client/src/runtime/x.ts': 'listThings\n',
  'packages/tool/src/x.ts': 'listThings\n',
  'apps/things/gen/contract.ts': 'listThings: {\n',
  'apps/things/src/api.ts': '\n\nserve({ listThings });\n',
  'apps/things/src/operations/list-things.ts': 'export const listThings = 1;\n',
  'apps/things/src/things.test.ts': 'listThings;\n',
  'apps/shop/src/page.ts': 'things.listThings();\nthings.listThingsTwice();\n',
};

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  process.chdir(root);
});
afterAll(() => {
  process.chdir(home);
  rmSync(root, { recursive: true });
});
afterEach(() => jest.restoreAllMocks());

test('an operation is followed from its contract to its callers, over services and clients alone', () => {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  expect(where('listThings')).toBe(0);
  expect(lines).toEqual([
    'contract packages/things-client/openapi.yaml:4  operationId: listThings',
    'handler  apps/things/src/operations/list-things.ts:1  export const listThings = 1;',
    'served   apps/things/src/api.ts:3  serve({ listThings });',
    'test     apps/things/src/things.test.ts:1  listThings;',
    'server   apps/things/gen/contract.ts:1  listThings: {',
    'client   packages/things-client/src/operations.ts:1  export function listThings() {}',
    'caller   apps/shop/src/page.ts:1  things.listThings();',
  ]);
});

test('of deprecated operations, those who still call them are listed with the end', () => {
  const lines: string[] = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const get = (rest: string) =>
    `openapi: 3.1.0\ninfo: { title: T, version: 1.0.0 }\npaths: { /v1/things: { get: { operationId: listThings${rest}, responses: { '204': { description: No } } } } }\n`;
  const file = join(root, 'packages/things-client/openapi.yaml');
  writeFileSync(file, get(", deprecated: true, x-sunset: '2027-01-31'"));
  expect(whereDeprecated()).toBe(0);
  expect(lines).toEqual([
    'listThings  GET /v1/things  until 2027-01-31, 2 callers',
    'test     apps/things/src/things.test.ts:1  listThings;',
    'caller   apps/shop/src/page.ts:1  things.listThings();',
  ]);
  lines.length = 0;
  writeFileSync(file, get(''));
  whereDeprecated();
  expect(lines).toEqual(['no operation is deprecated']);
});

test('an operation that no contract declares is told', () => {
  const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(where('listThingsTwice')).toBe(1);
  expect(told).toHaveBeenCalledWith("no contract declares the operation 'listThingsTwice'");
});
