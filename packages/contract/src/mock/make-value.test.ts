import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, Schema } from '../model.js';
import { readContract } from '../read/contract.js';
import { loadCodecs } from '../write/schemas/load-generated.js';
import { TooLarge } from './flatten-schema.js';
import { ValueMaker, type ValueOptions } from './make-value.js';
import { Random } from './random.js';

/** Schemas whose values are right at the first attempt, whatever the seed. */
const schemas: Record<string, string> = {
  AnyValue: 'true',
  Text: 'type: string',
  Short: 'type: string, maxLength: 3',
  Long: 'type: string, minLength: 30, maxLength: 35',
  Empty: 'type: string, maxLength: 0',
  Code: "type: string, pattern: '^[A-Z]{3}-[0-9]{2,4}(x|yy)?$'",
  Sku: "type: string, pattern: '^[A-Z0-9]+(-[A-Z0-9]+)*$', minLength: 12, maxLength: 40",
  Loose: "type: string, pattern: 'b+', minLength: 4",
  Looked: "type: string, pattern: '^(?=.*[0-9])[a-z0-9]{4,8}$'",
  Unicode: "type: string, pattern: '^\\p{Lu}\\u{1F600}$'",
  Moment: 'type: string, format: date-time',
  Day: 'type: string, format: date',
  Hour: 'type: string, format: time',
  Span: 'type: string, format: duration',
  Mail: 'type: string, format: email, minLength: 30',
  Host: 'type: string, format: hostname',
  Four: 'type: string, format: ipv4',
  Six: 'type: string, format: ipv6',
  Link: 'type: string, format: uri, minLength: 50',
  Relative: 'type: string, format: uri-reference',
  Id: 'type: string, format: uuid, maxLength: 36',
  Pointer: 'type: string, format: json-pointer',
  Base: 'type: string, format: byte, minLength: 21',
  Expression: 'type: string, format: regex',
  Whole: 'type: integer',
  Bounded: 'type: integer, minimum: 7, maximum: 8',
  Open: 'type: integer, exclusiveMinimum: 3, exclusiveMaximum: 5',
  Negative: 'type: integer, maximum: -4',
  Steps: 'type: number, multipleOf: 0.1, minimum: 0.3, maximum: 0.5',
  Halves: 'type: integer, multipleOf: 2.5, minimum: 1',
  Fraction: 'type: number, minimum: 0.25, maximum: 0.5',
  Between: 'type: number, exclusiveMinimum: 0, exclusiveMaximum: 1',
  Small: 'type: integer, format: int32',
  Chosen: 'enum: [1, two, [3], { four: 4 }]',
  Fixed: 'const: { a: [1, null] }',
  Nothing: "type: 'null'",
  Maybe: "type: [integer, 'null']",
  Flag: 'type: boolean',
  Listed: 'type: array, minItems: 2, maxItems: 3, items: { type: integer }',
  None: 'type: array, maxItems: 0',
  Unique: 'type: array, minItems: 3, uniqueItems: true, items: { enum: [1, 2, 3] }',
  Pair: 'type: array, prefixItems: [{ type: string }, { type: integer }], items: false',
  Holding: 'type: array, contains: { const: 7 }, minContains: 2, items: { type: integer }',
  Person:
    'type: object, required: [name, other], properties: { name: { type: string }, age: { type: integer } }',
  Closed: 'type: object, additionalProperties: false, properties: { a: { type: string } }',
  Dictionary: 'type: object, minProperties: 3, additionalProperties: { type: integer }',
  Named:
    "type: object, minProperties: 2, propertyNames: { pattern: '^[a-z]{2}$' }, additionalProperties: { type: boolean }",
  Patterned:
    "type: object, minProperties: 2, patternProperties: { '^x-[a-z]{2}$': { type: integer } }, additionalProperties: false",
  Few: 'type: object, maxProperties: 1, properties: { a: { type: string }, b: { type: string } }',
  Both: 'allOf: [{ type: object, required: [a], properties: { a: { type: integer, minimum: 5 } } }, { properties: { a: { maximum: 5 } }, required: [b] }]',
  Tighter: 'allOf: [{ type: integer, minimum: 5, maximum: 9 }, { minimum: 2, maximum: 6 }]',
  Narrow:
    'allOf: [{ type: [integer, string] }, { type: number, minimum: 2 }, { enum: [1, 2, x] }, { enum: [2, x] }]',
  Depends:
    'type: object, required: [a], properties: { a: { type: string } }, dependentSchemas: { a: { required: [b], properties: { b: { const: 1 } } } }',
  Cat: 'type: object, required: [kind, lives], properties: { kind: { type: string }, lives: { const: 9 } }',
  Dog: 'type: object, required: [kind, bark], properties: { kind: { type: string }, bark: { type: boolean } }',
  Pet: "oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: kind }",
  Tree: "type: object, required: [name], properties: { name: { type: string }, children: { type: array, items: { $ref: '#/components/schemas/Tree' } }, parent: { $ref: '#/components/schemas/Tree' } }",
  Chain:
    "type: object, required: [next], properties: { next: { oneOf: [{ $ref: '#/components/schemas/Chain' }, { type: 'null' }] } }",
  Optional:
    "type: object, required: [self], properties: { self: { anyOf: [{ $ref: '#/components/schemas/Optional' }, { const: end }] } }",
  Example: 'type: string, examples: [one, two]',
  Preset: 'type: integer, default: 12',
  Directed:
    'type: object, properties: { sent: { type: integer, writeOnly: true }, got: { type: integer, readOnly: true } }',
  Implied: 'properties: { a: { type: integer } }, required: [a]',
};

const directory = mkdtempSync(join(tmpdir(), 'make value '));
afterAll(() => rmSync(directory, { recursive: true }));

function readSchemas(wanted: Record<string, string>): ReadonlyMap<string, Schema> {
  const lines = Object.entries(wanted).map(
    ([name, text]) => `    ${name}: ${text === 'true' ? text : `{ ${text} }`}\n`,
  );
  writeFileSync(
    join(directory, 'openapi.yaml'),
    `openapi: 3.1.0\ninfo: { title: Values, version: 1.0.0 }\ncomponents:\n  schemas:\n${lines.join('')}`,
  );
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  codecs = loadCodecs(contract).codecs;
  return contract.schemas;
}

let codecs: ReturnType<typeof loadCodecs>['codecs'];
const read = readSchemas(schemas);

function make(schema: Schema | undefined, seed: string, options: Partial<ValueOptions> = {}): Json {
  const { useExamples = false, direction = 'response' } = options;
  if (schema === undefined) throw new Error('there is no such schema');
  return new ValueMaker(new Random(seed), { useExamples, direction }).make(schema);
}

test.each(Object.keys(schemas))('values of %s follow it', (name) => {
  for (let seed = 0; seed < 40; seed++) {
    const value = make(read.get(name), String(seed));
    expect([value, codecs[name]?.is(value)]).toEqual([value, true]);
  }
});

test('the same seed makes the same value, and another one another', () => {
  const person = read.get('Person');
  expect(make(person, '1')).toEqual(make(person, '1'));
  expect(make(person, '1')).not.toEqual(make(person, '2'));
});

test('all that may be there is there, in the order of the schema', () => {
  expect(Object.keys(make(read.get('Person'), '1') as object)).toEqual(['name', 'age', 'other']);
});

test('the first example, or the default, is the value where examples count', () => {
  expect([
    make(read.get('Example'), '1', { useExamples: true }),
    make(read.get('Preset'), '1', { useExamples: true }),
  ]).toEqual(['one', 12]);
});

test('a discriminator names the alternative', () => {
  const kinds = Array.from({ length: 20 }, (_, seed) => make(read.get('Pet'), String(seed)));
  for (const pet of kinds as { kind: string; lives?: number }[])
    expect(pet.kind).toBe('lives' in pet ? 'Cat' : 'Dog');
  expect(new Set(kinds.map((pet) => (pet as { kind: string }).kind))).toEqual(new Set(['Cat', 'Dog']));
});

test('a request leaves out what is read only, a response what is written only', () => {
  const directed = read.get('Directed');
  expect(Object.keys(make(directed, '1', { direction: 'request' }) as object)).toEqual(['sent']);
  expect(Object.keys(make(directed, '1') as object)).toEqual(['got']);
});

test('a recursive value ends', () => {
  const depth = (value: Json): number =>
    value === null || typeof value !== 'object' ? 0 : 1 + Math.max(0, ...Object.values(value).map(depth));
  expect(depth(make(read.get('Tree'), '1'))).toBeLessThan(12);
});

test('a value that can have no end is refused', () => {
  const endless = readSchemas({
    Endless: "type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Endless' } }",
  });
  expect(() => make(endless.get('Endless'), '1')).toThrow(TooLarge);
});
