import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Contract } from '../../model.js';
import { readContract } from '../../read/contract.js';
import { loadCodecs } from './load-generated.js';
import { SchemaPlan } from './plan-schemas.js';

const directory = mkdtempSync(join(tmpdir(), 'open enums '));
afterAll(() => rmSync(directory, { recursive: true }));

function contractOf(schemas: object, root: object = { 'x-atoll-open-enums': true }): Contract {
  const info = { title: 'Case', version: '1.0.0' };
  const document = { openapi: '3.1.0', info, ...root, paths: {}, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract;
}

/** Whether a client takes the values of a schema. */
function taken(schemas: object, values: readonly unknown[], root?: object): boolean[] {
  const { Case } = loadCodecs(contractOf(schemas, root), {}, { side: 'client' }).codecs;
  return values.map((each) => Case?.is(each) === true);
}

/** The type of `Case` as a client reads it and as it writes it. */
function typesOf(schemas: object, root?: object): string[] {
  const contract = contractOf(schemas, root);
  const Case = contract.schemas.get('Case');
  if (Case === undefined) throw new Error('no schema');
  const plan = SchemaPlan.of(contract, {}, 'client');
  for (const direction of ['response', 'request'] as const) plan.export(Case, direction, 'Case');
  const { text } = plan.write('');
  return ['Case', 'CaseInput'].flatMap((name) => {
    const [, type] =
      new RegExp(`^export (?:type ${name} =|interface ${name}) ([^;]*?(?:;\\n}|;))`, 'm').exec(text) ?? [];
    return type === undefined ? [] : [type.replace(/;$/, '').replaceAll(/\s+/g, ' ')];
  });
}

const state = { type: 'string', enum: ['on', 'off'] };

test('a client takes strings that it does not know, and nothing else', () => {
  expect(taken({ Case: state }, ['on', 'new', '', 1, null, ['on']])).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('null is taken where it is listed and of a type that is allowed', () => {
  expect(taken({ Case: { enum: ['on', 'off', null] } }, ['new', null, 1])).toEqual([true, true, false]);
  expect(taken({ Case: { ...state, enum: ['on', 'off', null] } }, ['new', null])).toEqual([true, false]);
  expect(taken({ Case: { enum: ['on', 'off'] } }, ['new', null])).toEqual([true, false]);
});

test('keywords beside the list are checked as ever', () => {
  const limited = { ...state, maxLength: 3, pattern: '^o' };
  expect(taken({ Case: limited }, ['on', 'old', 'over', 'new'])).toEqual([true, true, false, false]);
});

test('the type has what is known, any string, and in requests what is known alone', () => {
  expect(typesOf({ Case: state })).toEqual(['"on" | "off" | (string & {})', '"on" | "off"']);
  expect(typesOf({ Case: { enum: ['on', 'off', null] } })).toEqual([
    '"on" | "off" | null | (string & {})',
    '"on" | "off" | null',
  ]);
  expect(typesOf({ Case: { type: 'object', required: ['a'], properties: { a: state } } })).toEqual([
    '{ readonly a: "on" | "off" | (string & {}); }',
    '{ readonly a: "on" | "off"; }',
  ]);
});

test('without an open enum below there is one type for both directions', () => {
  const other = { type: 'object', properties: { a: { type: 'string' } } };
  expect(typesOf({ Case: other, State: state })).toEqual(['{ readonly a?: string; }']);
});

test('a schema says for itself whether it is open', () => {
  const closed = { ...state, 'x-atoll-open-enums': false };
  const open = { ...state, 'x-atoll-open-enums': true };
  expect(taken({ Case: closed }, ['on', 'new'])).toEqual([true, false]);
  expect(taken({ Case: open }, ['on', 'new'], {})).toEqual([true, true]);
  expect(taken({ Case: state }, ['on', 'new'], {})).toEqual([true, false]);
  expect(taken({ Case: { ...state, enum: ['on'] } }, ['on', 'new'])).toEqual([true, false]);
});

test('two lists of the same values of which one is open are not checked alike', () => {
  const Case = {
    type: 'object',
    properties: { open: state, closed: { ...state, 'x-atoll-open-enums': false } },
  };
  expect(taken({ Case }, [{ open: 'new' }, { closed: 'new' }])).toEqual([true, false]);
});

const kinds = (list: readonly string[], more: object = {}) => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { enum: list }, ...more },
});

test('what tells alternatives apart stays closed, and other lists of theirs are open', () => {
  const Case = { oneOf: [kinds(['a', 'b'], { state }), kinds(['c', 'd'])] };
  const values = [{ kind: 'a' }, { kind: 'e' }, { kind: 'a', state: 'new' }, { kind: 'c', state: 1 }];
  expect(taken({ Case }, values)).toEqual([true, false, true, true]);
  expect(
    typesOf({
      Case: kinds(['a', 'b']),
      Union: { anyOf: [{ $ref: '#/components/schemas/Case' }, kinds(['c'])] },
    }),
  ).toEqual(['{ readonly kind: "a" | "b"; }']);
});

test('what a declared discriminator names stays closed, with the alternatives in other schemas', () => {
  const Case = { ...kinds(['cat', 'dog']), discriminator: { propertyName: 'kind' } };
  const Cat = { allOf: [{ $ref: '#/components/schemas/Case' }] };
  expect(taken({ Case, Cat }, [{ kind: 'cat' }, { kind: 'cow' }])).toEqual([true, false]);
});

test('a value of which two alternatives now take the same is still taken', () => {
  const part = (list: string[]) => ({ type: 'object', properties: { a: { enum: list } } });
  const Case = { oneOf: [part(['x', 'y']), part(['z', 'w'])], anyOf: [{ type: 'object' }] };
  expect(taken({ Case }, [{ a: 'x' }, { a: 'new' }, { a: 1 }])).toEqual([true, true, false]);
});

test('what only judges is not opened', () => {
  const not = { type: 'string', not: state };
  expect(taken({ Case: not }, ['on', 'new'])).toEqual([false, true]);
  const test = Object.fromEntries([
    ['if', state],
    ['then', { maxLength: 2 }],
    ['else', { minLength: 4 }],
  ]);
  expect(taken({ Case: test }, ['on', 'off', 'new', 'else'])).toEqual([true, false, false, true]);
  expect(
    taken({ Case: { contains: state, maxContains: 1 } }, [
      ['on', 'a'],
      ['on', 'off'],
    ]),
  ).toEqual([true, false]);
  expect(taken({ Case: { propertyNames: state } }, [{ on: 1 }, { new: 1 }])).toEqual([true, false]);
});

test('nor is what is reached from there', () => {
  const not = { not: { type: 'object', required: ['a'], properties: { a: state } } };
  expect(taken({ Case: not }, [{ a: 'on' }, { a: 'new' }])).toEqual([false, true]);
});

test('long lists of the same values of which one is open are not checked alike', () => {
  const list = Array.from({ length: 80 }, (_, index) => `v${index}`);
  const of = (more: object) => ({ type: 'object', properties: { v: { enum: list, ...more } } });
  const Case = { type: 'object', properties: { open: of({}), closed: of({ 'x-atoll-open-enums': false }) } };
  const values = [{ open: { v: 'new' } }, { closed: { v: 'new' } }, { closed: { v: 'v79' } }];
  expect(taken({ Case }, values)).toEqual([true, false, true]);
});

test('lists below a recursive schema are open', () => {
  const Case = { type: 'object', properties: { state, next: { $ref: '#/components/schemas/Case' } } };
  expect(taken({ Case }, [{ next: { next: { state: 'new' } } }, { next: { state: 1 } }])).toEqual([
    true,
    false,
  ]);
});

test('a listed text is not decoded, however open its list is', () => {
  const root = { 'x-atoll-open-enums': true, 'x-atoll-decode': { date: 'Date' } };
  const Case = { type: 'string', format: 'date', enum: ['2026-02-28', '2026-03-01'] };
  expect(taken({ Case }, ['2026-02-28', '2026-03-02', 'new'], root)).toEqual([true, true, false]);
});

const word = fc.constantFrom('a', 'b', 'c');
const listed = fc.uniqueArray(fc.oneof({ weight: 5, arbitrary: word }, fc.constantFrom(null, 1)), {
  minLength: 1,
  maxLength: 3,
});
const leaf = fc.oneof(
  listed.map((values) => ({ enum: values })),
  listed.map((values) => ({ type: ['string', 'null'], enum: values })),
  listed.map((values) => ({ enum: values, 'x-atoll-open-enums': false })),
  fc.constantFrom<object>({ type: 'string' }, { maxLength: 1 }, { type: 'integer' }, { const: 'a' }),
);
const schema = fc.letrec<{ schema: unknown }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const map = fc.dictionary(word, tie('schema'), { minKeys: 1, maxKeys: 3 });
  const one = tie('schema');
  const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    ...{ properties: map, required: fc.uniqueArray(word, { maxLength: 2 }), additionalProperties: one },
    ...{ items: one, prefixItems: some, contains: one, maxContains: fc.constant(1), propertyNames: one },
    ...{ allOf: some, anyOf: some, oneOf: some, not: one, if: one, ['then' as string]: one, else: one },
    ...{
      dependentSchemas: map,
      unevaluatedProperties: one,
      unevaluatedItems: one,
      uniqueItems: fc.boolean(),
    },
  };
  const picked = fc
    .subarray(Object.keys(keywords), { minLength: 1, maxLength: 4 })
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, keywords[key] ?? one]))));
  const shared = fc.constant({ $ref: '#/components/schemas/Shared' });
  return { schema: fc.oneof({ depthSize: 'small' }, { weight: 3, arbitrary: leaf }, shared, picked) };
}).schema;
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: fc.constantFrom<unknown>('a', 'b', 'c', 'd', null, 1) },
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

test('however schemas are composed, a client takes all that the service may write, and sends nothing else', () => {
  let more = 0;
  fc.assert(
    fc.property(schema, leaf, fc.array(value, { minLength: 8, maxLength: 16 }), (each, Shared, values) => {
      const schemas = { Case: each, Shared };
      const contract = contractOf(schemas);
      const service = loadCodecs(contract, {}, { side: 'server' }).codecs.Case;
      const client = loadCodecs(contract, {}, { side: 'client' }).codecs.Case;
      const sent = loadCodecs(contract, {}, { side: 'client', direction: 'request' }).codecs.Case;
      for (const one of values) {
        const [writes, reads] = [service?.is(one), client?.is(one)];
        if (writes === true) expect([schemas, one, reads]).toEqual([schemas, one, true]);
        else if (reads === true) more++;
        expect([schemas, one, sent?.is(one)]).toEqual([schemas, one, writes]);
        expect(client?.decode(one)._tag).toBe(reads === true ? 'Right' : 'Left');
      }
    }),
    { numRuns: 300 },
  );
  expect(more).toBeGreaterThan(50);
});
