import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checkContract } from '../../check/contract.js';
import { readContract } from '../../read/contract.js';
import { loadCodecs } from './load-generated.js';

const directory = mkdtempSync(join(tmpdir(), 'decoded compositions '));
afterAll(() => rmSync(directory, { recursive: true }));

const decode = { 'date-time': 'Date', date: 'Date', int64: 'bigint', byte: 'Uint8Array' };

/** The codec of a schema; undefined where the compiler refuses to decode it. */
function codecOf(schema: unknown) {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Case', version: '1.0.0' },
    'x-atoll-decode': decode,
    paths: {},
    components: { schemas: { Case: schema } },
  };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const read = readContract('openapi.json', directory);
  const told = checkContract(read, { served: false, style: false, directory });
  if (read.contract === undefined || told.some(({ severity }) => severity === 'error')) return undefined;
  return loadCodecs(read.contract, read.contract.codecs).codecs.Case;
}

const scalars = [
  '2026-02-28T12:00:00Z',
  '2026-02-28T13:00:00.000+01:00',
  '2026-02-28',
  '2026-02-28T00:00:00.000Z',
  'YQ==',
  'YWJj',
  '7',
  'a',
  7,
  0.5,
  null,
  true,
];
const name = fc.constantFrom('a', 'b', 'c');
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom<unknown>(...scalars) },
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const leaf = fc.constantFrom<object>(
  { type: 'string', format: 'date-time' },
  { type: ['string', 'null'], format: 'date' },
  { type: 'integer', format: 'int64' },
  { type: 'string', format: 'byte' },
  { type: 'string' },
  { type: 'number' },
  { minLength: 8 },
);
const schema = fc.letrec<{ schema: unknown }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const keywords = {
    properties: fc.dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 3 }),
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'b|c'), tie('schema'), { minKeys: 1 }),
    additionalProperties: tie('schema'),
    required: fc.uniqueArray(name, { maxLength: 2 }),
    items: tie('schema'),
    prefixItems: some,
    uniqueItems: fc.boolean(),
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: tie('schema'),
    if: tie('schema'),
    else: tie('schema'),
    contains: tie('schema'),
    unevaluatedProperties: tie('schema'),
  };
  const picked = fc
    .subarray(Object.keys(keywords) as (keyof typeof keywords)[], { minLength: 1, maxLength: 3 })
    .chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, keywords[key] as fc.Arbitrary<unknown>]))),
    );
  return { schema: fc.oneof({ depthSize: 'small' }, { weight: 3, arbitrary: leaf }, picked) };
}).schema;

test('however schemas are composed, what is decoded is a value of the codec and comes back the same', () => {
  let decodedCount = 0;
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 8, maxLength: 16 }), (each, values) => {
      const codec = codecOf(each);
      fc.pre(codec !== undefined);
      for (const wire of values) {
        const decoded = codec?.decode(wire);
        if (codec === undefined || decoded?._tag !== 'Right') continue;
        decodedCount++;
        expect([each, wire, codec.is(decoded.right)]).toEqual([each, wire, true]);
        const again = codec.decode(codec.encode(decoded.right));
        expect([each, wire, again]).toEqual([each, wire, decoded]);
      }
    }),
    { numRuns: 300, maxSkipsPerRun: 1000 },
  );
  expect(decodedCount).toBeGreaterThan(100);
});
