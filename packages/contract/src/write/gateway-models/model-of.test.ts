import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { readContract } from '../../read/contract.js';
import { writeApiGateway } from '../api-gateway.js';
import { loadCodecs } from '../schemas/load-generated.js';

const directory = mkdtempSync(join(tmpdir(), 'model of '));
afterAll(() => rmSync(directory, { recursive: true }));

/** Also what YAML 1.1 and CloudFormation take for something else. */
const name = fc.constantFrom('a', 'b', 'on', '1', 'Ref', 'Fn::Sub', '$ref', 'constructor', '__proto__', 'é');
const scalar = fc.constantFrom<unknown>(
  '',
  'a',
  'ab',
  'on',
  '1',
  'é',
  '😀',
  '\n',
  'a\n',
  0,
  1,
  2,
  -1,
  0.5,
  true,
  false,
  null,
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: scalar },
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 3 }).map((members) => Object.fromEntries(members)),
  ),
})).value;

const references = ['A', 'B', 'C'].map((each) => ({ $ref: `#/components/schemas/${each}` }));
const count = fc.integer({ min: 0, max: 2 });
const schema = fc.letrec<{ schema: unknown }>((tie) => {
  const some = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
  const one = tie('schema');
  const byName = fc
    .array(fc.tuple(name, one), { minLength: 1, maxLength: 3 })
    .map((each) => Object.fromEntries(each));
  const keywords: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    type: fc.oneof(
      fc.constantFrom('object', 'array', 'string', 'number', 'integer', 'boolean', 'null'),
      fc.uniqueArray(fc.constantFrom('object', 'string', 'integer', 'number', 'null'), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
    const: scalar,
    enum: fc.uniqueArray(fc.oneof(scalar, value), {
      minLength: 1,
      maxLength: 3,
      selector: (each) => JSON.stringify(each),
    }),
    minimum: fc.integer({ min: -1, max: 1 }),
    exclusiveMinimum: fc.integer({ min: -1, max: 1 }),
    maximum: fc.integer({ min: 0, max: 2 }),
    exclusiveMaximum: fc.integer({ min: 0, max: 2 }),
    minLength: count,
    maxLength: count,
    pattern: fc.constantFrom('^a', '^[a-z]{1,2}$', 'b$', '^.$', '^\\w+$', '[^a]', '^(a|on)?$'),
    format: fc.constantFrom('date', 'email'),
    items: one,
    prefixItems: some,
    contains: one,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    properties: byName,
    required: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
    additionalProperties: one,
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'o'), one, { minKeys: 1 }),
    propertyNames: fc.constant({ minLength: 1 }),
    unevaluatedProperties: fc.boolean(),
    allOf: some,
    anyOf: some,
    oneOf: some,
    not: one,
    readOnly: fc.boolean(),
    writeOnly: fc.boolean(),
  };
  const object = fc
    .subarray(Object.keys(keywords), { minLength: 1, maxLength: 4 })
    .chain((keys) =>
      fc.record(Object.fromEntries(keys.map((key) => [key, keywords[key] ?? fc.constant(true)]))),
    );
  return {
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(
        fc.boolean(),
        fc.constantFrom(...references),
        fc.constantFrom({ type: 'string' }, { type: 'integer' }),
      ),
      object,
    ),
  };
}).schema;

type Fields = Readonly<Record<string, unknown>>;

/** Draft 7, which Ajv reads, has numbers where draft 4 has booleans; all else that models have is the same in both. */
function modern(model: unknown): unknown {
  if (typeof model !== 'object' || model === null) return model;
  if (Array.isArray(model)) return model.map(modern);
  const {
    minimum,
    exclusiveMinimum,
    maximum,
    exclusiveMaximum,
    properties,
    items,
    allOf,
    additionalProperties,
    ...rest
  } = model as Fields;
  const named = Object.entries((properties ?? {}) as Fields).map(
    ([key, each]) => [key, modern(each)] as const,
  );
  return {
    ...rest,
    ...(minimum !== undefined && { [exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(maximum !== undefined && { [exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum']: maximum }),
    ...(properties !== undefined && { properties: Object.fromEntries(named) }),
    ...(items !== undefined && { items: modern(items) }),
    ...(allOf !== undefined && { allOf: modern(allOf) }),
    ...(additionalProperties !== undefined && { additionalProperties: modern(additionalProperties) }),
  };
}

/** What CloudFormation, which reads YAML 1.1, and API Gateway make of the definition. */
interface Definition {
  readonly components?: { readonly schemas: Fields };
  readonly paths: Fields;
}

function definitionOf(schemas: Fields) {
  const content = (each: string) => ({
    'application/json': { schema: { $ref: `#/components/schemas/${each}` } },
  });
  const paths = Object.keys(schemas).map((each) => {
    const responses = { '200': { description: 'It', content: content(each) } };
    return [
      `/v1/${each}`,
      { put: { operationId: `put${each}`, requestBody: { content: content(each) }, responses } },
    ];
  });
  const info = { title: 'Models', version: '1.0.0' };
  const document = { openapi: '3.1.0', info, paths: Object.fromEntries(paths), components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract } = readContract('openapi.json', directory);
  if (contract === undefined) return undefined;
  const definition: Definition = parse(writeApiGateway(contract).text, { version: '1.1' });
  return { contract, definition };
}

const directions = { request: 'requestBody', response: 'responses.200' } as const;

function modelIn(definition: Definition, each: string, direction: keyof typeof directions): string {
  const steps = [
    'paths',
    `/v1/${each}`,
    'put',
    ...directions[direction].split('.'),
    'content',
    'application/json',
    'schema',
    '$ref',
  ];
  return String(steps.reduce<unknown>((node, step) => (node as Fields)[step], definition));
}

/** Values that a codec accepts and its model refuses. */
function refusals(schemas: Fields, values: readonly unknown[]): { refused: unknown[]; accepted: number } {
  const made = definitionOf(schemas);
  if (made === undefined) return { refused: [], accepted: 0 };
  const { contract, definition } = made;
  const ajv = new Ajv({ strict: false, logger: false, ownProperties: true });
  const models = Object.entries(definition.components?.schemas ?? {}).map(([key, model]) => [
    key,
    modern(model),
  ]);
  ajv.addSchema({ $id: 'all', components: { schemas: Object.fromEntries(models) } });
  const refused: unknown[] = [];
  let accepted = 0;
  for (const direction of ['request', 'response'] as const) {
    const { codecs } = loadCodecs(contract, {}, { direction });
    const names = [...contract.schemas.keys()];
    for (const [index, codec] of Object.values(codecs).entries()) {
      const validate = ajv.compile({ $ref: `all${modelIn(definition, names[index] ?? '', direction)}` });
      for (const each of values) {
        if (!codec.is(each)) continue;
        accepted++;
        if (!validate(each)) refused.push([direction, names[index], each, validate.errors]);
      }
    }
  }
  return { refused, accepted };
}

test('a model accepts whatever the codec of its schema accepts, in both directions', () => {
  const values = fc.sample(value, { numRuns: 250, seed: 7 });
  let all = 0;
  fc.assert(
    fc.property(fc.record({ A: schema, B: schema, C: schema }), (schemas) => {
      const { refused, accepted } = refusals(schemas, values);
      all += accepted;
      expect(refused).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(all).toBeGreaterThan(1000);
}, 60_000);
