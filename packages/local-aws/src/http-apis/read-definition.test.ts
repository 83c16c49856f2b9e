import { closeApis, functionArn, integrationUri } from '../gateway/serve-apis.js';
import type { Json } from '../system.js';
import { readHttpDefinition } from './read-definition.js';
import { httpApi, serve } from './serve-http-api.js';

afterEach(closeApis);

const uri = integrationUri(functionArn);
const integration = { type: 'AWS_PROXY', uri, payloadFormatVersion: '2.0' };
const operation = { 'x-amazon-apigateway-integration': integration };

test('routes of a definition are served, with its CORS', async () => {
  const definition = {
    openapi: '3.0.1',
    'x-amazon-apigateway-cors': { allowOrigins: ['*'], allowMethods: ['GET'], maxAge: 5 },
    paths: {
      '/a/{id}': { get: operation, parameters: [] },
      '/b': { 'x-amazon-apigateway-any-method': operation },
      '/$default': { 'x-amazon-apigateway-any-method': operation },
    },
  };
  const served = await serve([httpApi([], { definition })]);
  for (const [method, path] of [
    ['GET', '/a/7'],
    ['PUT', '/b'],
    ['PUT', '/a/7'],
  ] as const)
    await served.call(method, path);
  expect(served.events.map(({ routeKey }) => routeKey)).toEqual(['GET /a/{id}', 'ANY /b', '$default']);
  const headers = { origin: 'https://a.example', 'access-control-request-method': 'GET' };
  const preflight = await served.call('OPTIONS', '/b', { headers });
  expect([preflight.status, preflight.headers['access-control-max-age']]).toEqual([204, '5']);
});

test('authorizers and scopes come from the first requirement of a route', () => {
  const scheme = (value: Json): Json => ({ 'x-amazon-apigateway-authorizer': value });
  const definition: Json = {
    paths: {
      '/jwt': { get: { ...operation, security: [{ jwt: ['a', 'b'] }, { other: [] }] } },
      '/asked': { get: { ...operation, security: [{ asked: [] }] } },
      '/open': { get: { ...operation, security: [] } },
    },
    components: {
      securitySchemes: {
        jwt: scheme({
          type: 'jwt',
          jwtConfiguration: { issuer: 'https://issuer.example', audience: ['web'] },
          identitySource: '$request.querystring.token',
        }),
        asked: scheme({
          type: 'request',
          authorizerUri: uri,
          authorizerPayloadFormatVersion: '2.0',
          enableSimpleResponses: true,
          authorizerResultTtlInSeconds: 60,
          identitySource: '$request.header.A, $context.http.method',
        }),
      },
    },
  };
  const { routes, faults } = readHttpDefinition(httpApi([], { definition }));
  expect(faults).toEqual([]);
  expect(routes.map(({ routeKey, authorizer, scopes }) => [routeKey, authorizer, scopes])).toEqual([
    [
      'GET /jwt',
      {
        kind: 'jwt',
        identitySource: { from: 'querystring', name: 'token' },
        issuer: 'https://issuer.example',
        audiences: ['web'],
      },
      ['a', 'b'],
    ],
    [
      'GET /asked',
      {
        ...{ kind: 'lambda', name: 'asked', functionArn, simpleResponses: true, resultTtlS: 60 },
        identitySources: [
          { from: 'header', name: 'A' },
          { from: 'context', name: 'http.method' },
        ],
      },
      [],
    ],
    ['GET /open', undefined, []],
  ]);
});

test('a function may be named by its ARN alone', () => {
  const plain = { 'x-amazon-apigateway-integration': { ...integration, uri: functionArn } };
  const { routes } = readHttpDefinition(httpApi([], { definition: { paths: { '/a': { get: plain } } } }));
  expect(routes).toMatchObject([{ functionArn, timeoutMs: 30_000 }]);
});
