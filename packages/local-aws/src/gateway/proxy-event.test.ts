import type { Json } from '../system.js';
import { api, closeApis, proxy, serveApis } from './serve-apis.js';

afterEach(closeApis);

test('the function gets the whole proxy event of payload format 1.0', async () => {
  const served = await serveApis([
    api({ '/v1/orders/{id}/{rest+}': { post: proxy } }, { stageVariables: { tier: 'gold' } }),
  ]);
  await served.call('POST', '/v1/orders/a%20b/c/d%2Fe?x=1&x=2&y=a+b%26&z', {
    headers: {
      'X-Thing': ['1', '2'],
      'User-Agent': 'test/1',
      'Content-Type': 'application/json',
      Host: 'api.example.com',
    },
    body: '{"ä":1}',
  });
  const [event = {}] = served.events;
  const context = event.requestContext as { [key: string]: Json };
  const trace = (event.headers as { [key: string]: string })['X-Amzn-Trace-Id'];
  expect(trace).toMatch(/^Root=1-[\da-f]{8}-[\da-f]{24}$/);
  expect(served.traceIds).toEqual([trace]);
  const { port } = served;
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
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })]);
  await served.call('GET', '/v1/orders');
  expect(served.events[0]).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
});

test('a trace and the addresses that a proxy before the gateway noted go on', async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })]);
  const traceId = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
  const { headers } = await served.call('GET', '/v1/orders', {
    headers: { 'x-amzn-trace-id': traceId, 'x-forwarded-for': '10.0.0.1' },
  });
  expect(served.events[0]?.headers).toMatchObject({
    'X-Amzn-Trace-Id': traceId,
    'X-Forwarded-For': '10.0.0.1, 127.0.0.1',
  });
  expect(served.traceIds).toEqual([traceId]);
  expect(headers['x-amzn-trace-id']).toBe(traceId);
});

test('headers of the connection do not reach the function', async () => {
  const served = await serveApis([api({ '/v1/orders': { post: proxy } })]);
  await served.call('POST', '/v1/orders', {
    headers: { Connection: 'close', 'Content-Length': '2', TE: 'trailers', 'WWW-Authenticate': 'x' },
    body: '{}',
  });
  const names = Object.keys(served.events[0]?.headers as object).map((name) => name.toLowerCase());
  expect(
    names.filter((name) => ['connection', 'content-length', 'te', 'www-authenticate'].includes(name)),
  ).toEqual([]);
});

test('a body of a binary media type reaches the function in base64', async () => {
  const served = await serveApis([
    api({ '/v1/pictures': { post: proxy } }, { binaryMediaTypes: ['image/png'] }),
  ]);
  await served.call('POST', '/v1/pictures', {
    headers: { 'Content-Type': 'image/png; q=1' },
    body: Buffer.from([0, 255]),
  });
  await served.call('POST', '/v1/pictures', { headers: { 'Content-Type': 'image/jpeg' }, body: 'text' });
  expect(served.events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    ['AP8=', true],
    ['text', false],
  ]);
});

test('with */* every body is base64, and no body stays null', async () => {
  const served = await serveApis([api({ '/v1/pictures': { post: proxy } }, { binaryMediaTypes: ['*/*'] })]);
  await served.call('POST', '/v1/pictures', { body: 'text' });
  await served.call('POST', '/v1/pictures');
  expect(served.events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    ['dGV4dA==', true],
    [null, false],
  ]);
});

test('a query is split at ampersands and semicolons, and what is no percent-encoding stays', async () => {
  const served = await serveApis([api({ '/v1/orders/{id}': { get: proxy } })]);
  await served.call('GET', '/v1/orders/50%?a=1;b=2&&c=%zz&d=x=y&=z');
  expect(served.events[0]).toMatchObject({
    queryStringParameters: { a: '1', b: '2', c: '%zz', d: 'x=y', '': 'z' },
    pathParameters: { id: '50%' },
  });
});

test.each([
  ['Root=1-5759e988-bd862e3fe1be46a994272793', true],
  ['Self=1-67891234-12456789abcdef012345678;Root=1-67891233-abcdef012345678912345678', true],
  ['Root=1-5759e988-bd862e3fe1be46a99427279', false],
  ['Root=2-5759e988-bd862e3fe1be46a994272793', false],
  ['Parent=53995c3f42cd8ad8', false],
])('a trace header %s is passed on: %s', async (sent, passedOn) => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })]);
  await served.call('GET', '/v1/orders', { headers: { 'X-Amzn-Trace-Id': sent } });
  expect(served.traceIds[0] === sent).toBe(passedOn);
  expect(served.traceIds[0]).toMatch(/Root=1-[\da-f]{8}-[\da-f]{24}/);
});

test('a header that is sent in two cases is one, under the first name', async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })]);
  await served.call('GET', '/v1/orders', {
    headers: ['X-Thing', '1', 'x-thing', '2', 'host', 'a.example'],
  });
  const { headers, multiValueHeaders, requestContext } = served.events[0] ?? {};
  expect(headers).not.toHaveProperty('x-thing');
  expect(multiValueHeaders).toMatchObject({ 'X-Thing': ['1', '2'], Host: ['a.example'] });
  expect(requestContext).toMatchObject({ domainName: 'a.example', domainPrefix: 'a' });
});
