import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../../read/contract.js';
import { checkContract } from '../contract.js';

const directory = mkdtempSync(join(tmpdir(), 'check decoding '));
afterAll(() => rmSync(directory, { recursive: true }));

const decode = { 'date-time': 'Date', date: 'Date', int64: 'bigint' };

/** What is told of a document with the schemas, each with its line's pointer. */
function toldOf(schemas: object, more: object = { paths: {} }): string[] {
  const info = { title: 'Case', version: '1.0.0' };
  const document = { openapi: '3.1.0', info, 'x-atoll-decode': decode, components: { schemas }, ...more };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const read = readContract('openapi.json', directory);
  const all = checkContract(read, { served: false, style: false, directory });
  return all
    .filter(({ severity }) => severity === 'error')
    .map(({ code, place, what }) => `${code} ${place.pointer}: ${what.replaceAll(/ ?\(\S*:\d+\)/g, '')}`);
}

const moment = { type: 'string', format: 'date-time' };
const day = { type: 'string', format: 'date' };
const object = (properties: object) => ({ type: 'object', properties });
const at = '/components/schemas/Case';

test.each([
  [
    'a target that is none',
    { ...moment, 'x-atoll-decode': 'Datum' },
    /^invalid-keyword .*takes Date, bigint, /,
  ],
  ['a target that is no text', { ...moment, 'x-atoll-decode': [7] }, /^invalid-keyword /],
  [
    'a type that nothing decodes',
    { type: 'boolean', 'x-atoll-decode': 'Date' },
    /nothing decodes boolean as Date$/,
  ],
  [
    'a format of another target',
    { ...moment, 'x-atoll-decode': 'bigint' },
    /string in the format date-time as bigint$/,
  ],
  [
    'several types',
    { type: ['string', 'integer'], 'x-atoll-decode': 'bigint' },
    /decodes string or integer as bigint$/,
  ],
  ['a brand of two types', { type: ['string', 'integer'], 'x-atoll-decode': 'brand' }, /as brand$/],
  [
    'no type',
    { format: 'date-time', 'x-atoll-decode': 'Date' },
    /nothing decodes no one type in the format date-time/,
  ],
  [
    'listed values',
    { ...moment, enum: ['a'], 'x-atoll-decode': 'Date' },
    /values that are listed are not decoded/,
  ],
  ['a brand without a name', object({ id: { type: 'string', 'x-atoll-decode': 'brand' } }), /has no name/],
  [
    'a word below not',
    { not: { ...moment, 'x-atoll-decode': 'Date' } },
    /says nothing below not, if, contains/,
  ],
  [
    'a word below if',
    { if: object({ at: { ...moment, 'x-atoll-decode': 'Date' } }) },
    /says nothing below not/,
  ],
])('%s is refused', (_what, schema, expected) => {
  const told = toldOf({ Case: schema });
  expect(told).toEqual([expect.stringMatching(expected)]);
  expect(told[0]).toContain('x-atoll-decode');
});

test.each([
  [
    'parts of an object',
    { allOf: [object({ at: moment }), object({ at: { type: 'string' } })] },
    '/allOf/1/properties/at',
  ],
  [
    'a part and the object',
    { ...object({ at: moment }), allOf: [object({ at: day })] },
    '/allOf/0/properties/at',
  ],
  ['parts of items', { allOf: [{ items: moment }, { items: day }] }, '/allOf/1/items'],
  [
    'an alternative and what stands beside it',
    { ...object({ at: moment }), anyOf: [object({ at: day }), {}] },
    '/anyOf/0/properties/at',
  ],
  [
    'a property and its pattern',
    { ...object({ at: moment }), patternProperties: { '^a': day } },
    '/patternProperties/^a',
  ],
  ['listed values beside it', { allOf: [moment, { enum: ['a', 'b'] }] }, '/allOf/1'],
])('a value that %s decode in two ways is told', (_what, schema, pointer) => {
  expect(toldOf({ Case: schema })).toEqual([
    expect.stringContaining(`undecodable ${at}${pointer}: one value would be `),
  ]);
});

test('both ways are named, with their lines', () => {
  const [told] = toldOf({ Case: { allOf: [moment, { type: 'string' }] } });
  expect(told).toMatch(/one value would be Date and the string that it is on the wire$/);
});

test.each([
  ['themselves', { oneOf: [day, moment] }, '/oneOf/1'],
  [
    'their members',
    { anyOf: [object({ a: { items: moment } }), object({ a: { items: day } })] },
    '/anyOf/1/properties/a/items',
  ],
  [
    'a member and the rest',
    { anyOf: [object({ a: moment }), { additionalProperties: day }] },
    '/anyOf/1/additionalProperties',
  ],
  [
    'numbers and their digits',
    {
      anyOf: [
        { type: 'integer', format: 'int64' },
        { type: 'string', format: 'int64' },
      ],
    },
    '/anyOf/1',
  ],
])('alternatives that cannot be told apart by %s are told', (_what, schema, pointer) => {
  const what = 'alternatives that nothing tells apart would be ';
  expect(toldOf({ Case: schema })).toEqual([expect.stringContaining(`undecodable ${at}${pointer}: ${what}`)]);
});

test.each([
  ['a moment or any text', { anyOf: [moment, { type: 'string' }] }],
  ['a moment or a number', { oneOf: [moment, { type: 'integer' }] }],
  [
    'the same twice',
    { allOf: [object({ at: moment }), object({ at: { ...moment, description: 'again' } })] },
  ],
  ['what says nothing of the type', { allOf: [moment, { maxLength: 40 }] }],
  [
    'alternatives that a property tells apart',
    {
      oneOf: [moment, day].map((each, index) => ({
        ...object({ kind: { const: String(index) }, at: each }),
        required: ['kind'],
      })),
    },
  ],
  ['a word that takes the decoding back', { oneOf: [{ ...day, 'x-atoll-decode': 'none' }, moment] }],
  [
    'formats that only check',
    object({ at: { type: 'string', not: { format: 'date-time', type: 'string' } } }),
  ],
  ['recursion', { allOf: [object({ at: moment, in: { $ref: `#${at}` } })] }],
])('%s is decoded', (_what, schema) => {
  expect(toldOf({ Case: schema })).toEqual([]);
});

test.each([
  [{ maxLength: 23 }, 1],
  [{ maxLength: 24 }, 0],
  [{ minLength: 24 }, 0],
  [{ minLength: 25 }, 1],
  [{ pattern: 'Z$' }, 0],
  [{ pattern: '[+]' }, 1],
])('whether a moment can be written by %j is known before', (limits, count) => {
  const told = toldOf({ Case: { ...moment, ...limits } });
  expect(told).toHaveLength(count);
  for (const each of told) expect(each).toContain('a Date is written as 1970-03-12T23:58:57.733Z');
});

test('a default that cannot be decoded is told at its parameter', () => {
  const parameters = ['2026-02-28T12:00:00Z', 'yesterday'].map((value, index) => ({
    name: `p${index}`,
    in: 'query',
    schema: { ...moment, default: value },
  }));
  const get = { operationId: 'get', parameters, responses: { '204': { description: 'It' } } };
  expect(toldOf({}, { paths: { '/v1/things': { get } } })).toEqual([
    "undecodable /paths/~1v1~1things/get/parameters/1: the default of 'p1' cannot be decoded at '': expected a string in the format date-time, received \"yesterday\"",
  ]);
});

test.each([
  [{ 'date-time': 'bigint' }, 'another target for date-time'],
  [{ datetime: 'Date' }, 'another target for datetime'],
  [{ date: 'day' }, 'takes Date, bigint, string, Uint8Array, brand, none'],
  [true, 'takes an object of formats and targets here, not true'],
])('the document asks for %j, which nothing does', (asked, expected) => {
  expect(toldOf({}, { paths: {}, 'x-atoll-decode': asked })).toEqual([
    expect.stringMatching(/^invalid-keyword \/x-atoll-decode/),
  ]);
  expect(toldOf({}, { paths: {}, 'x-atoll-decode': asked })[0]).toContain(expected);
});

test.each(['assert', 'annotate'])('formats may be to %s', (formats) => {
  expect(toldOf({}, { paths: {}, 'x-atoll-formats': formats })).toEqual([]);
});

test('formats are not to be something else', () => {
  expect(toldOf({}, { paths: {}, 'x-atoll-formats': 'ignore' })).toEqual([
    'invalid-keyword /x-atoll-formats: \'x-atoll-formats\' takes assert or annotate, not "ignore"',
  ]);
});
