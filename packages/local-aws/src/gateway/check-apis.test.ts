import type { FunctionSpec, Json } from '../system.js';
import { checkApis } from './check-apis.js';
import { api, functionArn, integrationUri, proxy, withoutPlans } from './serve-apis.js';

const functionSpec: FunctionSpec = {
  place: { file: 'template.yaml', line: 1, column: 1 },
  logicalId: 'OrdersFunction',
  stack: '',
  functionName: 'orders',
  arn: functionArn,
  runtime: 'nodejs24.x',
  handler: 'api.handler',
  codeDir: '/tmp',
  memoryMb: 128,
  timeoutS: 3,
  environment: {},
  roleArn: 'arn:aws:iam::000000000000:role/r',
  policies: [],
};

function problemsOf(paths: Json, definition: { [key: string]: Json } = {}) {
  return checkApis({ apis: [api(paths, {}, definition)], functions: [functionSpec], ...withoutPlans });
}

const byStageVariable = ['arn:aws:lambda:eu-west-1:0:function:$', 'stageVariables.f}'].join('{');

const whats = (paths: Json, definition: { [key: string]: Json } = {}) =>
  problemsOf(paths, definition).map(({ what }) => what);

const integration = (more: { [key: string]: Json }) => ({
  'x-amazon-apigateway-integration': { ...proxy['x-amazon-apigateway-integration'], ...more },
});

test('a definition of supported methods has no problems', () => {
  const mock = {
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      responses: {
        default: { statusCode: '200' },
        '20\\d': { statusCode: '204', responseParameters: { 'method.response.header.X-A': "'b'" } },
      },
    },
  };
  const bearer = { bearer: { type: 'http', scheme: 'bearer' } };
  const paths = {
    '/v1/orders/{id}': { get: { ...proxy, security: [{ bearer: [] }] }, options: mock },
    '/v1/{proxy+}': { 'x-amazon-apigateway-any-method': proxy },
  };
  expect(problemsOf(paths, { components: { securitySchemes: bearer } })).toEqual([]);
});

test('a problem has the place of its API, a code, and what to do', () => {
  expect(
    problemsOf({ '/a': { get: integration({ type: 'http_proxy', uri: 'https://example.com' }) } }),
  ).toEqual([
    {
      place: { file: 'template.yaml', line: 7, column: 3 },
      code: 'unsupported-method',
      what: 'OrdersApi: GET /a: the integration type http_proxy is not supported',
      remedy: 'use aws_proxy, or mock with a literal answer',
    },
  ]);
});

test.each<[string, { [key: string]: Json }, string]>([
  ['no integration', {}, 'the method has no x-amazon-apigateway-integration'],
  [
    'a function by stage variable',
    integration({ uri: integrationUri(byStageVariable) }),
    `the integration's uri "${integrationUri(byStageVariable)}" names no function`,
  ],
  ['a timeout too long', integration({ timeoutInMillis: 29_001 }), 'timeoutInMillis is 29001'],
  ['a timeout too short', integration({ timeoutInMillis: 49 }), 'timeoutInMillis is 49'],
  ['another method than POST', integration({ httpMethod: 'GET' }), 'the integration\'s httpMethod is "GET"'],
  [
    'IAM authorization',
    { ...proxy, 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } },
    'x-amazon-apigateway-auth is AWS_IAM',
  ],
  [
    'a request validator',
    { ...proxy, 'x-amazon-apigateway-request-validator': 'all' },
    'x-amazon-apigateway-request-validator is not supported',
  ],
  [
    'a mock by template',
    {
      'x-amazon-apigateway-integration': {
        type: 'mock',
        requestTemplates: { 'application/json': '#if($a){"statusCode": 200}#end' },
      },
    },
    'the mock integration chooses its status by a template',
  ],
  [
    'a mock with a mapped header',
    {
      'x-amazon-apigateway-integration': {
        type: 'mock',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        responses: {
          default: { responseParameters: { 'method.response.header.X': 'method.request.header.X' } },
        },
      },
    },
    'method.response.header.X of the mock integration is not a literal in single quotes',
  ],
  [
    'a mock with a body template',
    {
      'x-amazon-apigateway-integration': {
        type: 'mock',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        responses: { default: { responseTemplates: { 'application/json': '$context.requestId' } } },
      },
    },
    "the mock integration's response is a template",
  ],
  [
    'signed requests',
    { ...proxy, security: [{ Signed: [] }] },
    "the security scheme Signed signs requests by AWS's keys",
  ],
  [
    'a Cognito authorizer',
    { ...proxy, security: [{ Pool: [] }] },
    'the authorizer Pool is of type "cognito_user_pools"',
  ],
  [
    'an authorizer without function',
    { ...proxy, security: [{ Lost: [] }] },
    'the authorizerUri of Lost names no function',
  ],
  [
    'an unknown identity source',
    { ...proxy, security: [{ Odd: [] }] },
    "the authorizer Odd has the identity source 'method.request.body.x'",
  ],
])('a method with %s is refused', (_, operation, what) => {
  const key = { type: 'apiKey', in: 'header' };
  const lambda = (more: { [name: string]: Json }) => ({
    ...key,
    name: 'Authorization',
    'x-amazon-apigateway-authorizer': { type: 'token', ...more },
  });
  const securitySchemes = {
    Key: { ...key, name: 'X-Api-Key' },
    Signed: { ...key, name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    Pool: lambda({ type: 'cognito_user_pools' }),
    Lost: lambda({}),
    Odd: lambda({ authorizerUri: integrationUri(functionArn), identitySource: 'method.request.body.x' }),
  };
  expect(whats({ '/a': { put: operation } }, { components: { securitySchemes } })).toEqual([
    `OrdersApi: PUT /a: ${what}`,
  ]);
});

test('the limits of a timeout are allowed themselves', () => {
  expect(
    whats({
      '/a': { get: integration({ timeoutInMillis: 29_000 }), put: integration({ timeoutInMillis: 50 }) },
    }),
  ).toEqual([]);
});

test('a function that no template has is named', () => {
  const unknown = 'arn:aws:lambda:eu-west-1:000000000000:function:nobody';
  expect(whats({ '/a': { get: integration({ uri: integrationUri(unknown) }) } })).toEqual([
    `OrdersApi: GET /a invokes ${unknown}, which no template has`,
  ]);
});

test.each([
  ['a', 'does not begin with /'],
  ['/a-{id}', 'has a parameter that is not a whole segment'],
  ['/{a+}/b', 'has a greedy parameter before its end'],
])('the path %s is refused: it %s', (path, fault) => {
  expect(whats({ [path]: { get: proxy } })).toEqual([`OrdersApi: ${path} ${fault}`]);
});

test('two parameters of different name below one resource are refused as API Gateway refuses them', () => {
  expect(
    whats({
      '/a/{id}': { get: proxy },
      '/a/{id}/b': { get: proxy },
      '/a/{name}/c': { get: proxy },
      '/{proxy+}': { get: proxy },
    }),
  ).toEqual(['OrdersApi: /a has both {id} and {name} below it']);
});

test('extensions that change an answer are refused where they stand', () => {
  expect(
    whats({ '/a': { get: proxy, 'x-amazon-apigateway-cors': {} } }, { 'x-amazon-apigateway-policy': {} }),
  ).toEqual([
    'OrdersApi: x-amazon-apigateway-policy is not supported',
    'OrdersApi: /a: x-amazon-apigateway-cors is not supported',
  ]);
});

test('an API without paths is refused', () => {
  expect(whats({})).toEqual(['OrdersApi: the definition has no paths']);
});

test('gateway responses that need a template language are refused', () => {
  const responses = {
    DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': 'method.request.header.X' } },
    UNAUTHORIZED: { responseTemplates: { 'application/json': '{"a":"$input.path"}' } },
    ACCESS_DENIED: { responseTemplates: { 'text/plain': 'no' } },
  };
  expect(whats({ '/a': { get: proxy } }, { 'x-amazon-apigateway-gateway-responses': responses })).toEqual([
    'OrdersApi: DEFAULT_4XX: gatewayresponse.header.X is not a header with a literal value',
    'OrdersApi: UNAUTHORIZED: the template of application/json is more than JSON with $context.error values',
    'OrdersApi: ACCESS_DENIED: the template of text/plain is more than JSON with $context.error values',
  ]);
});

test('a method that two APIs define is refused with both places', () => {
  const other = api(
    { '/v1/orders/{orderId}': { get: proxy, post: proxy } },
    { logicalId: 'OtherApi', place: { file: 'other.yaml', line: 3, column: 1 } },
  );
  const problems = checkApis({
    apis: [api({ '/v1/orders/{id}': { get: proxy } }), other],
    functions: [functionSpec],
    ...withoutPlans,
  });
  expect(problems.map(({ what }) => what)).toEqual([
    'OtherApi: GET /v1/orders/{orderId} is defined by OrdersApi too (template.yaml:7)',
  ]);
});

test('a parameter and a greedy one at the same place of two APIs are two routes', () => {
  const other = api({ '/v1/{proxy+}': { get: proxy } }, { logicalId: 'OtherApi' });
  expect(
    checkApis({
      apis: [api({ '/v1/{id}': { get: proxy } }), other],
      functions: [functionSpec],
      ...withoutPlans,
    }),
  ).toEqual([]);
});
