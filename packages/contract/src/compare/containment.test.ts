import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Json, Schema } from '../model.js';
import { readContract } from '../read/contract.js';
import { Containment } from './contains.js';
import { loadCodecs } from './load-codecs.js';

const directory = mkdtempSync(join(tmpdir(), 'containment '));
afterAll(() => rmSync(directory, { recursive: true }));

/** Component schemas as the compiler reads them. */
function schemasOf(schemas: Record<string, unknown>): ReadonlyMap<string, Schema> {
  const document = { openapi: '3.1.0', info: { title: 'Case', version: '1.0.0' }, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract.schemas;
}

const name = fc.constantFrom('a', 'b', 'cat');
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 4 }),
  fc.constantFrom('', 'a', 'ab', 'abc', null, true, false, 0.5),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const count = fc.integer({ min: 0, max: 3 });
const schema = fc.letrec<{ schema: unknown }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
  const many = fc.dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 2 });
  const keywords = {
    type: fc.subarray(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'], {
      minLength: 1,
    }),
    enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }),
    const: scalar,
    minimum: fc.integer({ min: -2, max: 2 }),
    exclusiveMaximum: fc.integer({ min: -2, max: 3 }),
    multipleOf: fc.constantFrom(0.5, 1, 2),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', 'b$', '.*'),
    items: tie('schema'),
    prefixItems: some,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    contains: tie('schema'),
    properties: many,
    required: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    additionalProperties: tie('schema'),
    patternProperties: fc.dictionary(fc.constantFrom('^a', 't'), tie('schema'), { minKeys: 1, maxKeys: 1 }),
    propertyNames: tie('schema'),
    minProperties: count,
    maxProperties: count,
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 1 }), {
      minKeys: 1,
      maxKeys: 1,
    }),
    dependentSchemas: many,
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: tie('schema'),
    if: tie('schema'),
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    then: tie('schema'),
    else: tie('schema'),
    unevaluatedProperties: tie('schema'),
    unevaluatedItems: tie('schema'),
  };
  const picked = fc.subarray(Object.keys(keywords) as (keyof typeof keywords)[], {
    minLength: 1,
    maxLength: 3,
  });
  const object = picked.chain((keys) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, keywords[key] as fc.Arbitrary<unknown>]))),
  );
  return { schema: fc.oneof({ depthSize: 'small' }, fc.boolean(), object) };
}).schema;

/** The schema with one keyword less, or with one from elsewhere: neighbours, as two versions of a contract are. */
const neighbours = fc.tuple(schema, schema, fc.nat()).map(([one, other, at]) => {
  if (typeof one !== 'object' || one === null) return [one, other];
  const keys = Object.keys(one);
  const { [keys[at % keys.length] ?? '']: _left, ...less } = one as Record<string, unknown>;
  return at % 2 === 0 ? [one, less] : [{ ...one, ...(typeof other === 'object' ? other : {}) }, one];
});

const seed = Number(process.env.CONTAINMENT_SEED ?? 1);
const pairs = fc.sample(neighbours, { numRuns: 400, seed });

test('no value of a schema that is contained in another is refused by that other', async () => {
  const named = pairs.flatMap(([a, b], index) => [
    [`A${index}`, a],
    [`B${index}`, b],
  ]);
  const schemas = [...schemasOf(Object.fromEntries(named)).values()];
  const codecs = await loadCodecs(schemas.map((each) => ({ schema: each, direction: 'response' })));
  const values = fc.sample(value, { numRuns: 300, seed }) as Json[];
  const strict = new Containment({ direction: 'response', strict: true });
  let contained = 0;
  for (let index = 0; index < schemas.length; index += 2) {
    const [a, b] = [schemas[index], schemas[index + 1]] as [Schema, Schema];
    for (const [inner, outer] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const [sender, receiver] = [[a, b][inner], [a, b][outer]] as [Schema, Schema];
      if (strict.failure([sender], [receiver]) !== undefined) continue;
      contained++;
      const refused = values.find((one) => codecs[index + inner]?.is(one) && !codecs[index + outer]?.is(one));
      expect([pairs[index / 2], inner, refused]).toEqual([pairs[index / 2], inner, undefined]);
    }
  }
  // The rule must not hold by never saying yes.
  expect(contained).toBeGreaterThan(pairs.length / 4);
});

/** The same schema in other words: behind a reference, or as the only member of a union. */
function reworded(one: unknown, index: number): unknown {
  const wraps = [
    () => ({ $ref: `#/components/schemas/A${index}` }),
    () => ({ allOf: [one] }),
    () => ({ anyOf: [one] }),
    () => ({ oneOf: [one, false] }),
    () => ({ allOf: [{}, { anyOf: [one] }] }),
  ];
  return wraps[index % wraps.length]?.();
}

test('a schema is contained in itself, in whatever words it is said', () => {
  const named = pairs.flatMap(([a], index) => [
    [`A${index}`, a],
    [`B${index}`, reworded(a, index)],
  ]);
  const [read, again] = [schemasOf(Object.fromEntries(named)), schemasOf(Object.fromEntries(named))];
  const strict = new Containment({ direction: 'response', strict: true });
  const missed = pairs.flatMap(([a], index) => {
    const [plain, other] = [read.get(`A${index}`), again.get(`B${index}`)] as [Schema, Schema];
    const found = strict.failure([plain], [other]) ?? strict.failure([other], [plain]);
    return found === undefined ? [] : [[a, found]];
  });
  expect(missed).toEqual([]);
});
