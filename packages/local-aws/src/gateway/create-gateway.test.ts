import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, type InvokeOptions, type InvokeResult } from '../parts.js';
import type { ApiSpec, Json } from '../system.js';
import { createGateway } from './create-gateway.js';

const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:orders';
const uri = `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
const proxy = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } };

function api(paths: Json, more: Partial<ApiSpec> = {}, definition: { [key: string]: Json } = {}): ApiSpec {
  return {
    place: { file: 'template.yaml', line: 7, column: 3 },
    logicalId: 'OrdersApi',
    stack: 'Orders',
    restApiId: 'abcdefghij',
    stageName: 'dev',
    definition: { openapi: '3.0.1', paths, ...definition },
    binaryMediaTypes: [],
    stageVariables: {},
    ...more,
  };
}

interface ProxyEventSeen {
  readonly [member: string]: Json;
}

let server: Server | undefined;
let events: ProxyEventSeen[] = [];
let traceIds: (string | undefined)[] = [];
let errors: string[] = [];
let lines: string[] = [];

type Invoke = (functionArn: string, payload: string, options: InvokeOptions) => Promise<InvokeResult>;

const answered = (payload: unknown): InvokeResult => ({
  payload: JSON.stringify(payload),
  requestId: 'r',
  durationMs: 1,
});

async function serve(
  apis: ApiSpec[],
  invoke: Invoke = async () => answered({ statusCode: 200, body: 'ok' }),
) {
  const listener = createGateway({
    system: { apis, region: 'eu-west-1', accountId: '000000000000' },
    functions: {
      invoke(arn, payload, options) {
        events.push(JSON.parse(payload));
        traceIds.push(options.traceId);
        return invoke(arn, payload, options);
      },
    },
    output: {
      request: ({ method, path, status, functionName }) =>
        lines.push(`${method} ${path} ${status} ${functionName}`),
      event: () => undefined,
      log: () => undefined,
      error: (what) => errors.push(what),
    },
  });
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function call(
  method: string,
  path: string,
  sent: { headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { port } = server?.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { port, host: '127.0.0.1', method, path, headers: sent.headers ?? {} },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent.body);
  });
}

beforeEach(() => {
  events = [];
  traceIds = [];
  errors = [];
  lines = [];
});

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

test('the function gets the whole proxy event of payload format 1.0', async () => {
  await serve([api({ '/v1/orders/{id}/{rest+}': { post: proxy } }, { stageVariables: { tier: 'gold' } })]);
  await call('POST', '/v1/orders/a%20b/c/d%2Fe?x=1&x=2&y=a+b%26&z', {
    headers: {
      'X-Thing': ['1', '2'],
      'User-Agent': 'test/1',
      'Content-Type': 'application/json',
      Host: 'api.example.com',
    },
    body: '{"ä":1}',
  });
  const [event] = events;
  const context = event?.requestContext as { [key: string]: Json };
  const trace = (event?.headers as { [key: string]: string })['X-Amzn-Trace-Id'];
  expect(trace).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24}$/);
  expect(traceIds).toEqual([trace]);
  const { port } = server?.address() as AddressInfo;
  expect(event).toEqual({
    resource: '/v1/orders/{id}/{rest+}',
    path: '/v1/orders/a%20b/c/d%2Fe',
    httpMethod: 'POST',
    headers: {
      'X-Thing': '2',
      'User-Agent': 'test/1',
      'Content-Type': 'application/json',
      Host: 'api.example.com',
      'X-Amzn-Trace-Id': trace,
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Port': String(port),
      'X-Forwarded-Proto': 'http',
    },
    multiValueHeaders: {
      'X-Thing': ['1', '2'],
      'User-Agent': ['test/1'],
      'Content-Type': ['application/json'],
      Host: ['api.example.com'],
      'X-Amzn-Trace-Id': [trace],
      'X-Forwarded-For': ['127.0.0.1'],
      'X-Forwarded-Port': [String(port)],
      'X-Forwarded-Proto': ['http'],
    },
    queryStringParameters: { x: '2', y: 'a b&', z: '' },
    multiValueQueryStringParameters: { x: ['1', '2'], y: ['a b&'], z: [''] },
    pathParameters: { id: 'a b', rest: 'c/d/e' },
    stageVariables: { tier: 'gold' },
    requestContext: {
      resourceId: expect.stringMatching(/^[\da-z]{6}$/),
      resourcePath: '/v1/orders/{id}/{rest+}',
      httpMethod: 'POST',
      extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
      requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      path: '/dev/v1/orders/a%20b/c/d%2Fe',
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'dev',
      domainPrefix: 'api',
      requestTimeEpoch: expect.any(Number),
      requestId: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: '127.0.0.1',
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: 'test/1',
        user: null,
      },
      domainName: 'api.example.com',
      deploymentId: expect.stringMatching(/^[\da-z]{6}$/),
      apiId: 'abcdefghij',
    },
    body: '{"ä":1}',
    isBase64Encoded: false,
  });
  const sentAt = Date.parse(String(context.requestTime).replace(/^(\d\d)\/(\w+)\/(\d{4}):/, '$2 $1 $3 '));
  expect(sentAt).toBe(Math.floor(Number(context.requestTimeEpoch) / 1000) * 1000);
});

test('what a request does not have is null in the event', async () => {
  await serve([api({ '/v1/orders': { get: proxy } })]);
  await call('GET', '/v1/orders');
  expect(events[0]).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
});

test('a trace and the addresses that a proxy before the gateway noted go on', async () => {
  await serve([api({ '/v1/orders': { get: proxy } })]);
  const traceId = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
  const { headers } = await call('GET', '/v1/orders', {
    headers: { 'x-amzn-trace-id': traceId, 'x-forwarded-for': '10.0.0.1' },
  });
  expect(events[0]?.headers).toMatchObject({
    'X-Amzn-Trace-Id': traceId,
    'X-Forwarded-For': '10.0.0.1, 127.0.0.1',
  });
  expect(traceIds).toEqual([traceId]);
  expect(headers['x-amzn-trace-id']).toBe(traceId);
});

test('headers of the connection do not reach the function', async () => {
  await serve([api({ '/v1/orders': { post: proxy } })]);
  await call('POST', '/v1/orders', {
    headers: { Connection: 'close', 'Content-Length': '2', TE: 'trailers', 'WWW-Authenticate': 'x' },
    body: '{}',
  });
  const names = Object.keys(events[0]?.headers as object).map((name) => name.toLowerCase());
  expect(
    names.filter((name) => ['connection', 'content-length', 'te', 'www-authenticate'].includes(name)),
  ).toEqual([]);
});

test('an unknown path, an unknown method and the stage as prefix are answered as AWS answers unknown routes', async () => {
  await serve([api({ '/v1/orders': { get: proxy } })]);
  for (const [method, path] of [
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/orders'],
    ['GET', '/dev/v1/orders'],
    ['GET', '/v1'],
  ] as const) {
    const { status, headers, body } = await call(method, path);
    expect([path, status, body.toString()]).toEqual([
      path,
      403,
      '{"message":"Missing Authentication Token"}',
    ]);
    expect(headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  }
  expect(events).toEqual([]);
  expect(lines).toContain('DELETE /v1/orders 403 undefined');
});

test('a path finds its fixed resource before a parameter and a parameter before a greedy one', async () => {
  await serve([
    api({
      '/v1/orders/recent': { get: proxy },
      '/v1/orders/{id}': { get: proxy },
      '/v1/orders/{id}/lines/{line}': { get: proxy },
    }),
    api(
      { '/v1/{proxy+}': { 'x-amazon-apigateway-any-method': proxy }, '/': { get: proxy } },
      { logicalId: 'Rest' },
    ),
  ]);
  const resources = async (...paths: string[]) => {
    events = [];
    for (const path of paths) await call('GET', path);
    return events.map(({ resource, pathParameters }) => [resource, pathParameters]);
  };
  expect(
    await resources(
      '/v1/orders/recent',
      '/v1/orders/7',
      '/v1/orders/7/',
      '/v1/orders/7/lines/2',
      '/v1/orders/7/lines',
      '/v1/other',
      '/',
    ),
  ).toEqual([
    ['/v1/orders/recent', null],
    ['/v1/orders/{id}', { id: '7' }],
    ['/v1/orders/{id}', { id: '7' }],
    ['/v1/orders/{id}/lines/{line}', { id: '7', line: '2' }],
    ['/v1/{proxy+}', { proxy: 'orders/7/lines' }],
    ['/v1/{proxy+}', { proxy: 'other' }],
    ['/', null],
  ]);
});

test('the answer is the status, headers and body that the function returned', async () => {
  await serve([api({ '/v1/orders': { post: proxy } })], async () =>
    answered({
      statusCode: '201',
      headers: {
        Location: '/v1/orders/1',
        'X-Both': 'single',
        'Content-Length': '3',
        'Transfer-Encoding': 'chunked',
      },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'x-both': ['1', '2'] },
      body: 'ü',
    }),
  );
  const { status, headers, body } = await call('POST', '/v1/orders', { body: '{}' });
  expect(status).toBe(201);
  expect(body.toString()).toBe('ü');
  expect(headers).toMatchObject({
    location: '/v1/orders/1',
    'set-cookie': ['a=1', 'b=2'],
    'x-both': '1, 2',
    'content-type': 'application/json',
    'content-length': '2',
    'x-amzn-remapped-content-length': '3',
  });
  expect(headers['x-amzn-requestid']).toBe((events[0]?.requestContext as { requestId: string }).requestId);
  expect(lines).toEqual(['POST /v1/orders 201 orders']);
});

test('an empty answer object is 200 without a body', async () => {
  await serve([api({ '/v1/orders': { get: proxy } })], async () => answered({}));
  const { status, body } = await call('GET', '/v1/orders');
  expect([status, body.length]).toEqual([200, 0]);
});

test.each([
  ['null', null, 'it is null and not an object'],
  ['an unknown member', { statusCode: 200, status: 1 }, "it has a member 'status'"],
  ['a body that is no text', { statusCode: 200, body: { a: 1 } }, 'body is object and not text'],
  [
    'a header that is a number',
    { statusCode: 200, headers: { 'X-A': 1 } },
    'the header X-A is 1 and not text',
  ],
  ['headers in a list', { statusCode: 200, headers: ['a'] }, 'headers is no object'],
  [
    'many values that are no list',
    { statusCode: 200, multiValueHeaders: { a: 'b' } },
    'the multiValueHeaders a are no list of texts',
  ],
  ['a status out of range', { statusCode: 600 }, 'statusCode is 600'],
  ['a status below the range', { statusCode: 99 }, 'statusCode is 99'],
  ['a status that is a word', { statusCode: 'ok' }, 'statusCode is "ok"'],
  ['isBase64Encoded as text', { isBase64Encoded: 'true' }, 'isBase64Encoded is no boolean'],
])('an answer with %s is 502 and the log says why', async (_, payload, why) => {
  await serve([api({ '/v1/orders': { get: proxy } })], async () => answered(payload));
  const { status, body } = await call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([502, '{"message":"Internal server error"}']);
  expect(errors).toEqual([`GET /v1/orders (orders): the function's answer is no proxy response: ${why}`]);
});

test("a function's error is 502, Lambda's refusal 500", async () => {
  await serve([api({ '/v1/orders': { get: proxy } })], async () => ({
    ...answered({ errorMessage: 'no' }),
    functionError: 'Unhandled',
  }));
  expect((await call('GET', '/v1/orders')).status).toBe(502);
  expect(errors).toEqual(['GET /v1/orders (orders): the function failed: {"errorMessage":"no"}']);
  server?.closeAllConnections();
  server?.close();
  await serve([api({ '/v1/orders': { get: proxy } })], async () => {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  });
  const { status, body, headers } = await call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([500, '{"message":"Internal server error"}']);
  expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException');
  expect(errors[1]).toMatch('Lambda refused the invocation: TooManyRequestsException: Rate Exceeded.');
});

test("an integration's timeout is answered 504 while the function goes on", async () => {
  const slow = {
    'x-amazon-apigateway-integration': { ...proxy['x-amazon-apigateway-integration'], timeoutInMillis: 50 },
  };
  let end: (result: InvokeResult) => void = () => undefined;
  await serve([api({ '/v1/orders': { get: slow } })], () => new Promise((resolve) => (end = resolve)));
  const { status, body } = await call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([504, '{"message":"Endpoint request timed out"}']);
  end(answered({}));
});

test('a body of ten mebibytes passes, one byte more is 413', async () => {
  await serve([api({ '/v1/orders': { post: proxy } })]);
  const limit = 10 * 1024 * 1024;
  expect((await call('POST', '/v1/orders', { body: Buffer.alloc(limit, 97) })).status).toBe(200);
  expect(String(events[0]?.body)).toHaveLength(limit);
  const { status, body } = await call('POST', '/v1/orders', {
    headers: { 'Content-Length': String(limit + 1) },
  }).catch(() => ({ status: 0, body: Buffer.alloc(0) }));
  expect([status, body.toString()]).toEqual([413, '{"message":"Request Too Long"}']);
});

test('headers beyond 10240 bytes are refused', async () => {
  await serve([api({ '/v1/orders': { get: proxy } })]);
  expect((await call('GET', '/v1/orders', { headers: { 'X-Long': 'a'.repeat(9_900) } })).status).toBe(200);
  expect((await call('GET', '/v1/orders', { headers: { 'X-Long': 'a'.repeat(10_240) } })).status).toBe(431);
});

test('a body of a binary media type reaches the function in base64', async () => {
  await serve([api({ '/v1/pictures': { post: proxy } }, { binaryMediaTypes: ['image/png'] })]);
  await call('POST', '/v1/pictures', {
    headers: { 'Content-Type': 'image/png; q=1' },
    body: Buffer.from([0, 255]),
  });
  await call('POST', '/v1/pictures', { headers: { 'Content-Type': 'image/jpeg' }, body: 'text' });
  expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    ['AP8=', true],
    ['text', false],
  ]);
});

test('with */* every body is base64, and no body stays null', async () => {
  await serve([api({ '/v1/pictures': { post: proxy } }, { binaryMediaTypes: ['*/*'] })]);
  await call('POST', '/v1/pictures', { body: 'text' });
  await call('POST', '/v1/pictures');
  expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    ['dGV4dA==', true],
    [null, false],
  ]);
});

test('a base64 answer is decoded only for a client whose first Accept is a binary media type', async () => {
  await serve([api({ '/v1/pictures': { get: proxy } }, { binaryMediaTypes: ['image/png'] })], async () =>
    answered({
      statusCode: 200,
      headers: { 'Content-Type': 'image/png' },
      body: 'AP8=',
      isBase64Encoded: true,
    }),
  );
  const bodyFor = async (accept: string) =>
    (await call('GET', '/v1/pictures', { headers: { Accept: accept } })).body;
  expect(await bodyFor('image/png, text/html')).toEqual(Buffer.from([0, 255]));
  expect((await bodyFor('text/html, image/png')).toString()).toBe('AP8=');
});

test("preflight requests get SAM's mock with the configured headers on every path", async () => {
  const cors = {
    allowOrigin: 'https://shop.example',
    allowHeaders: 'Authorization',
    maxAgeS: 600,
    allowCredentials: true,
  };
  await serve([
    api(
      {
        '/v1/orders': { get: proxy, post: proxy },
        '/v1/orders/{id}': { 'x-amazon-apigateway-any-method': proxy },
      },
      { cors },
    ),
  ]);
  const { status, headers, body } = await call('OPTIONS', '/v1/orders');
  expect([status, body.toString()]).toEqual([200, '{}\n']);
  expect(headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-methods': 'GET,OPTIONS,POST',
    'access-control-allow-headers': 'Authorization',
    'access-control-max-age': '600',
    'access-control-allow-credentials': 'true',
  });
  const any = await call('OPTIONS', '/v1/orders/1');
  expect(any.headers['access-control-allow-methods']).toBe('DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT');
  expect(events).toEqual([]);
});

test("an API's own gateway responses replace the defaults", async () => {
  const definition = {
    'x-amazon-apigateway-gateway-responses': {
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } },
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: 404,
        responseTemplates: {
          'application/json': '{"title":$context.error.messageString,"type":"$context.error.responseType"}',
        },
      },
    },
  };
  await serve([api({ '/v1/orders': { get: proxy } }, {}, definition)]);
  const { status, body } = await call('GET', '/nothing');
  expect([status, body.toString()]).toEqual([
    404,
    '{"title":"Missing Authentication Token","type":"MISSING_AUTHENTICATION_TOKEN"}',
  ]);
});
