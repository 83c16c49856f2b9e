import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';

const document = `openapi: 3.1.0
info: { title: Places, version: 1.0.0 }
paths:
  /v1/places:
    get:
      operationId: listPlaces
      parameters:
        - { name: session, in: cookie, required: true, schema: { type: string, minLength: 2 } }
        - { name: size, in: cookie, schema: { type: integer, default: 20 } }
        - { name: beta, in: cookie, schema: { type: boolean } }
        - { name: ids, in: cookie, explode: false, schema: { type: array, items: { type: integer } } }
        - { name: point, in: cookie, explode: false, schema: { type: object, additionalProperties: false, properties: { x: { type: integer }, y: { type: integer } } } }
        - { name: wish, in: cookie, content: { application/json: { schema: { type: array, items: { type: string } } } } }
        - { name: X-Ids, in: header, schema: { type: array, maxItems: 3, items: { type: integer } } }
        - { name: X-Tags, in: header, schema: { type: array, items: { type: string } } }
        - { name: X-Point, in: header, schema: { type: object, properties: { x: { type: integer }, y: { type: integer } } } }
        - { name: X-Pairs, in: header, explode: true, schema: { type: object, properties: { a: { type: boolean } } } }
        - { name: X-Flag, in: header, required: true, schema: { type: boolean } }
      responses: { '200': { description: They, content: { application/json: { schema: { type: object } } } } }
  /v1/places/found:
    get:
      operationId: findPlaces
      parameters:
        - { name: filter, in: query, schema: { type: object, additionalProperties: { type: string } } }
        - { name: page, in: query, schema: { type: object, properties: { size: { type: integer }, after: { type: string } } } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: color, in: header, schema: { type: string } }
      responses: { '200': { description: They, content: { application/json: { schema: { type: object } } } } }
`;
const code = `import { contract, type Contract } from './gen/contract.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import { serve } from './gen/runtime/server/serve.js';
const handlers: Handlers<Contract, object> = {
  listPlaces: async ({ headers, cookies }) => ({ status: 200, body: { headers, cookies } }),
  findPlaces: async ({ headers, query }) => ({ status: 200, body: { headers, query } }),
};
export const handler = serve(contract, handlers, async () => ({ context: {}, options: { log: () => undefined } }));
`;

interface Module {
  handler(event: ProxyEvent, lambda: LambdaContext): Promise<ProxyResult>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());

type Given = Partial<Pick<ProxyEvent, 'path' | 'queryStringParameters' | 'headers' | 'multiValueHeaders'>>;

async function ask(given: Given) {
  const request = { httpMethod: 'GET', path: '/v1/places', body: null, isBase64Encoded: false };
  const event: ProxyEvent = { ...request, headers: null, requestContext: {}, ...given };
  const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 3000 };
  const { statusCode, body } = await built.module.handler(event, lambda);
  return { statusCode, ...JSON.parse(body) };
}

const flag = { 'X-Flag': 'true' };

describe('cookies', () => {
  test('are values by their schemas', async () => {
    const cookie =
      'session=ab; size=7;beta=false; ids=1,2,3; point=x,1,y,-2; wish=%5B%22a%3B%20b%22%5D; other=none';
    expect((await ask({ headers: { ...flag, Cookie: cookie } })).cookies).toEqual({
      session: 'ab',
      size: 7,
      beta: false,
      ids: [1, 2, 3],
      point: { x: 1, y: -2 },
      wish: ['a; b'],
    });
  });

  test('come in one header or in several, in any case, decoded once', async () => {
    const { cookies } = await ask({
      headers: flag,
      multiValueHeaders: { cookie: ['size=1; session=a%253D%20b', 'beta=true'] },
    });
    expect(cookies).toEqual({ session: 'a%3D b', size: 1, beta: true });
  });

  test('that are missing are missing, but for those with a default', async () => {
    expect((await ask({ headers: { ...flag, COOKIE: 'session=ab' } })).cookies).toEqual({
      session: 'ab',
      size: 20,
    });
  });

  test('that break the contract are refused, each by its name', async () => {
    const cookie = 'session=a; size=big; ids=1,x; point=x,1,z,2; wish=%5B1%5D';
    const { statusCode, errors } = await ask({ headers: { ...flag, cookie } });
    const places = errors.map((each: { in: string; pointer: string }) => [each.in, each.pointer]);
    expect(statusCode).toBe(400);
    expect(places).toEqual([
      ['cookies', '/session'],
      ['cookies', '/size'],
      ['cookies', '/ids/1'],
      ['cookies', '/point/z'],
      ['cookies', '/wish/0'],
    ]);
    expect((await ask({ headers: flag })).errors).toEqual([
      { in: 'cookies', pointer: '/session', expected: 'a value', received: 'nothing' },
    ]);
  });
});

describe('headers', () => {
  const cookie = { cookie: 'session=ab' };

  test('are values by their schemas, in whatever case they come', async () => {
    const { headers } = await ask({
      headers: {
        ...cookie,
        'x-FLAG': 'false',
        'X-IDS': '1, 2,3',
        'x-tags': 'a b,100%25',
        'X-Point': 'x,1,y,2',
        'x-pairs': 'a=true',
      },
    });
    expect(headers).toEqual({
      'x-flag': false,
      'x-ids': [1, 2, 3],
      // Header values are not percent-encoded.
      'x-tags': ['a b', '100%25'],
      'x-point': { x: 1, y: 2 },
      'x-pairs': { a: true },
    });
  });

  test('that are repeated are one list', async () => {
    const { headers } = await ask({
      headers: { ...cookie, ...flag, 'X-Ids': '3' },
      multiValueHeaders: { 'X-Ids': ['1', '2, 3'], 'x-tags': ['a'] },
    });
    expect(headers).toEqual({ 'x-flag': true, 'x-ids': [1, 2, 3], 'x-tags': ['a'] });
  });

  test('of an array are counted, and an empty one has no items', async () => {
    expect((await ask({ headers: { ...cookie, ...flag, 'X-Ids': '' } })).headers['x-ids']).toEqual([]);
    const many = await ask({ headers: { ...cookie, ...flag, 'X-Ids': '1,2,3,4' } });
    expect([many.statusCode, many.errors.length, many.errors[0].pointer]).toEqual([400, 1, '/x-ids']);
  });

  test('that break the contract are refused with the item that does', async () => {
    const { errors } = await ask({ headers: { ...cookie, 'X-Ids': '1,b,3', 'X-Pairs': 'a=yes' } });
    expect(errors).toMatchObject([
      { in: 'headers', pointer: '/x-ids/1', received: '"b"' },
      { in: 'headers', pointer: '/x-pairs/a', received: '"yes"' },
      { in: 'headers', pointer: '/x-flag', received: 'nothing' },
    ]);
  });
});

test('a free-form object of the query has what no other parameter of the query is called', async () => {
  const answer = await ask({
    path: '/v1/places/found',
    headers: { color: 'blue' },
    queryStringParameters: { color: 'red', limit: '3', size: '5', after: 'a', shape: 'round' },
  });
  expect(answer).toEqual({
    statusCode: 200,
    query: { filter: { color: 'red', shape: 'round' }, page: { size: 5, after: 'a' }, limit: 3 },
    headers: { color: 'blue' },
  });
});
