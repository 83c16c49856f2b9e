import { answered, api, closeApis, proxy, serveApis } from './serve-apis.js';

afterEach(closeApis);

test('the answer is the status, headers and body that the function returned', async () => {
  const served = await serveApis([api({ '/v1/orders': { post: proxy } })], async () =>
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
  const { status, headers, body } = await served.call('POST', '/v1/orders', { body: '{}' });
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
  expect(served.events[0]?.requestContext).toMatchObject({ requestId: headers['x-amzn-requestid'] });
  expect(served.lines).toEqual(['POST /v1/orders 201 orders']);
});

test('an empty answer object is 200 without a body', async () => {
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })], async () => answered({}));
  const { status, body } = await served.call('GET', '/v1/orders');
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
  ['a line break in a header', { headers: { 'X-A': 'a\nb' } }, 'Invalid character in header content ["X-A"]'],
  [
    'a line break among many values',
    { multiValueHeaders: { 'X-A': ['a', 'b\r'] } },
    'Invalid character in header content ["X-A"]',
  ],
  ['a blank in a header name', { headers: { 'X A': 'a' } }, 'Header name must be a valid HTTP token ["X A"]'],
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
  const served = await serveApis([api({ '/v1/orders': { get: proxy } })], async () => answered(payload));
  const { status, body } = await served.call('GET', '/v1/orders');
  expect([status, body.toString()]).toEqual([502, '{"message":"Internal server error"}']);
  expect(served.errors).toEqual([
    `GET /v1/orders (orders): the function's answer is no proxy response: ${why}`,
  ]);
});

test('a base64 answer is decoded only for a client whose first Accept is a binary media type', async () => {
  const served = await serveApis(
    [api({ '/v1/pictures': { get: proxy } }, { binaryMediaTypes: ['image/png'] })],
    async () =>
      answered({
        statusCode: 200,
        headers: { 'Content-Type': 'image/png' },
        body: 'AP8=',
        isBase64Encoded: true,
      }),
  );
  const bodyFor = async (accept: string) =>
    (await served.call('GET', '/v1/pictures', { headers: { Accept: accept } })).body;
  expect(await bodyFor('image/png, text/html')).toEqual(Buffer.from([0, 255]));
  expect((await bodyFor('text/html, image/png')).toString()).toBe('AP8=');
});

test('an answer without content has no length', async () => {
  const served = await serveApis([api({ '/v1/orders': { delete: proxy } })], async () =>
    answered({ statusCode: 204 }),
  );
  const { status, headers } = await served.call('DELETE', '/v1/orders');
  expect(status).toBe(204);
  expect(headers).not.toHaveProperty('content-length');
});
