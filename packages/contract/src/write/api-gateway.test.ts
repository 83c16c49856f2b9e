import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readContract } from '../read/contract.js';
import { writeApiGateway } from './api-gateway.js';

const directory = mkdtempSync(join(tmpdir(), 'api gateway '));
afterAll(() => rmSync(directory, { recursive: true }));

function definitionOf(paths: string, more = '') {
  const text = `openapi: 3.1.0\ninfo: { title: Gift Cards, version: 1.2.3 }\n${more}\npaths:\n${paths}`;
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  const written = writeApiGateway(contract).text;
  expect(writeApiGateway(contract).text).toBe(written);
  return { written, definition: parse(written) };
}

const ok = "responses: { '200': { description: It } }";
const id = '{ name: id, in: path, required: true, schema: { type: integer } }';
const any = 'x-amazon-apigateway-any-method';

test('every operation leads to the function of the service, with its parameters', () => {
  const { written, definition } = definitionOf(`
  /v1/cards/{id}:
    get:
      operationId: getCard
      parameters:
        - ${id}
        - { name: limit, in: query, schema: { type: integer } }
        - { name: 'filter[a]', in: query, schema: { type: string } }
        - { name: X-Tenant, in: header, required: true, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      responses: { '200': { description: It }, 4XX: { description: Not so } }`);
  expect(written).toMatch(
    /^# Generated from openapi.yaml by @atoll\/contract. Do not edit.\nopenapi: 3.0.1\n/,
  );
  expect(definition.info).toEqual({ title: 'Gift Cards', version: '1.2.3' });
  const uri =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${GiftCardsFunction.Arn}/invocations';
  expect(definition.paths['/v1/cards/{id}'].get).toEqual({
    operationId: 'getCard',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      { name: 'limit', in: 'query', required: false, schema: { type: 'string' } },
      { name: 'x-tenant', in: 'header', required: true, schema: { type: 'string' } },
    ],
    responses: { '200': { description: 'It' } },
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: { 'Fn::Sub': uri },
      passthroughBehavior: 'when_no_match',
    },
  });
});

test('the latency budget of an operation stands beside its id, for its alarm', () => {
  const { definition } = definitionOf(`
  /v1/cards:
    get: { operationId: listCards, x-latency-p95-ms: 300, ${ok} }
    post: { operationId: addCard, ${ok} }`);
  expect(definition.paths['/v1/cards'].get['x-latency-p95-ms']).toBe(300);
  expect(definition.paths['/v1/cards'].post).not.toHaveProperty('x-latency-p95-ms');
});

test('what is not declared below the paths of the service is caught, and nothing that another service may own', () => {
  const { definition } = definitionOf(`
  /v1/cards: { post: { operationId: addCard, ${ok} } }
  /v1/cards/{id}/lines: { get: { operationId: getLines, parameters: [${id}], ${ok} } }
  /v1/cards/special: { get: { operationId: getSpecial, ${ok} } }
  /health: { get: { operationId: getHealth, ${ok} } }`);
  const methods = Object.entries<object>(definition.paths).map(([path, item]) => [path, Object.keys(item)]);
  expect(methods).toEqual([
    ['/v1/cards', ['post', any]],
    ['/v1/cards/special', ['get', any]],
    ['/v1/cards/special/{proxy+}', [any]],
    ['/v1/cards/{id}', [any]],
    ['/v1/cards/{id}/lines', ['get', any]],
    ['/v1/cards/{id}/lines/{proxy+}', [any]],
    ['/v1/cards/{id}/{proxy+}', [any]],
    ['/health', ['get', any]],
  ]);
  expect(definition.paths['/v1/cards/special/{proxy+}'][any].parameters).toEqual([
    { name: 'proxy', in: 'path', required: true, schema: { type: 'string' } },
  ]);
});

test('the root of a service is its own path', () => {
  const { definition } = definitionOf(`  /: { get: { operationId: getRoot, ${ok} } }`);
  expect(Object.keys(definition.paths)).toEqual(['/']);
});

test('a path with a slash at its end is the resource without, as API Gateway has it', () => {
  const { definition } = definitionOf(`
  /v1/cards/: { get: { operationId: listCards, ${ok} } }
  /v1/cards: { post: { operationId: addCard, ${ok} } }`);
  expect(Object.keys(definition.paths)).toEqual(['/v1/cards', '/v1/cards/{proxy+}']);
  expect(Object.keys(definition.paths['/v1/cards'])).toEqual(expect.arrayContaining(['get', 'post']));
});

test('variable parts at one place share a name, as API Gateway takes only one of them', () => {
  const other = id.replace('id', 'card');
  const { definition } = definitionOf(`
  /v1/cards/{id}: { get: { operationId: getCard, parameters: [${id}], ${ok} } }
  /v1/cards/{card}/lines: { get: { operationId: getLines, parameters: [${other}], ${ok} } }`);
  expect(Object.keys(definition.paths)).toContain('/v1/cards/{id}/lines');
  expect(definition.paths['/v1/cards/{id}/lines'].get.parameters).toMatchObject([{ name: 'id' }]);
});

test.each([
  ['application/json', undefined],
  ['application/problem+json', undefined],
  ['text/csv', undefined],
  ['application/json; charset=utf-8', undefined],
  ['application/x-www-form-urlencoded', undefined],
  ['image/png', ['*/*']],
  ['image/*', ['*/*']],
])('an answer of %s makes these media types binary: %p', (mediaType, expected) => {
  const { definition } = definitionOf(
    `  /v1/a: { get: { operationId: getA, responses: { '200': { description: It, content: { '${mediaType}': {} } } } } }`,
  );
  expect(definition['x-amazon-apigateway-binary-media-types']).toEqual(expected);
});

test('a binary request body makes every type binary too', () => {
  const { definition } = definitionOf(
    `  /v1/a: { put: { operationId: putA, requestBody: { content: { application/pdf: {} } }, ${ok} } }`,
  );
  expect(definition['x-amazon-apigateway-binary-media-types']).toEqual(['*/*']);
});

const schemes = `components:
  securitySchemes:
    partner: { type: apiKey, in: header, name: X-API-Key }
    other: { type: apiKey, in: header, name: X-Other-Key }
    inQuery: { type: apiKey, in: query, name: x-api-key }
    bearer: { type: http, scheme: bearer }`;

test.each([
  ['[{ partner: [] }]', true],
  ['[{ partner: [], bearer: [] }]', true],
  ['[{ bearer: [], partner: [] }, { partner: [] }]', true],
  ['[{ partner: [] }, { bearer: [] }]', false],
  ['[{}, { partner: [] }]', false],
  ['[{ other: [] }]', false],
  ['[{ inQuery: [] }]', false],
  ['[{ bearer: [] }]', false],
  ['[]', false],
])('with the security %s, that API Gateway checks a key is %p', (security, expected) => {
  const { definition } = definitionOf(
    `  /v1/a: { get: { operationId: getA, security: ${security}, ${ok} } }`,
    schemes,
  );
  const { get, [any]: other } = definition.paths['/v1/a'];
  expect([get.security, other.security]).toEqual([expected ? [{ api_key: [] }] : undefined, undefined]);
  expect(definition['x-amazon-apigateway-api-key-source']).toBe(expected ? 'HEADER' : undefined);
  expect(definition.components?.securitySchemes).toEqual(
    expected ? { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } : undefined,
  );
  const responses = Object.keys(definition['x-amazon-apigateway-gateway-responses']);
  expect(['INVALID_API_KEY', 'QUOTA_EXCEEDED'].map((each) => responses.includes(each))).toEqual([
    expected,
    expected,
  ]);
});

test('what API Gateway takes in no path is a variable to it, which the service looks into', () => {
  const { definition } = definitionOf(`
  /v1/订单/all.v1_a-b:c:
    get: { operationId: getAll, ${ok} }
  /v1/größe/{id}:
    put: { operationId: putSize, parameters: [${id}], ${ok} }`);
  expect(Object.keys(definition.paths)).toEqual([
    '/v1/{__}',
    '/v1/{__}/all.v1_a-b:c',
    '/v1/{__}/all.v1_a-b:c/{proxy+}',
    '/v1/{__}/{id}',
    '/v1/{__}/{id}/{proxy+}',
  ]);
});
