import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PythonDriver } from './driver.js';
import { describeRun, PythonFixture } from './fixture.js';

const document = `openapi: 3.1.0
info: { title: Tags, version: 1.0.0 }
x-atoll-open-enums: true
paths:
  /v1/tags:
    get:
      operationId: getTag
      responses:
        '200':
          description: It
          headers:
            ETag: { required: true, schema: { type: string, maxLength: 4 } }
            X-Request-Id: &text { required: true, schema: { type: string } }
            X-Flag: { schema: { type: boolean } }
            X-Counts: { schema: { type: array, items: { type: integer } } }
            X-Flat: { schema: { type: object, properties: { a: { type: integer }, b: { type: string } } } }
            X-Spread: { explode: true, schema: { type: object, properties: { a: { type: integer } } } }
            X-Json: { content: { application/json: { schema: { type: object, required: [a] } } } }
            X-Plain: { content: { text/plain: { schema: { type: string } } } }
            X-State: { schema: { enum: [on, off] } }
            Set-Cookie: { schema: { type: string, maxLength: 1 } }
            Content-Type: { required: true, schema: { type: integer } }
        4XX: { description: No }
  /v1/old:
    get: { operationId: getOld, deprecated: true, x-deprecated-at: '2026-01-02', x-sunset: '2027-01-31', x-successor: '/v2/né?a=b', responses: { '204': { description: No, headers: { Deprecation: *text, Sunset: *text, Link: *text, Traceparent: *text } } } }
    put: { operationId: putOld, deprecated: true, responses: { '204': { description: No } } }
`;

const fixture = new PythonFixture();
let python: PythonDriver;
beforeAll(() => {
  expect(fixture.generate(document, 'tags_api')).toMatchObject({ code: 0 });
});
afterAll(() => fixture.remove());

const get = { httpMethod: 'GET', path: '/v1/tags' };
const declared = {
  etag: 'a"b',
  'x-request-id': 'r',
  'x-flag': true,
  'x-counts': [1, 2],
  'x-flat': { a: 1, b: 'c' },
  'x-spread': { a: 1 },
  'x-json': { a: 'ä' },
  'x-plain': 'p q',
  'x-state': 'on',
};
const written = {
  etag: 'a"b',
  'x-request-id': 'r',
  'x-flag': 'true',
  'x-counts': '1,2',
  'x-flat': 'a,1,b,c',
  'x-spread': 'a=1',
  'x-json': '{"a":"ä"}',
  'x-plain': 'p q',
  'x-state': 'on',
};

test('declared headers have their types: those are needed that no runtime sets by itself', () => {
  const text = readFileSync(join(fixture.directory, 'tags_api', 'operations.py'), 'utf8');
  expect(text).toContain(`GetTagAnswer200Headers = TypedDict(
    "GetTagAnswer200Headers",
    {
        "etag": "str",
        "x-request-id": "NotRequired[str]",
        "x-flag": "NotRequired[bool]",
        "x-counts": "NotRequired[list[int]]",
        "x-flat": "NotRequired[dict[str, Any]]",
        "x-spread": "NotRequired[dict[str, Any]]",
        "x-json": "NotRequired[dict[str, Any]]",
        "x-plain": "NotRequired[str]",
        "x-state": "NotRequired[Literal[\\"on\\", \\"off\\"] | str]",
        "set-cookie": "NotRequired[str | list[str]]",
    },
)
`);
  expect(text).toContain('    headers: GetTagAnswer200Headers\n');
  expect(text).toContain('    headers: NotRequired[Mapping[str, str]]\n');
});

test('what is at its default is not in the table', () => {
  const text = readFileSync(join(fixture.directory, 'tags_api', 'operations.py'), 'utf8');
  expect(text).toContain('{"name": "etag", "required": True, "schema": "getTag_200_header_etag"},');
  expect(text).toContain('{"name": "x-json", "json": True, "schema": "getTag_200_header_x_json"},');
  expect(text.match(/"headers": \{/g)).toHaveLength(2);
});

describeRun('the headers of answers', () => {
  beforeAll(() => {
    python = new PythonDriver(fixture.directory, 'tags_api');
  });
  afterAll(() => python.close());

  const answered = (headers: object, strict = true) => python.serve(get, { status: 200, headers }, strict);

  test('are written as the contract declares them', async () => {
    expect((await answered(declared)).result.headers).toMatchObject(written);
    const given = {
      ETag: 'x',
      'X-Other': [1, true, null],
      'x-map': { a: 1.5 },
      'x-none': null,
      'X-Whole': 2,
    };
    expect((await answered(given)).result.headers).toMatchObject({
      etag: 'x',
      'x-other': '1,true,',
      'x-map': 'a,1.5',
      'x-none': '',
      'x-whole': '2',
    });
  });

  test('a cookie is a header of its own', async () => {
    const { result } = await answered({ etag: 'x', 'set-cookie': ['a=b', 'c=d'] });
    expect(result.multiValueHeaders).toEqual({ 'set-cookie': ['a=b', 'c=d'] });
    expect(result.headers).not.toHaveProperty('set-cookie');
    const one = await answered({ etag: 'x', 'set-cookie': 'a=b' });
    expect(one.result.headers).toMatchObject({ 'set-cookie': 'a=b' });
    expect(one.result).not.toHaveProperty('multiValueHeaders');
  });

  test.each([
    [{}, 'getTag: 200 needs the header etag'],
    [
      { etag: 'abcde' },
      'getTag: the header etag of 200 breaks the contract: expected a string of at most 4 characters, received "abcde"',
    ],
    [{ etag: null }, 'getTag: the header etag of 200 breaks the contract: expected string, received null'],
    [
      { etag: 'a', 'X-Flag': 'true' },
      'getTag: the header x-flag of 200 breaks the contract: expected boolean',
    ],
    [{ etag: 'a', 'x-state': 'dimmed' }, 'getTag: the header x-state of 200 breaks the contract'],
    [{ etag: 'a\n' }, 'getTag: the header etag has a line break'],
    [{ etag: 'a', 'x-b': ['a', '\r'] }, 'getTag: the header x-b has a line break'],
    [{ etag: 'a', 'set-cookie': ['\0'] }, 'getTag: the header set-cookie has a line break'],
  ])('%j are not declared', async (headers, told) => {
    expect((await answered(headers)).raised).toContain(`UndeclaredAnswer ${told}`);
    expect((await answered(headers, false)).result.statusCode).toBe(500);
  });

  test('every answer may be read by any page and says its request and its trace', async () => {
    const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00` };
    for (const event of [get, { httpMethod: 'GET', path: '/no' }]) {
      const { result } = await python.serve({ ...event, headers: trace }, { status: 404 });
      expect(result.headers).toMatchObject({
        'x-request-id': 'r1',
        traceparent: expect.stringMatching(/^00-a{32}-(?!b{16})[0-9a-f]{16}-00$/),
        'access-control-allow-origin': '*',
        'access-control-expose-headers': '*',
      });
    }
    const own = {
      'Access-Control-Allow-Origin': 'a',
      'access-control-expose-headers': 'b',
      Traceparent: 'c',
    };
    const { result } = await python.serve(get, { status: 404, headers: own });
    expect(result.headers).toMatchObject({
      'access-control-allow-origin': 'a',
      'access-control-expose-headers': 'b',
      traceparent: 'c',
    });
  });

  test.each([
    [{}, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/],
    [
      { 'X-Amzn-Trace-Id': `Root=1-${'1'.repeat(8)}-${'2'.repeat(24)};Sampled=0` },
      /^00-1{8}2{24}-[0-9a-f]{16}-00$/,
    ],
    [
      { 'x-amzn-trace-id': `Self=1; Root=1-${'1'.repeat(8)}-${'2'.repeat(24)}` },
      /^00-1{8}2{24}-[0-9a-f]{16}-01$/,
    ],
    [
      { 'x-amzn-trace-id': `Root=1-${'0'.repeat(8)}-${'0'.repeat(24)};Sampled=0` },
      /^00-(?!0{32}).{32}-.{16}-01$/,
    ],
    [{ traceparent: `ff-${'a'.repeat(32)}-${'b'.repeat(16)}-00` }, /^00-(?!a{32}).{32}-.{16}-01$/],
    [{ traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-00` }, /^00-(?!0{32}).{32}-.{16}-01$/],
    [{ traceparent: `00-${'a'.repeat(32)}-${'0'.repeat(16)}-00` }, /^00-(?!a{32}).{32}-.{16}-01$/],
    [{ traceparent: `01-${'a'.repeat(32)}-${'b'.repeat(16)}-03-more` }, /^00-a{32}-.{16}-03$/],
    [{ traceparent: `01-${'a'.repeat(32)}-${'b'.repeat(16)}-03more` }, /^00-(?!a{32}).{32}-.{16}-01$/],
  ])('the trace of a request with %j goes on', async (headers, expected) => {
    const { result } = await python.serve({ ...get, headers }, { status: 404 });
    expect(result.headers.traceparent).toMatch(expected);
  });

  test('what is deprecated says since when, until when, and what to call instead', async () => {
    const { result } = await python.serve({ httpMethod: 'GET', path: '/v1/old' });
    expect(result.headers).toMatchObject({
      deprecation: `@${Date.UTC(2026, 0, 2) / 1000}`,
      sunset: 'Sun, 31 Jan 2027 00:00:00 GMT',
      link: '</v2/n%C3%A9?a=b>; rel="successor-version"',
    });
    const { headers } = (await python.serve({ httpMethod: 'PUT', path: '/v1/old' })).result;
    expect(headers).toMatchObject({ deprecation: '@0' });
    expect(headers).not.toHaveProperty('sunset');
    expect(headers).not.toHaveProperty('link');
    const own = { status: 204, headers: { Deprecation: '@1' } };
    expect((await python.serve({ httpMethod: 'PUT', path: '/v1/old' }, own)).result.headers).toMatchObject({
      deprecation: '@1',
    });
  });

  test('are read as the contract declares them, the others as text', async () => {
    const more = { 'x-other': '1', 'set-cookie': ['a=b', 'c=d'] };
    const { result } = await python.call('get_tag', {}, [200, { ...written, ...more }, '']);
    expect(result?.headers).toEqual({ ...declared, ...more });
    const none = await python.call('get_tag', {}, [404, { 'x-flag': 'true', 'set-cookie': ['a', 'b'] }, '']);
    expect(none.result?.headers).toEqual({ 'x-flag': 'true', 'set-cookie': 'b' });
    const newer = { etag: '', 'x-request-id': 'r', 'x-state': 'dimmed' };
    expect((await python.call('get_tag', {}, [200, newer, ''])).result?.headers).toEqual(newer);
  });

  test.each([
    [{ 'x-request-id': 'r' }, 'the contract has the header etag, the answer has not'],
    [{ etag: 'a' }, 'the contract has the header x-request-id, the answer has not'],
    [
      { etag: 'a', 'x-request-id': 'r', 'x-flag': 'yes' },
      'the header x-flag breaks the contract at \'\': expected boolean, received "yes"',
    ],
    [
      { etag: 'a', 'x-request-id': 'r', 'x-counts': '1,b' },
      'the header x-counts breaks the contract at \'/1\': expected integer, received "b"',
    ],
  ])('an answer with %j is not declared', async (headers, told) => {
    const { raised } = await python.call('get_tag', {}, [200, headers, '']);
    expect(raised).toBe(`ClientError getTag: ${told}`);
  });
});
