import { AwsError, type InvokeResult } from '../parts.js';
import { answered, api, closeApis, proxy, serveApis } from './serve-apis.js';

afterEach(closeApis);

test('an unknown path, an unknown method and the stage as prefix are answered as AWS answers unknown routes', async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })]);
  for (const [method, path] of [
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/orders'],
    ['GET', '/dev/v1/orders'],
    ['GET', '/v1'],
  ] as const) {
    const { status, headers, body } = await served.call(method, path);
    expect([path, status, body.toString()]).toEqual([
      path,
      403,
      '{"message":"Missing Authentication Token"}',
    ]);
    expect(headers['x-amzn-errortype']).toBe('MissingAuthenticationTokenException');
  }
  expect(served.events).toEqual([]);
  expect(served.lines).toContain('DELETE /v1/orders 403 undefined');
});

test('a path finds its fixed resource before a parameter and a parameter before a greedy one', async () => {
  const served = await serveApis([
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
    served.events.length = 0;
    for (const path of paths) await served.call('GET', path);
    return served.events.map(({ resource, pathParameters }) => [resource, pathParameters]);
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

test('two APIs may serve methods of one path, each with its own parameter name', async () => {
  const served = await serveApis([
    api({ '/v1/orders/{id}': { get: proxy } }),
    api({ '/v1/orders/{orderId}': { post: proxy } }, { logicalId: 'Other', restApiId: 'other' }),
  ]);
  await served.call('GET', '/v1/orders/7');
  await served.call('POST', '/v1/orders/8');
  expect(served.events.map(({ pathParameters }) => pathParameters)).toEqual([{ id: '7' }, { orderId: '8' }]);
});

test("a function's error is 502, Lambda's refusal 500", async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })], async () => ({
    ...answered({ errorMessage: 'no' }),
    functionError: 'Unhandled',
  }));
  expect((await served.call('GET', '/v1/orders')).status).toBe(502);
  expect(served.errors).toEqual(['GET /v1/orders (orders): the function failed: {"errorMessage":"no"}']);
  const second = await serveApis([api({ '/v1/orders': { get: proxy } })], async () => {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  });
  const { status, body, headers } = await second.call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([500, '{"message":"Internal server error"}']);
  expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException');
  expect(second.errors[0]).toMatch('Lambda refused the invocation: TooManyRequestsException: Rate Exceeded.');
});

test("an integration's timeout is answered 504 while the function goes on", async () => {
  const slow = {
    'x-amazon-apigateway-integration': { ...proxy['x-amazon-apigateway-integration'], timeoutInMillis: 50 },
  };
  let end: (result: InvokeResult) => void = () => undefined;
  const served = await serveApis(
    [api({ '/v1/orders': { get: slow } })],
    () => new Promise((resolve) => (end = resolve)),
  );
  const { status, body } = await served.call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([504, '{"message":"Endpoint request timed out"}']);
  end(answered({}));
});

test('a body of ten mebibytes passes, one byte more is 413', async () => {
  const served = await serveApis([api({ '/v1/orders': { post: proxy } })]);
  const limit = 10 * 1024 * 1024;
  expect((await served.call('POST', '/v1/orders', { body: Buffer.alloc(limit, 97) })).status).toBe(200);
  expect(String(served.events[0]?.body)).toHaveLength(limit);
  const { status, body } = await served
    .call('POST', '/v1/orders', {
      headers: { 'Content-Length': String(limit + 1) },
    })
    .catch(() => ({ status: 0, body: Buffer.alloc(0) }));
  expect([status, body.toString()]).toEqual([413, '{"message":"Request Too Long"}']);
});

test('a body without a length is cut off at the limit too', async () => {
  const served = await serveApis([api({ '/v1/orders': { post: proxy } })]);
  const body = Buffer.alloc(10 * 1024 * 1024 + 1);
  const headers = { 'Transfer-Encoding': 'chunked' };
  const { status, headers: answered } = await served.call('POST', '/v1/orders', { headers, body });
  expect([status, answered.connection]).toEqual([413, 'close']);
  expect(served.events).toEqual([]);
});

test('an empty segment is no value of a parameter', async () => {
  const served = await serveApis([
    api({ '/v1/orders/{id}/lines': { get: proxy }, '/v1/orders': { get: proxy } }),
  ]);
  expect((await served.call('GET', '/v1/orders//lines')).status).toBe(403);
  expect((await served.call('GET', '/v1/orders/')).status).toBe(200);
});

test('headers beyond 10240 bytes are refused', async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })]);
  expect((await served.call('GET', '/v1/orders', { headers: { 'X-Long': 'a'.repeat(9_900) } })).status).toBe(
    200,
  );
  expect((await served.call('GET', '/v1/orders', { headers: { 'X-Long': 'a'.repeat(10_240) } })).status).toBe(
    431,
  );
});

test("preflight requests get SAM's mock with the configured headers on every path", async () => {
  const cors = {
    allowOrigin: 'https://shop.example',
    allowHeaders: 'Authorization',
    maxAgeS: 600,
    allowCredentials: true,
  };
  const served = await serveApis([
    api(
      {
        '/v1/orders': { get: proxy, post: proxy },
        '/v1/orders/{id}': { 'x-amazon-apigateway-any-method': proxy },
      },
      { cors },
    ),
  ]);
  const { status, headers, body } = await served.call('OPTIONS', '/v1/orders');
  expect([status, body.toString()]).toEqual([200, '{}\n']);
  expect(headers).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-methods': 'GET,OPTIONS,POST',
    'access-control-allow-headers': 'Authorization',
    'access-control-max-age': '600',
    'access-control-allow-credentials': 'true',
  });
  const any = await served.call('OPTIONS', '/v1/orders/1');
  expect(any.headers['access-control-allow-methods']).toBe('DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT');
  expect(served.events).toEqual([]);
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
  const served = await serveApis([api({ '/v1/orders': { get: proxy } }, {}, definition)]);
  const { status, body } = await served.call('GET', '/nothing');
  expect([status, body.toString()]).toEqual([
    404,
    '{"title":"Missing Authentication Token","type":"MISSING_AUTHENTICATION_TOKEN"}',
  ]);
});
