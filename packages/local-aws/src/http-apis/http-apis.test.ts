import { answered, api, closeApis, proxy, serveApis } from '../gateway/serve-apis.js';
import { AwsError } from '../parts.js';
import { httpApi, route, serve } from './serve-http-api.js';

afterEach(closeApis);

test('a function gets the event of payload format 2.0', async () => {
  const served = await serve([httpApi([route('POST /orders/{id}')], { stageVariables: { a: 'b' } })]);
  await served.call('POST', '/orders/7%2F8?a=1&b=2&a=3', {
    headers: [
      'Host',
      'shop.example:1',
      'X-Many',
      '1',
      'X-Many',
      '2',
      'Cookie',
      'a=1; b=2',
      'Content-Type',
      'application/json',
      'User-Agent',
      'me',
    ],
    body: '{"x":1}',
  });
  const [event] = served.events;
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'POST /orders/{id}',
    rawPath: '/orders/7%2F8',
    rawQueryString: 'a=1&b=2&a=3',
    cookies: ['a=1', 'b=2'],
    headers: expect.objectContaining({ 'x-many': '1,2', 'content-length': '7', 'user-agent': 'me' }),
    queryStringParameters: { a: '1,3', b: '2' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'abc',
      domainName: 'shop.example:1',
      domainPrefix: 'shop',
      http: {
        method: 'POST',
        path: '/orders/7%2F8',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'me',
      },
      requestId: expect.any(String),
      routeKey: 'POST /orders/{id}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    pathParameters: { id: '7/8' },
    stageVariables: { a: 'b' },
    body: '{"x":1}',
    isBase64Encoded: false,
  });
  expect(Object.keys(event?.headers ?? {})).not.toContain('cookie');
});

test('what a request does not have is left out, and a named stage begins the path', async () => {
  const served = await serve([httpApi([route('GET /orders')], { stageName: 'v1' })]);
  await served.call('GET', '/orders');
  const [event] = served.events;
  expect(event).toMatchObject({ rawPath: '/v1/orders', rawQueryString: '', isBase64Encoded: false });
  for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body'])
    expect(event).not.toHaveProperty(name);
});

test.each([
  ['application/json', false],
  ['application/problem+json; charset=utf-8', false],
  ['text/csv', false],
  ['application/xml', false],
  ['application/x-www-form-urlencoded', true],
  ['application/jsonlines', true],
  ['image/png', true],
])('a body of %s goes to the function as base64: %p', async (type, expected) => {
  const served = await serve([httpApi([route('POST /a')])]);
  await served.call('POST', '/a', { headers: { 'Content-Type': type }, body: 'x=1' });
  expect(served.events[0]).toMatchObject({ isBase64Encoded: expected, body: expected ? 'eD0x' : 'x=1' });
});

test.each([
  [{ statusCode: 201, body: 'a' }, 201, 'text/plain;charset=UTF-8', 'a'],
  [{ statusCode: 200, headers: { 'content-type': 'text/html' }, body: 'a' }, 200, 'text/html', 'a'],
  [{ statusCode: '404' }, 404, 'text/plain;charset=UTF-8', ''],
  [{ statusCode: 200, body: 'YWI=', isBase64Encoded: true }, 200, 'text/plain;charset=UTF-8', 'ab'],
  [{ statusCode: 200, body: { a: 1 } }, 200, 'text/plain;charset=UTF-8', '{"a":1}'],
  [{ hello: 'world' }, 200, 'application/json', '{"hello":"world"}'],
  ['hello', 200, 'application/json', 'hello'],
  [[1, 2], 200, 'application/json', '[1,2]'],
  [null, 200, 'application/json', 'null'],
])('the answer %j is %i of %s', async (answer, status, type, body) => {
  const served = await serve([httpApi([route('GET /a')])], async () => answered(answer));
  const got = await served.call('GET', '/a');
  expect([got.status, got.headers['content-type'], got.body.toString()]).toEqual([status, type, body]);
});

test('cookies of an answer are headers of their own', async () => {
  const served = await serve([httpApi([route('GET /a')])], async () =>
    answered({ statusCode: 200, cookies: ['a=1', 'b=2'] }),
  );
  expect((await served.call('GET', '/a')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
});

test.each([
  [
    'a failed function',
    async () => ({ ...answered({ errorMessage: 'no' }), functionError: 'Unhandled' as const }),
    500,
    'Internal Server Error',
  ],
  ['no status', async () => answered({ statusCode: 99 }), 500, 'Internal Server Error'],
  [
    'no name of a header',
    async () => answered({ statusCode: 200, headers: { 'a b': 'c' } }),
    500,
    'Internal Server Error',
  ],
  ['no JSON', async () => ({ ...answered(1), payload: 'no json' }), 500, 'Internal Server Error'],
  [
    'a throttled function',
    async () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.')),
    503,
    'Service Unavailable',
  ],
  ['a late function', () => new Promise<never>(() => undefined), 503, 'Service Unavailable'],
])('what goes wrong behind the API is told in its words: %s', async (_, invoke, status, message) => {
  const served = await serve([httpApi([route('GET /a', { timeoutMs: 50 })])], invoke);
  const got = await served.call('GET', '/a');
  expect([got.status, got.body.toString()]).toEqual([status, JSON.stringify({ message })]);
  expect(served.errors).toHaveLength(1);
});

test('the exact route comes before one with a parameter, a greedy one and $default; a method that a path lacks goes on', async () => {
  const served = await serve([
    httpApi(['GET /a/b', 'GET /a/{id}', 'ANY /a/{proxy+}', '$default'].map((key) => route(key))),
  ]);
  for (const [method, path] of [
    ['GET', '/a/b'],
    ['GET', '/a/c'],
    ['PUT', '/a/c'],
    ['GET', '/a/c/d'],
    ['GET', '/x'],
  ] as const)
    await served.call(method, path);
  expect(served.events.map(({ routeKey, pathParameters }) => [routeKey, pathParameters])).toEqual([
    ['GET /a/b', undefined],
    ['GET /a/{id}', { id: 'c' }],
    ['ANY /a/{proxy+}', { proxy: 'c' }],
    ['ANY /a/{proxy+}', { proxy: 'c/d' }],
    ['$default', undefined],
  ]);
});

test('a path of no route is 404 where there are HTTP APIs alone, and beside a REST API what that answers', async () => {
  const apis = [httpApi([route('GET /a')])];
  const alone = await serve(apis);
  const got = await alone.call('POST', '/a');
  expect([got.status, got.body.toString()]).toEqual([404, '{"message":"Not Found"}']);
  const { headers } = await alone.call('GET', '/a');
  expect(headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/);
  expect(alone.events[0]?.requestContext).toMatchObject({ requestId: headers['apigw-requestid'] });
  expect(headers).not.toHaveProperty('x-amzn-requestid');
  const beside = await serveApis([api({ '/rest': { get: proxy } })], undefined, { httpApis: apis });
  const statuses = ['/rest', '/a', '/none'].map(async (path) => (await beside.call('GET', path)).status);
  expect(await Promise.all(statuses)).toEqual([200, 200, 403]);
});

test('each route is throttled by itself, by its own limit or that of the stage', async () => {
  let nowMs = 0;
  const throttles = { $default: { rateLimit: 1, burstLimit: 2 }, 'GET /b': { rateLimit: 1, burstLimit: 1 } };
  const served = await serve(
    [httpApi([route('GET /a'), route('GET /b')], { throttles })],
    undefined,
    () => nowMs,
  );
  const statuses = async (path: string, times: number) => {
    const got: number[] = [];
    for (let i = 0; i < times; i++) got.push((await served.call('GET', path)).status);
    return got;
  };
  expect([await statuses('/a', 3), await statuses('/b', 2)]).toEqual([
    [200, 200, 429],
    [200, 429],
  ]);
  nowMs = 1_000;
  expect(await statuses('/a', 2)).toEqual([200, 429]);
});

describe('CORS', () => {
  const cors = {
    allowOrigins: ['https://shop.example', 'https://*'],
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['authorization'],
    exposeHeaders: ['etag'],
    allowCredentials: true,
    maxAgeS: 600,
  };
  const ask = { origin: 'https://shop.example', 'access-control-request-method': 'PUT' };
  const corsOf = (headers: object) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')));

  test('the API answers preflight requests itself, whatever its routes are', async () => {
    const served = await serve([httpApi([route('ANY /a')], { cors })]);
    const got = await served.call('OPTIONS', '/a', { headers: ask });
    expect([got.status, corsOf(got.headers)]).toEqual([
      204,
      {
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET,PUT',
        'access-control-allow-headers': 'authorization',
        'access-control-expose-headers': 'etag',
        'access-control-max-age': '600',
      },
    ]);
    const other = await served.call('OPTIONS', '/a', { headers: { ...ask, origin: 'http://evil.example' } });
    expect([other.status, corsOf(other.headers)]).toEqual([204, {}]);
    expect(served.events).toEqual([]);
    await served.call('OPTIONS', '/a', { headers: { origin: 'https://shop.example' } });
    expect(served.events).toHaveLength(1);
  });

  test("its headers take the place of the function's, and only for origins that may call", async () => {
    const served = await serve([httpApi([route('GET /a')], { cors })], async () =>
      answered({
        statusCode: 200,
        headers: { 'Access-Control-Allow-Origin': 'x', 'Access-Control-Other': 'y' },
      }),
    );
    const of = async (headers: Record<string, string>) =>
      corsOf((await served.call('GET', '/a', { headers })).headers);
    expect(await of({ origin: 'https://other.example' })).toEqual({
      'access-control-allow-origin': 'https://other.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'etag',
    });
    expect(await of({ origin: 'http://other.example' })).toEqual({});
    expect(await of({})).toEqual({});
  });

  test('every origin is told as *', async () => {
    const open = { ...cors, allowOrigins: ['*'], allowCredentials: false, exposeHeaders: [] };
    const served = await serve([httpApi([route('GET /a')], { cors: open })]);
    const got = await served.call('GET', '/a', { headers: { origin: 'https://a.example' } });
    expect([corsOf(got.headers), got.headers.vary]).toEqual([
      { 'access-control-allow-origin': '*' },
      undefined,
    ]);
  });
});
