import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { ValueMaker } from '../../mock/make-value.js';
import { Random } from '../../mock/random.js';
import { readContract } from '../../read/contract.js';
import { writeApiGateway } from '../api-gateway.js';
import { maxModelsBytes } from './gateway-models.js';
import { isSharedWithJava } from './java-pattern.js';

const directory = mkdtempSync(join(tmpdir(), 'gateway models '));
afterAll(() => rmSync(directory, { recursive: true }));

function written(schemas: Record<string, string>) {
  const components = Object.entries(schemas).map(([name, schema]) => `    ${name}: { ${schema} }\n`);
  const paths = Object.keys(schemas).map(
    (name) => `  /v1/${name}:
    put:
      operationId: put${name}
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/${name}' } } } }
      responses: { '200': { description: It, content: { application/x+json: { schema: { $ref: '#/components/schemas/${name}' } }, text/csv: {} } } }\n`,
  );
  const text = `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n${paths.join('')}components:\n  schemas:\n${components.join('')}`;
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return { contract, definition: parse(writeApiGateway(contract).text) };
}

const modelOf = (schema: string) => written({ A: schema }).definition.components.schemas.A;

test.each<[string, object]>([
  ["type: [string, 'null'], maxLength: 3", { maxLength: 3 }],
  ['const: a', { enum: ['a'] }],
  ['enum: [a, null]', {}],
  ["enum: ['on', a]", {}],
  ['enum: [1, a]', { enum: [1, 'a'] }],
  ['type: integer, exclusiveMinimum: 3, minimum: 3', { type: 'number', minimum: 3, exclusiveMinimum: true }],
  ['type: number, exclusiveMaximum: 4, maximum: 3', { type: 'number', maximum: 3 }],
  ['oneOf: [{ type: string, maxLength: 1 }, { type: string }]', { type: 'string' }],
  ['anyOf: [{ type: string }, { type: number }]', {}],
  ["type: string, pattern: '^a+$'", { type: 'string', pattern: '^a+$' }],
  ["type: string, pattern: '^(?=a)'", { type: 'string' }],
  ['type: array, prefixItems: [{ type: string }], items: false', { type: 'array' }],
  ['type: object, additionalProperties: false', { type: 'object', additionalProperties: false }],
  ["type: object, additionalProperties: false, patternProperties: { '^a': {} }", { type: 'object' }],
  ['type: object, properties: { Ref: { type: string } }, additionalProperties: false', { type: 'object' }],
  [
    "type: object, properties: { next: { $ref: '#/components/schemas/A' } }",
    { type: 'object', properties: { next: { $ref: '#/components/schemas/A' } } },
  ],
])('%s becomes the model %p', (schema, model) => {
  expect(modelOf(schema)).toEqual(model);
});

test('bodies refer to the model of their direction', () => {
  const { definition } = written({
    A: 'type: object, required: [id, key], properties: { id: { type: string, readOnly: true }, key: { type: string, writeOnly: true } }',
    ARequest: 'type: string',
  });
  const { put } = definition.paths['/v1/A'];
  const schema = (name: string) => ({ schema: { $ref: `#/components/schemas/${name}` } });
  expect(put.requestBody.content).toEqual({ 'application/json': schema('ARequest2') });
  expect(put.responses['200'].content).toEqual({ 'application/x+json': schema('A') });
  const { A, ARequest2, ARequest } = definition.components.schemas;
  expect(A).toEqual({ type: 'object', required: ['id'], properties: { id: { type: 'string' }, key: {} } });
  expect(ARequest2).toEqual({
    type: 'object',
    required: ['key'],
    properties: { id: {}, key: { type: 'string' } },
  });
  expect(ARequest).toEqual({ type: 'string' });
});

/** A model of so many bytes of JSON beside those of `{"A":{"enum":[""]}}` and `{"B":{"enum":["b"]}}`. */
const filledWith = (character: string, bytes: number) => {
  const around = JSON.stringify({ A: { enum: [''] }, B: { enum: ['b'] } }).length;
  const size = Buffer.byteLength(character);
  const count = Math.floor((bytes - around) / size);
  return character.repeat(count) + 'a'.repeat(bytes - around - count * size);
};

test.each(['a', 'é', '😀'])(
  'models as long as is allowed stay, and one byte more leaves all out (of %s)',
  (character) => {
    const { definition } = written({ A: `enum: [${filledWith(character, maxModelsBytes)}]`, B: 'enum: [b]' });
    expect(Buffer.byteLength(JSON.stringify(definition.components.schemas))).toBe(maxModelsBytes);
    expect(definition.paths['/v1/B'].put.requestBody).toBeDefined();
    const longer = written({ A: `enum: [${filledWith(character, maxModelsBytes + 1)}]`, B: 'enum: [b]' });
    expect(longer.definition.components).toBeUndefined();
    for (const path of ['/v1/A', '/v1/B'])
      expect(longer.definition.paths[path].put.requestBody).toBeUndefined();
  },
);

test.each([
  ['^[A-Z]{3}-[0-9]{2,4}(x|yy)?$', true],
  ['a.b', false],
  ['[a&&b]', false],
  ['[a[b]', false],
  ['(?:a)', false],
  ['\\p{Lu}', false],
  ['\\s', false],
])('whether Java takes what %s takes: %p', (pattern, expected) => {
  expect(isSharedWithJava(pattern)).toBe(expected);
});

/** Draft 2020-12 has numbers where draft 4 has booleans. */
function modern(model: unknown): unknown {
  const text = JSON.stringify(model)
    .replaceAll(/"minimum":([^,}]+),"exclusiveMinimum":true/g, '"exclusiveMinimum":$1')
    .replaceAll(/"maximum":([^,}]+),"exclusiveMaximum":true/g, '"exclusiveMaximum":$1');
  return JSON.parse(text);
}

test('models take every value that is made of their schemas, in both directions', () => {
  const { contract, definition } = written({
    Text: "type: string, pattern: '^[A-Z]{3}-[0-9]{2,4}(x|yy)?$'",
    Open: 'type: integer, exclusiveMinimum: 3, exclusiveMaximum: 5',
    Maybe: "type: [integer, 'null'], minimum: 2",
    Pair: 'type: array, prefixItems: [{ type: string }, { type: integer }], items: false',
    Both: 'allOf: [{ type: object, required: [a], properties: { a: { enum: [1, b] } } }, { type: object, properties: { c: { const: 4 } } }]',
    Either: "oneOf: [{ $ref: '#/components/schemas/Text' }, { $ref: '#/components/schemas/Maybe' }]",
    Tree: "type: object, required: [id, of], additionalProperties: false, properties: { id: { type: string, readOnly: true }, of: { type: array, maxItems: 2, items: { $ref: '#/components/schemas/Tree' } }, key: { type: string, writeOnly: true } }",
  });
  const ajv = new Ajv({ strict: false });
  ajv.addSchema({ $id: 'all', components: modern(definition.components) });
  const refused: unknown[] = [];
  for (const [name, schema] of contract.schemas)
    for (const direction of ['request', 'response'] as const) {
      const { put } = definition.paths[`/v1/${name}`];
      const content = direction === 'request' ? put.requestBody.content : put.responses['200'].content;
      const [media] = Object.values<{ schema: { $ref: string } }>(content);
      const validate = ajv.compile({ $ref: `all${media?.schema.$ref}` });
      for (let seed = 0; seed < 50; seed++) {
        const value = new ValueMaker(new Random(String(seed)), { useExamples: false, direction }).make(
          schema,
        );
        if (!validate(value)) refused.push([name, direction, value, validate.errors]);
      }
    }
  expect(refused).toEqual([]);
});

test('names of models are of ASCII letters and digits, and apart', () => {
  const { definition } = written({ Größe: 'type: object', Gre: 'type: string', 订单: 'type: integer' });
  expect(definition.components.schemas).toEqual({
    Gre2: { type: 'object' },
    Gre: { type: 'string' },
    Schema: { type: 'number' },
  });
});
