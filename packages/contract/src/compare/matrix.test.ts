import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, Schema } from '../model.js';
import { compareContracts } from './compare-contracts.js';
import { loadCodecs } from './load-codecs.js';
import { type ComparedDocument, readDocument } from './read-document.js';

type Keywords = Record<string, unknown>;

/** A keyword that holds loosely, tightly and otherwise, beside what it needs to mean something. */
interface Row {
  readonly with?: Keywords;
  readonly loose: unknown;
  readonly tight: unknown;
  readonly other: unknown;
}

const string = { type: 'string' };
const list = { type: 'array' };
const object = { type: 'object', properties: { a: {}, b: {} } };
const rows: Readonly<Record<string, Row>> = {
  type: { loose: ['string', 'number', 'null'], tight: ['string'], other: ['boolean'] },
  enum: { loose: ['a', 1, null], tight: ['a'], other: ['b', 1] },
  const: { loose: 'a', tight: 'a', other: 'b' },
  minimum: { with: { type: 'number' }, loose: 1, tight: 3, other: 0 },
  maximum: { with: { type: 'number' }, loose: 3, tight: 1, other: 4 },
  exclusiveMinimum: { with: { type: 'number' }, loose: 1, tight: 3, other: 0 },
  exclusiveMaximum: { with: { type: 'integer' }, loose: 3, tight: 1, other: 4 },
  multipleOf: { with: { type: 'number' }, loose: 1, tight: 2, other: 3 },
  minLength: { with: string, loose: 1, tight: 3, other: 0 },
  maxLength: { with: string, loose: 3, tight: 1, other: 4 },
  pattern: { with: string, loose: '^[a-c]+$', tight: '^[ab]+$', other: '^[b-d]+$' },
  format: { with: string, loose: 'uri-reference', tight: 'uri', other: 'regex' },
  minItems: { with: list, loose: 1, tight: 2, other: 0 },
  maxItems: { with: list, loose: 2, tight: 1, other: 3 },
  uniqueItems: { with: list, loose: false, tight: true, other: false },
  items: {
    with: list,
    loose: { type: ['string', 'number'] },
    tight: { type: 'string' },
    other: { type: 'boolean' },
  },
  prefixItems: {
    with: list,
    loose: [{ type: ['string', 'number'] }],
    tight: [string],
    other: [{ type: 'boolean' }],
  },
  contains: { with: list, loose: { type: ['string', 'number'] }, tight: string, other: { type: 'boolean' } },
  minContains: { with: { ...list, contains: string }, loose: 1, tight: 2, other: 0 },
  maxContains: { with: { ...list, contains: string }, loose: 2, tight: 1, other: 3 },
  unevaluatedItems: {
    with: { ...list, prefixItems: [{}] },
    loose: string,
    tight: false,
    other: { type: 'number' },
  },
  required: { with: object, loose: ['a'], tight: ['a', 'b'], other: ['b'] },
  properties: {
    with: { type: 'object' },
    loose: { a: {}, b: {} },
    tight: { a: string, b: {} },
    other: { c: string },
  },
  additionalProperties: {
    with: object,
    loose: { type: ['string', 'number'] },
    tight: false,
    other: { type: 'boolean' },
  },
  patternProperties: {
    with: object,
    loose: { '^x': { type: ['string', 'number'] } },
    tight: { '^x': string },
    other: { '^c': string },
  },
  propertyNames: {
    with: { type: 'object' },
    loose: { maxLength: 2 },
    tight: { maxLength: 1 },
    other: { pattern: '^[a-c]+$' },
  },
  minProperties: { with: object, loose: 1, tight: 2, other: 0 },
  maxProperties: { with: object, loose: 2, tight: 1, other: 3 },
  dependentRequired: { with: object, loose: { a: [] }, tight: { a: ['b'] }, other: { b: ['a'] } },
  dependentSchemas: {
    with: object,
    loose: { a: { maxProperties: 2 } },
    tight: { a: { maxProperties: 1 } },
    other: { b: { maxProperties: 1 } },
  },
  unevaluatedProperties: {
    with: object,
    loose: { type: ['string', 'number'] },
    tight: false,
    other: { type: 'boolean' },
  },
  allOf: { loose: [{ type: ['string', 'number'] }], tight: [string], other: [{ type: 'boolean' }] },
  anyOf: { loose: [string, { type: 'number' }], tight: [string], other: [string, { type: 'boolean' }] },
  oneOf: {
    loose: [string, { type: 'number' }],
    tight: [string],
    other: [{ type: 'number' }, { type: 'boolean' }],
  },
  not: { loose: string, tight: { type: ['string', 'number'] }, other: { type: 'boolean' } },
  if: {
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    with: { then: { pattern: '^a' } },
    loose: { ...string, maxLength: 1 },
    tight: string,
    other: { type: 'number' },
  },
  // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
  then: { with: { if: string }, loose: { minLength: 1 }, tight: { minLength: 2 }, other: { maxLength: 2 } },
  else: { with: { if: string }, loose: { minimum: 1 }, tight: { minimum: 2 }, other: { maximum: 2 } },
};

const actions: Readonly<Record<string, (keyword: string, row: Row) => readonly [Keywords, Keywords]>> = {
  add: (keyword, { with: base = {}, loose }) => [base, { ...base, [keyword]: loose }],
  'add tight': (keyword, { with: base = {}, tight }) => [base, { ...base, [keyword]: tight }],
  remove: (keyword, { with: base = {}, loose }) => [{ ...base, [keyword]: loose }, base],
  tighten: (keyword, { with: base = {}, loose, tight }) => [
    { ...base, [keyword]: loose },
    { ...base, [keyword]: tight },
  ],
  loosen: (keyword, { with: base = {}, loose, tight }) => [
    { ...base, [keyword]: tight },
    { ...base, [keyword]: loose },
  ],
  rename: (keyword, { with: base = {}, loose, other }) => [
    { ...base, [keyword]: loose },
    { ...base, [keyword]: other },
  ],
};

const scalars: Json[] = [
  null,
  true,
  false,
  0,
  1,
  1.5,
  2,
  3,
  4,
  5,
  6,
  '',
  'a',
  'b',
  'c',
  'd',
  'ab',
  'abc',
  'abcd',
  'bc',
  'a b',
  '%',
  '(',
  '^a b$',
  'https://a.example/b',
  '2026-01-31',
  '/a',
];
const lists: Json[] = [
  [],
  ...scalars.map((each) => [each]),
  ['a', 'a'],
  ['a', 1],
  ['a', 'b', 'c'],
  [1, 'a'],
  ['a', true],
  ['a', 'b', 'c', 'd'],
  [1, 1],
];
const objects: Json[] = [{}, { a: 1 }, { a: 'a' }, { b: 1 }, { b: 'a' }, { a: 1, b: 1 }, { a: 'a', b: 'b' }];
const unnamed: Json[] = [
  { c: 1 },
  { c: true },
  { dd: 1 },
  { abc: 1 },
  { a: 1, u: 1, v: 1 },
  { d: 1 },
  { b: 1, u: 1 },
  { u: 1 },
  { u: 'a' },
  { u: true },
  { a: 1, u: 1 },
  { x: true },
  { x: 1 },
  { x: 'a' },
  { uuu: 1 },
  { uu: 1 },
  { a: 1, b: 1, u: 1 },
  { a: 1, b: 1, u: 1, v: 1 },
  { a: 1, b: 1, u: 'a' },
];
const pool: Json[] = [...scalars, ...lists, ...objects, ...unnamed];

const cases = Object.entries(rows).flatMap(([keyword, row]) =>
  Object.entries(actions).map(([action, make]) => {
    const [old, now] = make(keyword, row);
    return { title: `${keyword} ${action}`, path: `/v1/${keyword}-${action.replace(' ', '-')}`, old, now };
  }),
);

const directory = mkdtempSync(join(tmpdir(), 'matrix '));
afterAll(() => rmSync(directory, { recursive: true }));

function documentOf(side: 'old' | 'now'): ComparedDocument {
  const body = (schema: Keywords) => ({ content: { 'application/json': { schema } } });
  const paths = Object.fromEntries(
    cases.map((each) => [
      each.path,
      {
        post: {
          requestBody: body(each[side]),
          responses: { '200': { description: 'Done', ...body(each[side]) } },
        },
      },
    ]),
  );
  const file = join(directory, `${side}.json`);
  writeFileSync(
    file,
    JSON.stringify({ openapi: '3.1.0', info: { title: 'Matrix', version: '1.0.0' }, paths }),
  );
  return readDocument(file, side === 'old' ? 'old' : 'new', directory);
}

const [before, after] = [documentOf('old'), documentOf('now')];
const { changes } = compareContracts(before, after, { today: '2026-02-01' });

function schemas({ operations }: ComparedDocument): Schema[] {
  return operations.flatMap(({ requestBody }) => requestBody?.content[0]?.schema ?? []);
}

/** A sender writes no property that only the receiver names. */
function isWritten(value: Json, writer: Keywords, reader: Keywords): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
  const names = (side: Keywords) => Object.keys((side.properties ?? {}) as object);
  return Object.keys(value).every((name) => names(writer).includes(name) || !names(reader).includes(name));
}

/** A value that the writer's codec accepts and the reader's refuses, for each case. */
async function refused(side: 'old' | 'now'): Promise<(Json | undefined)[]> {
  const order = (document: ComparedDocument) =>
    schemas(document).map((schema) => ({ schema, direction: 'request' as const }));
  const [writes, reads] = [
    await loadCodecs(order(side === 'old' ? before : after)),
    await loadCodecs(order(side === 'old' ? after : before)),
  ];
  return cases.map(({ old, now }, index) => {
    const [writer, reader] = side === 'old' ? [old, now] : [now, old];
    return pool.find(
      (value) => writes[index]?.is(value) && !reads[index]?.is(value) && isWritten(value, writer, reader),
    );
  });
}

function breaks(path: string, message: 'request' | 'response'): boolean {
  const own = changes.filter(
    ({ operation, rule }) => operation === `POST ${path}` && rule.startsWith(message),
  );
  return own.some(({ level }) => level === 'breaking');
}

test.each([
  ['request', 'old'],
  ['response', 'now'],
] as const)(
  'of a %s every change of every keyword breaks exactly when a value is refused',
  async (message, writer) => {
    const values = await refused(writer);
    const verdicts = cases.map(({ title, path }) => [title, breaks(path, message)]);
    const sampled = cases.map(({ title }, index) => [title, values[index] !== undefined]);
    expect(verdicts).toEqual(sampled);
  },
);

test('what is not refused either way is not told, annotations apart', async () => {
  const [forth, back] = [await refused('old'), await refused('now')];
  const same = cases.filter((_, index) => forth[index] === undefined && back[index] === undefined);
  const told = same.filter(({ path }) => changes.some(({ operation }) => operation === `POST ${path}`));
  // Names come and go in generated types too, whatever an unnamed property may be.
  expect(new Set(told.map(({ title }) => title.split(' ')[0]))).toEqual(new Set(['properties']));
});
