import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../read/contract.js';
import type { ProxyResult } from '../runtime/server/event.js';
import { createMock, type Mock } from './mock.js';

const directory = mkdtempSync(join(tmpdir(), 'mock '));
const document = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    basic: { type: http, scheme: basic }
    key: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: session }
    header: { type: apiKey, in: header, name: X-Key }
    login: { type: oauth2, flows: {} }
    tls: { type: mutualTLS }
  examples:
    Shared: { value: { name: shared, size: 3 } }
  schemas:
    Thing:
      type: object
      required: [name, size]
      additionalProperties: false
      properties:
        name: { type: string, minLength: 1, maxLength: 20 }
        size: { type: integer, minimum: 1, maximum: 9 }
        secret: { type: string, writeOnly: true }
    Problem: { type: object, required: [title], properties: { title: { type: string } } }
paths:
  /v1/things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string, pattern: '^[a-z]+$' } }]
    get:
      operationId: getThing
      security: []
      parameters: [{ name: deep, in: query, schema: { type: boolean } }]
      responses:
        '404': { description: No, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' }, example: { title: Gone } } } }
        '200':
          description: It
          headers:
            ETag: { schema: { type: string }, example: '"1"' }
            X-Sizes: { schema: { type: array, minItems: 2, items: { type: integer, minimum: 5, maximum: 5 } } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
              examples:
                small: { value: { name: small, size: 1 } }
                large: { value: { name: large, size: 9 } }
                shared: { $ref: '#/components/examples/Shared' }
                wrong: { value: { name: wrong, size: 10 } }
            text/plain: { schema: { type: string }, example: a thing }
            image/png: { schema: { type: string, format: binary } }
        5XX: { description: Failed, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    put:
      operationId: putThing
      security: [{ bearer: [] }, { basic: [], key: [] }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } }
      responses: { '204': { description: Done }, default: { description: Else } }
    delete: { operationId: dropThing, security: [{ cookie: [] }, { header: [] }], responses: { 2XX: { description: Done } } }
    patch: { operationId: patchThing, security: [{ login: [] }, {}], responses: { default: { description: Any, content: { application/json: { schema: { not: {} } } } } } }
  /v1/things:
    get:
      operationId: listThings
      security: []
      parameters: [{ name: url, in: query, schema: { type: string, pattern: '^([a-z.]|[^/])*/$' } }]
      responses: { '206': { description: Part, headers: { X-Request-Id: { schema: { type: string }, example: own } }, content: { application/json: { schema: { type: array, minItems: 2, items: { $ref: '#/components/schemas/Thing' } } } } } }
    post: { operationId: noResponse, security: [{ tls: [] }], responses: {} }
`;
let mock: Mock;
beforeAll(async () => {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  mock = await mockOf('');
}, 30_000);
afterAll(() => rmSync(directory, { recursive: true }));

async function mockOf(seed: string, timeLimit = 5000): Promise<Mock> {
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return createMock(contract, { directory, seed, timeLimit });
}

interface Asked {
  readonly headers?: Record<string, string>;
  readonly query?: Record<string, string[]>;
  readonly body?: string;
  readonly mock?: Mock;
}

function ask(method: string, path: string, asked: Asked = {}): ProxyResult {
  const { headers = {}, query = {}, body = null } = asked;
  const event = {
    httpMethod: method,
    path,
    headers,
    multiValueQueryStringParameters: query,
    body,
    isBase64Encoded: false,
    requestContext: {},
  };
  return (asked.mock ?? mock)(event);
}

const prefer = (value: string, more: Record<string, string> = {}) => ({
  headers: { prefer: value, ...more },
});
const bodyOf = ({ body }: ProxyResult) => JSON.parse(body);
const detailOf = (result: ProxyResult) => bodyOf(result).detail;

test('the first example of the least success is answered, with the declared headers', () => {
  const result = ask('GET', '/v1/things/a');
  expect(result.statusCode).toBe(200);
  expect(bodyOf(result)).toEqual({ name: 'small', size: 1 });
  expect(result.headers).toEqual({
    etag: '"1"',
    'x-sizes': expect.stringMatching(/^5(,5)+$/),
    'content-type': 'application/json',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test('every answer has an id: its own that the contract gives it, or that of the request', () => {
  const event = { httpMethod: 'GET', path: '/none', headers: null, body: null, isBase64Encoded: false };
  const { statusCode, headers } = mock({ ...event, requestContext: { requestId: 'request-1' } });
  expect([statusCode, headers['x-request-id']]).toEqual([404, 'request-1']);
  expect(ask('GET', '/v1/things').headers['x-request-id']).toBe('own');
});

test('Prefer chooses the status, its range or the default, and says what it followed', () => {
  const absent = ask('GET', '/v1/things/a', prefer('code=404'));
  expect([absent.statusCode, bodyOf(absent), absent.headers['preference-applied']]).toEqual([
    404,
    { title: 'Gone' },
    'code=404',
  ]);
  const failed = ask('GET', '/v1/things/a', prefer('respond-async, code="503"; x=y, code=404'));
  expect([failed.statusCode, typeof bodyOf(failed).title]).toEqual([503, 'string']);
  const put = { authorization: 'Bearer x', 'content-type': 'application/json' };
  const other = ask('PUT', '/v1/things/a', { ...prefer('CODE=418', put), body: '{"name":"a","size":1}' });
  expect([other.statusCode, other.body]).toEqual([418, '']);
});

test.each(['code=201', 'code=99', 'code=none', 'code=100'])(
  '%s is refused, since nothing declares it',
  (value) => {
    const result = ask('GET', '/v1/things/a', prefer(value));
    expect(result.statusCode).toBe(400);
    expect(detailOf(result)).toBe(
      `getThing declares no response ${value.slice(5)}; it declares 404, 200, 5XX`,
    );
  },
);

test('Prefer chooses an example by its name, also one of the components', () => {
  const large = ask('GET', '/v1/things/a', prefer('example=large'));
  expect(bodyOf(large)).toEqual({ name: 'large', size: 9 });
  expect(bodyOf(ask('GET', '/v1/things/a', prefer('example=shared')))).toEqual({ name: 'shared', size: 3 });
  const none = ask('GET', '/v1/things/a', prefer('example="huge"'));
  expect([none.statusCode, detailOf(none)]).toEqual([
    400,
    "the response 200 has no example 'huge'; it has small, large, shared, wrong",
  ]);
});

test('an example that breaks its own schema is told', () => {
  const result = ask('GET', '/v1/things/a', prefer('example=wrong'));
  expect(result.statusCode).toBe(500);
  expect(detailOf(result)).toMatch(
    /^the example of the contract cannot be answered: getThing: .* at '\/size': expected a number up to 9/,
  );
});

test('Accept chooses the media type, and refuses what is not there', () => {
  const text = ask('GET', '/v1/things/a', { headers: { accept: 'text/*' } });
  expect([text.headers['content-type'], text.body]).toEqual(['text/plain', 'a thing']);
  const image = ask('GET', '/v1/things/a', { headers: { accept: 'image/png' } });
  expect([image.headers['content-type'], image.isBase64Encoded]).toEqual(['image/png', true]);
  expect(ask('GET', '/v1/things/a', { headers: { accept: 'application/xml' } }).statusCode).toBe(406);
  // Whoever asks for a problem gets one, whatever else is accepted.
  expect(ask('GET', '/v1/things/a', prefer('code=404', { accept: 'application/xml' })).statusCode).toBe(404);
});

test('values are made from the schema where there is no example, the same each time, others by another seed', async () => {
  const [first, again] = [ask('GET', '/v1/things'), ask('GET', '/v1/things')];
  expect(first.statusCode).toBe(206);
  expect(bodyOf(first).length).toBeGreaterThanOrEqual(2);
  expect(bodyOf(first)[0]).not.toHaveProperty('secret');
  expect(again.body).toBe(first.body);
  expect(ask('GET', '/v1/things', { mock: await mockOf('other') }).body).not.toBe(first.body);
  const dynamic = ask('GET', '/v1/things/a', prefer('dynamic=true'));
  expect(dynamic.headers['preference-applied']).toBe('dynamic=true');
  expect(Object.keys(bodyOf(dynamic))).toEqual(['name', 'size']);
  expect(bodyOf(dynamic)).not.toEqual({ name: 'small', size: 1 });
});

test('a schema that no value keeps is told and asks for an example', () => {
  const result = ask('PATCH', '/v1/things/a');
  expect(result.statusCode).toBe(500);
  expect(detailOf(result)).toMatch(
    /^no value could be made from the schema \(patchThing: .*\): give the response an example$/,
  );
});

test('an operation without responses has nothing to answer', () => {
  const result = ask('POST', '/v1/things');
  expect([result.statusCode, detailOf(result)]).toEqual([
    400,
    'noResponse declares no response; it declares none',
  ]);
});

test('requests are refused as the generated server refuses them', () => {
  const authorization = 'Bearer x';
  expect(ask('GET', '/v2').statusCode).toBe(404);
  const method = ask('PUT', '/v1/things');
  expect([method.statusCode, method.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  const type = ask('PUT', '/v1/things/a', {
    headers: { authorization, 'content-type': 'text/plain' },
    body: 'x',
  });
  expect(type.statusCode).toBe(415);
  const json = { authorization, 'content-type': 'application/json' };
  const wrong = ask('PUT', '/v1/things/A', { headers: json, body: '{"name":"","more":1}' });
  expect(wrong.statusCode).toBe(400);
  expect(wrong.headers['content-type']).toBe('application/problem+json');
  expect(
    bodyOf(wrong)
      .errors.map((each: { in: string; pointer: string }) => `${each.in} ${each.pointer}`)
      .sort(),
  ).toEqual(['body ', 'body /more', 'body /name', 'path /id']);
  expect(ask('GET', '/v1/things/a', { query: { deep: ['maybe'] } }).statusCode).toBe(400);
  const done = ask('PUT', '/v1/things/a', { headers: json, body: '{"name":"a","size":1}' });
  expect([done.statusCode, done.body]).toEqual([204, '']);
});

describe('credentials of a declared kind have to be there', () => {
  const body = '{"name":"a","size":1}';
  const statusOf = (headers: Record<string, string>, query: Record<string, string[]> = {}) =>
    ask('PUT', '/v1/things/a', { headers: { ...headers, 'content-type': 'application/json' }, query, body })
      .statusCode;

  test('by an Authorization header of the scheme', () => {
    expect(statusOf({ authorization: 'bearer x' })).toBe(204);
    expect(statusOf({ authorization: 'Bearer ' })).toBe(401);
    expect(statusOf({ authorization: 'Basic eDp5' })).toBe(401);
    expect(statusOf({})).toBe(401);
  });

  test('by all schemes of one alternative', () => {
    expect(statusOf({ authorization: 'Basic eDp5' }, { api_key: ['k'] })).toBe(204);
    expect(statusOf({}, { api_key: ['k'] })).toBe(401);
  });

  test('by a header or a cookie', () => {
    const dropped = (headers: Record<string, string>) =>
      ask('DELETE', '/v1/things/a', { headers }).statusCode;
    expect(dropped({ cookie: 'a=b; session=1' })).toBe(200);
    expect(dropped({ 'x-key': '1' })).toBe(200);
    expect(dropped({ cookie: 'mysession=1' })).toBe(401);
  });

  test('and the refusal says which, with a challenge', () => {
    const put = ask('PUT', '/v1/things/a');
    expect(put.headers['www-authenticate']).toBe('Bearer');
    expect(detailOf(put)).toBe(
      'the request needs an Authorization header of the scheme bearer, or an Authorization header of the scheme basic and the query api_key',
    );
    expect(ask('DELETE', '/v1/things/a').headers['www-authenticate']).toBe('ApiKey');
  });

  test('but not where an alternative needs none', () => {
    expect(ask('PATCH', '/v1/things/a').statusCode).not.toBe(401);
  });
});

test('a request on which a pattern of the contract explodes is answered, and so is the next', async () => {
  const impatient = await mockOf('', 500);
  const slow = ask('GET', '/v1/things', { query: { url: [`${'a'.repeat(60)}!`] }, mock: impatient });
  expect([slow.statusCode, detailOf(slow)]).toEqual([
    500,
    'a pattern of the contract explodes on a value (`contract check` tells of it as explosive-pattern): it took longer than 500 ms',
  ]);
  expect(ask('GET', '/v1/things', { query: { url: ['a/'] }, mock: impatient }).statusCode).toBe(206);
});
