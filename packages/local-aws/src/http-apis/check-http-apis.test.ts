import { functionArn, integrationUri } from '../gateway/serve-apis.js';
import type { HttpAuthorizerSpec, Json } from '../system.js';
import { checkHttpApis } from './check-http-apis.js';
import { httpApi, route } from './serve-http-api.js';

const functions = [{ arn: functionArn }];

test('what cannot be served is told', () => {
  const lost: HttpAuthorizerSpec = {
    kind: 'lambda',
    name: 'Lost',
    functionArn: 'arn:lost',
    identitySources: [],
    simpleResponses: true,
    resultTtlS: 0,
  };
  const routes = [
    route('GET /a/{b}/x'),
    route('GET /a/{c}/x'),
    route('GET /a-{b}'),
    route('GET /{b+}/x'),
    route('GET /l', { authorizer: lost }),
    route('$default'),
    route('$default'),
  ];
  expect(
    checkHttpApis({ httpApis: [httpApi(routes)], functions }).map(({ code, what }) => `${code} ${what}`),
  ).toEqual([
    'invalid-path Api: GET /a-{b} has a parameter that is not a whole segment',
    'invalid-path Api: GET /{b+}/x has a greedy parameter before its end',
    'unknown-function Api: the authorizer Lost is arn:lost, which no template has',
    'duplicate-route Api: GET /a/{c}/x is a route already (template.yaml:5)',
    'duplicate-route Api: $default is a route already (template.yaml:5)',
  ]);
});

test('what a definition asks and is not played is told by its route', () => {
  const uri = integrationUri(functionArn);
  const proxy = { type: 'aws_proxy', uri, payloadFormatVersion: '2.0' };
  const operation = (integration: { [name: string]: Json }, security?: string): Json => ({
    'x-amazon-apigateway-integration': { ...proxy, ...integration },
    ...(security !== undefined && { security: [{ [security]: [] }] }),
  });
  const authorizer = (value: Json): Json => ({ 'x-amazon-apigateway-authorizer': value });
  const definition: Json = {
    'x-amazon-apigateway-policy': {},
    paths: {
      '/format': { get: operation({ payloadFormatVersion: '1.0' }) },
      '/http': { get: operation({ type: 'http_proxy' }) },
      '/long': { get: operation({ timeoutInMillis: 30_001 }), put: operation({ timeoutInMillis: 30_000 }) },
      '/lost': { get: operation({ uri: integrationUri(`${functionArn}s`) }) },
      '/basic': { get: operation({}, 'basic') },
      '/jwt': { get: operation({}, 'jwt') },
      '/old': { get: operation({}, 'old') },
      '/nowhere': { get: operation({}, 'nowhere') },
      '/source': { get: operation({}, 'source') },
    },
    components: {
      securitySchemes: {
        basic: { type: 'http', scheme: 'basic' },
        jwt: authorizer({ type: 'jwt' }),
        old: authorizer({ type: 'request', authorizerUri: uri, authorizerPayloadFormatVersion: '1.0' }),
        nowhere: authorizer({ type: 'request' }),
        source: authorizer({ type: 'jwt', jwtConfiguration: { issuer: 'a' }, identitySource: 'body.x' }),
      },
    },
  };
  expect(
    checkHttpApis({ httpApis: [httpApi([], { definition })], functions }).map(({ what }) => what),
  ).toEqual([
    'Api: its definition: x-amazon-apigateway-policy is not played',
    'Api: GET /format: it has another payload format than 2.0',
    'Api: GET /http: it does not lead to a function',
    'Api: GET /long: timeoutInMillis is 30001',
    'Api: GET /basic: the security scheme basic has no JWT or Lambda authorizer',
    'Api: GET /jwt: a JWT authorizer has no issuer',
    'Api: GET /old: old has another payload format than 2.0',
    'Api: GET /nowhere: the authorizerUri of nowhere names no function',
    "Api: GET /source: the identity source 'body.x' is not played",
    `Api: GET /lost invokes ${functionArn}s, which no template has`,
  ]);
});
