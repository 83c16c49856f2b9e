import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../read/contract.js';
import { checkContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'check open enums '));
afterAll(() => rmSync(directory, { recursive: true }));

function toldOf(schemas: object, root: object = {}): string[] {
  const info = { title: 'Case', version: '1.0.0' };
  const document = { openapi: '3.1.0', info, ...root, paths: {}, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const read = readContract('openapi.json', directory);
  const all = checkContract(read, { served: false, style: false, directory });
  return all.map(({ code, place, what }) => `${code} ${place.pointer}: ${what}`);
}

const open = { 'x-atoll-open-enums': true };
const unopened =
  "invalid-keyword /components/schemas/Case/x-atoll-open-enums: 'x-atoll-open-enums' opens nothing here: ";

test.each<[string, object]>([
  ['strings', { type: 'string', enum: ['a', 'b'], ...open }],
  ['strings and null', { enum: ['a', 'b', null], ...open }],
  ['a number that says that it is none', { enum: [1, 2], 'x-atoll-open-enums': false }],
])('nothing is told of %s', (_name, schema) => {
  expect(toldOf({ Case: schema })).toEqual([]);
});

test.each<[string, object]>([
  ['no enum', { type: 'string', ...open }],
  ['one value', { enum: ['a'], ...open }],
  ['one value and null', { enum: ['a', null], ...open }],
  ['a number', { enum: ['a', 'b', 1], ...open }],
  ['a const beside it', { enum: ['a', 'b'], const: 'a', ...open }],
  ['a type that no string has', { type: 'integer', enum: ['a', 'b'], ...open }],
])('%s is told where it is said to be open', (_name, schema) => {
  expect(toldOf({ Case: schema })).toEqual([
    `${unopened}only an enum of two strings or more can be open, with null or without`,
  ]);
});

test('values that tell alternatives apart are told too', () => {
  const part = (kind: object) => ({ type: 'object', required: ['kind'], properties: { kind } });
  const kind = { $ref: '#/components/schemas/Case' };
  const Union = { oneOf: [part(kind), part({ const: 'c' })] };
  expect(toldOf({ Case: { enum: ['a', 'b'], ...open }, Union })).toEqual([
    `${unopened}alternatives are told apart by these values, or not, if, contains or propertyNames judge by them`,
  ]);
});

test.each([
  ['the root', () => toldOf({}, { 'x-atoll-open-enums': 'yes' }), ''],
  [
    'a schema',
    () => toldOf({ Case: { enum: ['a', 'b'], 'x-atoll-open-enums': 1 } }),
    '/components/schemas/Case',
  ],
])('%s takes true and false alone', (_name, told, pointer) => {
  const start = `invalid-keyword ${pointer}/x-atoll-open-enums: 'x-atoll-open-enums' takes true or false, not `;
  expect(told()).toEqual([expect.stringContaining(start)]);
});
