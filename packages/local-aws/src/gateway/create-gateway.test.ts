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
  const { status, headers, body } = await served.call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([504, '{"message":"Endpoint request timed out"}']);
  expect(headers['x-amzn-errortype']).toBe('InternalServerErrorException');
  expect(served.errors).toEqual(['GET /v1/orders (orders): the function gave no answer within 50 ms']);
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
  expect(answered['x-amzn-errortype']).toBe('RequestTooLargeException');
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

const literalMock = {
  'x-amazon-apigateway-integration': {
    type: 'MOCK',
    requestTemplates: { 'application/json': '{ "statusCode" : 204 }' },
    responses: {
      default: { statusCode: '500' },
      '20\\d': {
        statusCode: '202',
        responseParameters: { 'method.response.header.X-Mocked': "'it''s'" },
        responseTemplates: { 'text/plain': 'mocked' },
      },
    },
  },
};

test('a mock answers with the response whose pattern fits its status, and beats the preflight of Cors', async () => {
  const cors = { allowOrigin: '*', allowCredentials: false };
  const served = await serveApis([api({ '/v1/orders': { options: literalMock } }, { cors })]);
  const { status, headers, body } = await served.call('OPTIONS', '/v1/orders');
  expect([status, body.toString()]).toEqual([202, 'mocked']);
  expect(headers).toMatchObject({ 'content-type': 'text/plain', 'x-mocked': "it''s" });
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test('a mock whose status fits no pattern answers by default, with the status of the template', async () => {
  const { 'x-amazon-apigateway-integration': integration } = literalMock;
  const mock = {
    ...literalMock,
    'x-amazon-apigateway-integration': { ...integration, responses: { default: {} } },
  };
  const served = await serveApis([api({ '/v1/orders': { get: mock } })]);
  const { status, headers } = await served.call('GET', '/v1/orders');
  expect([status, headers['content-type']]).toEqual([204, 'application/json']);
});

test('preflight without further configuration has origin and methods alone', async () => {
  const served = await serveApis([
    api({ '/a': { get: proxy } }, { cors: { allowOrigin: '*', allowCredentials: false } }),
  ]);
  const { headers } = await served.call('OPTIONS', '/a');
  const names = Object.keys(headers).filter((name) => name.startsWith('access-control'));
  expect(names.sort()).toEqual(['access-control-allow-methods', 'access-control-allow-origin']);
});

test('a fault of the gateway itself is 500 and the log has its stack', async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })], async () => {
    throw new TypeError('broken inside');
  });
  const { status, body } = await served.call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([500, '{"message":"Internal server error"}']);
  expect(served.errors).toEqual(['GET /v1/orders (orders): broken inside']);
  expect(served.lines).toEqual(['GET /v1/orders 500 orders']);
});

test("an API's response for all of 5xx adds its headers, with the status and message of the failure", async () => {
  const definition = {
    'x-amazon-apigateway-gateway-responses': {
      DEFAULT_5XX: {
        responseParameters: { 'gatewayresponse.header.X-Gateway': "'yes'" },
        responseTemplates: {
          'application/json': '{"id":"$context.requestId","text":"$context.error.message"}',
        },
      },
    },
  };
  const served = await serveApis([api({ '/v1/orders': { get: proxy } }, {}, definition)], async () =>
    answered(null),
  );
  const { status, headers, body } = await served.call('GET', '/v1/orders');
  expect([status, headers['x-gateway']]).toEqual([502, 'yes']);
  expect(JSON.parse(body.toString())).toEqual({
    id: headers['x-amzn-requestid'],
    text: 'Internal server error',
  });
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

test('an unknown path is answered as all APIs of the system agree on, and by the default where they do not', async () => {
  const missing = (statusCode: number) => ({
    'x-amazon-apigateway-gateway-responses': { MISSING_AUTHENTICATION_TOKEN: { statusCode } },
  });
  const statusOf = async (first: number, second: number) => {
    const served = await serveApis([
      api({ '/v1/orders': { get: proxy } }, {}, missing(first)),
      api({ '/v1/stock': { get: proxy } }, { logicalId: 'Stock' }, missing(second)),
    ]);
    return (await served.call('GET', '/nothing')).status;
  };
  expect([await statusOf(404, 404), await statusOf(404, 410)]).toEqual([404, 403]);
});
