import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';
import { PathReporter } from 'io-ts/lib/PathReporter';
import { readContract } from '../../read/contract.js';
import { problems } from '../../runtime/codec/problems.js';
import { loadCodecs } from './load-generated.js';

const directory = mkdtempSync(join(tmpdir(), 'codecs '));
afterAll(() => rmSync(directory, { recursive: true }));

function load(schemas: Record<string, unknown>) {
  const document = { openapi: '3.1.0', info: { title: 'Case', version: '1.0.0' }, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return loadCodecs(contract);
}

function codecOf(schema: unknown): t.Type<unknown> {
  const codec = load({ Case: schema }).codecs.Case;
  if (codec === undefined) throw new Error('no codec');
  return codec;
}

// Names that every object inherits have a test of their own: Ajv's deep equality stumbles over them.
const name = fc.constantFrom('a', 'b', 'cat', 'with space', "quo'te");
const scalar = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom('', 'a', 'ab', 'abc', '💩', null, true, false, 0.5, 1e6),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

const small = fc.integer({ min: 0, max: 3 });

/** Objects with one to three of the keywords. */
function pickedOf(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const picked = fc.subarray(Object.keys(keywords), { minLength: 1, maxLength: 3 });
  return picked.chain((keys) =>
    fc.record(Object.fromEntries(keys.map((key) => [key, keywords[key] as fc.Arbitrary<unknown>]))),
  );
}

const schema = fc.letrec<{ schema: unknown }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
  const many = fc.dictionary(name, tie('schema'), { maxKeys: 3 });
  const keywords = {
    type: fc.subarray(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'], {
      minLength: 1,
    }),
    enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }),
    const: value,
    minimum: fc.integer({ min: -3, max: 3 }),
    exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
    multipleOf: fc.constantFrom(0.5, 2, 3),
    minLength: small,
    maxLength: small,
    pattern: fc.constantFrom('^a', 'b$', '.'),
    items: tie('schema'),
    prefixItems: some,
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2 }),
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    properties: many,
    required: fc.uniqueArray(name, { maxLength: 2 }),
    additionalProperties: tie('schema'),
    patternProperties: fc.dictionary(fc.constantFrom('^a', 't'), tie('schema'), { maxKeys: 2 }),
    propertyNames: tie('schema'),
    minProperties: small,
    maxProperties: small,
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
  };
  const object = pickedOf(keywords);
  // Ajv takes no notice of an `if` that stands alone, though it evaluates what it matches (Core, 10.2.2.1).
  const paired = object.map((each) => ('if' in each ? { else: { minLength: 0 }, ...each } : each));
  return { schema: fc.oneof({ depthSize: 'small' }, fc.boolean(), paired) };
}).schema;

/** Ajv's verdict; undefined where the code that it generates breaks down by itself. */
function verdictOf(validate: (value: unknown) => unknown, one: unknown): boolean | undefined {
  try {
    return validate(one) === true;
  } catch {
    return undefined;
  }
}

test("a codec's verdict is Ajv's, on schemas and values of every kind", () => {
  const ajv = new Ajv({ strict: false, validateSchema: false, ownProperties: true });
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 5, maxLength: 12 }), (each, values) => {
      const validate = ajv.compile(each as object);
      const codec = codecOf(each);
      for (const one of values) {
        const verdict = verdictOf(validate, one);
        if (verdict !== undefined) expect([each, one, codec.is(one)]).toEqual([each, one, verdict]);
        expect(isRight(codec.decode(one))).toBe(codec.is(one));
      }
    }),
    // A fixed seed, since Ajv has faults of its own that a build must not fail on; CODEC_SEED tries another.
    { numRuns: 1000, seed: Number(process.env.CODEC_SEED ?? 1) },
  );
});

/**
 * Schemas that refer: by anchors, by pointers and to themselves, though never on one value forever. Dynamic references
 * and `unevaluatedItems` are left to JSON-Schema-Test-Suite: Ajv does not find the
 * anchors of a resource's inner schemas, and holds all items for evaluated beside `contains` (Core, 10.3.1.3).
 */
const referring = fc.letrec<{ schema: object; child: unknown }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
  const keywords = {
    type: fc.subarray(['object', 'array', 'string', 'integer', 'null'], { minLength: 1 }),
    minLength: small,
    minimum: small,
    properties: fc.dictionary(name, tie('child'), { minKeys: 1, maxKeys: 3 }),
    required: fc.uniqueArray(name, { maxLength: 1 }),
    additionalProperties: tie('child'),
    items: tie('child'),
    prefixItems: fc.array(tie('child'), { minLength: 1, maxLength: 2 }),
    contains: tie('child'),
    unevaluatedProperties: fc.constantFrom(false, { type: 'integer' }),
    anyOf: some,
    oneOf: some,
    allOf: some,
    not: tie('schema'),
  };
  const reference = fc.constantFrom(
    { $ref: 'root#a' },
    { $ref: 'root#/$defs/b' },
    { $ref: 'root' },
    { $ref: 'inner#/$defs/c' },
    { $ref: 'inner#b' },
  );
  return {
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<object>({}, { type: 'string' }),
      pickedOf(keywords),
    ),
    child: fc.oneof({ depthSize: 'small' }, reference, tie('schema')),
  };
});

/** Ajv holds that an empty array contains whatever is asked for. */
const filled = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test("a codec's verdict is Ajv's where schemas refer to one another by anchors and URIs", () => {
  const { schema: one } = referring;
  const documents = fc.tuple(one, one, one, one).map(([root, a, b, c]) => ({
    ...root,
    $id: 'https://example.com/root',
    $defs: {
      a: { ...a, $anchor: 'a' },
      b: { ...b, $anchor: 'b' },
      c: { $id: 'inner', $defs: { c: { ...c, $anchor: 'b' } } },
    },
  }));
  fc.assert(
    fc.property(documents, fc.array(filled, { minLength: 40, maxLength: 60 }), (each, values) => {
      const validate = new Ajv({ strict: false, validateSchema: false, ownProperties: true }).compile(each);
      const codec = codecOf(each);
      for (const value of values) {
        const verdict = verdictOf(validate, value);
        if (verdict !== undefined) expect([each, value, codec.is(value)]).toEqual([each, value, verdict]);
        expect(isRight(codec.decode(value))).toBe(codec.is(value));
      }
    }),
    { numRuns: 100, seed: Number(process.env.CODEC_SEED ?? 1) },
  );
});

test('a property named as something that every object inherits counts only when it is there', () => {
  const codec = codecOf({
    required: ['toString'],
    properties: { constructor: { type: 'number' } },
    dependentSchemas: { valueOf: false },
  });
  expect(codec.is({})).toBe(false);
  expect(codec.is({ toString: 1 })).toBe(true);
  expect(codec.is({ toString: 1, constructor: 'x' })).toBe(false);
  expect(codec.is({ toString: 1, valueOf: 1 })).toBe(false);
  expect(codec.is(JSON.parse('{"toString": 1, "__proto__": 1}'))).toBe(true);
});

const order = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    lines: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Line' } },
  },
  additionalProperties: false,
};
const line = {
  type: 'object',
  required: ['sku', 'quantity'],
  properties: { sku: { type: 'string', maxLength: 4 }, quantity: { type: 'integer', minimum: 1 } },
};

test('all errors are told with their JSON pointer, what was expected and what was received', () => {
  const { Order } = load({ Order: order, Line: line }).codecs;
  const result = Order?.decode({ id: 'x', lines: [{ sku: 'abcde', quantity: 0 }, {}], 'a/b': 1 });
  const errors = result?._tag === 'Left' ? problems(result.left) : [];
  expect(errors).toEqual([
    { pointer: '/id', expected: 'a string in the format uuid', received: '"x"' },
    { pointer: '/lines/0/sku', expected: 'a string of at most 4 characters', received: '"abcde"' },
    { pointer: '/lines/0/quantity', expected: 'a number from 1', received: '0' },
    { pointer: '/lines/1', expected: 'the property "sku"', received: '{}' },
    { pointer: '/lines/1', expected: 'the property "quantity"', received: '{}' },
    { pointer: '/a~1b', expected: 'no such property', received: '1' },
  ]);
});

const kindOf = (kind: string, properties: object) => ({
  type: 'object',
  required: ['kind'],
  properties: { kind: { const: kind }, ...properties },
});

test('where a property tells the alternatives apart, only the one that is meant is told of', () => {
  const codec = codecOf({
    oneOf: [
      kindOf('card', { number: { type: 'string' }, code: { type: 'integer' } }),
      { allOf: [kindOf('bank', {}), { required: ['iban'], properties: { iban: { type: 'string' } } }] },
    ],
  });
  const errorsOf = (value: unknown) => {
    const result = codec.decode(value);
    return result._tag === 'Left'
      ? problems(result.left).map(({ pointer, expected }) => [pointer, expected])
      : [];
  };
  expect(errorsOf({ kind: 'card', number: '1' })).toEqual([]);
  expect(errorsOf({ kind: 'bank', iban: 'DE' })).toEqual([]);
  expect(errorsOf({ kind: 'card', number: 1, code: 'x' })).toEqual([
    ['/number', 'string'],
    ['/code', 'integer'],
  ]);
  expect(errorsOf({ kind: 'bank', number: 1 })).toEqual([['', 'the property "iban"']]);
  expect(errorsOf({ kind: 'cash' })).toEqual([['/kind', 'one of "card", "bank"']]);
  expect(errorsOf({})).toEqual([['/kind', 'one of "card", "bank"']]);
  expect(errorsOf('card')).toEqual([['', 'object']]);
});

test('alternatives that share a value, or of which one does not require it, are all tried', () => {
  const a = kindOf('a', {});
  const optional = { type: 'object', properties: { kind: { const: 'b' } } };
  expect(codecOf({ oneOf: [a, kindOf('a', { x: { type: 'string' } })] }).is({ kind: 'a' })).toBe(false);
  expect(codecOf({ oneOf: [a, optional] }).is({})).toBe(true);
  expect(codecOf({ anyOf: [a, { properties: { kind: { const: 'b' } } }] }).is(3)).toBe(true);
});

test('a codec composes with hand-written io-ts codecs, and their reporter works on it', () => {
  const { Line } = load({ Line: line }).codecs;
  const both = t.type({ line: Line as t.Mixed, note: t.string });
  expect(PathReporter.report(both.decode({ line: { sku: 1, quantity: 1 }, note: 2 }))).toEqual([
    'Invalid value 1 supplied to : { line: Line, note: string }/line: Line/sku: string',
    'Invalid value 2 supplied to : { line: Line, note: string }/note: string',
  ]);
  expect(isRight(both.decode({ line: { sku: 'a', quantity: 1 }, note: '' }))).toBe(true);
});

test('what only the other side sets is not required in a direction', () => {
  const { text } = load({
    Account: {
      type: 'object',
      required: ['id', 'secret'],
      properties: { id: { type: 'string', readOnly: true }, secret: { type: 'string', writeOnly: true } },
    },
  });
  expect(text).toContain('readonly id: string;\n  readonly secret?: string;');
});

test('input nested deeper than the stack is refused, not a crash', () => {
  const { Tree } = load({
    Tree: { type: 'object', properties: { next: { $ref: '#/components/schemas/Tree' } } },
  }).codecs;
  let deep: unknown = {};
  for (let depth = 0; depth < 200_000; depth++) deep = { next: deep };
  const result = Tree?.decode(deep);
  expect(result?._tag === 'Left' ? problems(result.left) : []).toEqual([
    { pointer: '', expected: 'a value that is not nested as deep', received: 'an object' },
  ]);
  expect(Tree?.is(deep)).toBe(false);
});

test('no text of a contract becomes code', () => {
  const hostile = [
    '*/ globalThis.broken = true; /*',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a template string is the attack
    '`${globalThis.broken = true}`',
    "'; globalThis.broken = true; '",
    '\u2028globalThis.broken = true',
    '__proto__',
    'constructor',
  ];
  const properties = Object.fromEntries(
    hostile.map((each) => [each, { const: each, description: each, title: each }]),
  );
  const { codecs } = load({
    Hostile: {
      type: 'object',
      description: hostile.join('\n'),
      properties: JSON.parse(JSON.stringify(properties)),
      required: hostile,
    },
  });
  expect(
    codecs.Hostile?.is(JSON.parse(JSON.stringify(Object.fromEntries(hostile.map((each) => [each, each]))))),
  ).toBe(true);
  expect(codecs.Hostile?.is({})).toBe(false);
  expect(Reflect.get(globalThis, 'broken')).toBeUndefined();
});

test('the same contract gives the same text', () => {
  expect(load({ Order: order, Line: line }).text).toBe(load({ Order: order, Line: line }).text);
});
