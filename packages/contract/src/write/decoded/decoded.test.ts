import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMock } from '../../mock/mock.js';
import { readContract } from '../../read/contract.js';
import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import type { IdempotencyScope, IdempotencyStore } from '../../runtime/server/idempotency.js';
import { type Built, buildGenerated } from '../build-generated.js';
import { code, document } from './document.js';

type Fields = Record<string, unknown>;
interface Context {
  seen: Fields[];
  answer: unknown;
}
interface Result {
  readonly status: number;
  readonly headers: Fields;
  readonly body: unknown;
}
interface Module {
  make(context: Context, options: object): (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;
  richClient(options: object): {
    putOrder(request: object): Promise<Result>;
    listMoments(): Promise<{ readonly body: AsyncIterable<unknown> }>;
  };
  published(at: Date): { readonly detail: { readonly S: string } };
  received(detail: unknown, seen: unknown[]): Promise<void>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 60_000);
afterAll(() => built.remove());

const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 5000 };

async function eventOf(url: string, init: RequestInit): Promise<ProxyEvent> {
  const { pathname, searchParams } = new URL(url);
  const query = new Map<string, string[]>();
  for (const [name, value] of searchParams) query.set(name, [...(query.get(name) ?? []), value]);
  const request = new Request(url, init);
  const bytes = Buffer.from(await request.arrayBuffer());
  return {
    httpMethod: request.method,
    path: pathname,
    headers: Object.fromEntries(request.headers),
    multiValueQueryStringParameters: Object.fromEntries(query),
    body: bytes.length === 0 ? null : bytes.toString('base64'),
    isBase64Encoded: bytes.length > 0,
    requestContext: {},
  };
}

/** The generated client before the generated service. */
function joined(context: Context, options: object = {}) {
  const handler = built.module.make(context, { log: () => undefined, strict: true, ...options });
  const events: ProxyEvent[] = [];
  const bodies: string[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    const event = await eventOf(url, init);
    events.push(event);
    const result = await handler(event, lambda);
    bodies.push(result.body);
    return new Response(result.body, { status: result.statusCode, headers: result.headers });
  };
  return {
    client: built.module.richClient({ baseUrl: 'http://rich', fetch, retries: { max: 0 } }),
    events,
    bodies,
  };
}

const id = '6f1c2a50-2d0e-4d0b-9d7e-1c52d2a0a001';
const at = new Date('2026-02-28T12:00:00.123Z');
const path = { orderId: id, day: new Date('2026-02-28T00:00:00Z') };
const note = { at, text: 'a' };
const order = {
  id,
  at,
  count: 7n,
  total: 2n ** 62n,
  picture: new Uint8Array([0, 255, 1]),
  ended: null,
  notes: [note],
  parent: { id, at, ended: path.day },
  byDay: { monday: at, __proto: at },
  either: 5,
};
const answer = { status: 200, headers: { 'x-next': at }, body: order };

test('the generated code passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
});

test('a wire value, or the id of another schema, does not compile where code has another value', () => {
  const wrong = `import { type CustomerId, type Order, OrderId, type PutOrderRequest } from './client/index.js';
export const at: Order['at'] = '2026-02-28T12:00:00Z';
export const count: Order['count'] = 7;
export const text: OrderId = 'a';
export const other = (id: CustomerId): OrderId => id;
export const path: PutOrderRequest['path'] = { orderId: 'a', day: new Date() };
export const fine = (id: OrderId): string => id;
`;
  const lines = built.typeErrors(wrong).match(/more\.ts\((\d+)/g);
  expect([...new Set(lines)]).toEqual(['more.ts(2', 'more.ts(3', 'more.ts(4', 'more.ts(5', 'more.ts(6']);
});

test('handlers and callers get decoded values, and the wire has encoded ones', async () => {
  const context: Context = { seen: [], answer };
  const { client, events, bodies } = joined(context);
  const query = { since: at, days: [path.day], json: note };
  const headers = { 'x-sequence': 2n ** 53n - 1n };
  const result = await client.putOrder({ path, query, headers, body: { ...order, secret: 's' } });
  expect(context.seen).toEqual([
    {
      path,
      query,
      headers,
      body: { ...order, secret: 's' },
      contentType: 'application/json',
      since: at,
      sequence: 2n ** 53n - 1n,
    },
  ]);
  expect(result.body).toEqual(order);
  expect(result.headers['x-next']).toEqual(at);
  expect(events[0]?.path).toBe(`/v1/orders/${id}/2026-02-28`);
  expect(events[0]?.headers).toMatchObject({ 'x-sequence': '9007199254740991' });
  expect(events[0]?.multiValueQueryStringParameters).toMatchObject({
    since: ['2026-02-28T12:00:00.123Z'],
    days: ['2026-02-28'],
  });
  expect(JSON.parse(bodies[0] ?? '')).toEqual({
    ...order,
    at: '2026-02-28T12:00:00.123Z',
    count: 7,
    total: '4611686018427387904',
    picture: 'AP8B',
    notes: [{ at: '2026-02-28T12:00:00.123Z', text: 'a' }],
    parent: { id, at: '2026-02-28T12:00:00.123Z', ended: '2026-02-28' },
    byDay: { monday: '2026-02-28T12:00:00.123Z', __proto: '2026-02-28T12:00:00.123Z' },
  });
});

test('a parameter that is left out has its default, decoded', async () => {
  const context: Context = { seen: [], answer };
  await joined(context).client.putOrder({ path, body: { id, at } });
  expect(context.seen[0]).toMatchObject({ query: { since: new Date('2019-12-31T23:00:00Z') } });
});

test.each([
  [{ body: note, contentType: 'application/x-www-form-urlencoded' }, note],
  [{ body: at, contentType: 'text/plain' }, at],
  [
    {
      body: {
        at,
        counts: [1n, 2n],
        note,
        signed: { value: path.day, headers: { 'x-at': at } },
        file: new Uint8Array([1]),
      },
      contentType: 'multipart/form-data',
    },
    {
      at,
      counts: [1n, 2n],
      note,
      signed: { value: path.day, headers: { 'x-at': at } },
      file: { bytes: new Uint8Array([1]), contentType: 'application/octet-stream', filename: 'file' },
    },
  ],
])('a body of every media type arrives as it was given: %j', async (sent, arrived) => {
  const context: Context = { seen: [], answer };
  await joined(context).client.putOrder({ path, ...sent });
  expect(context.seen.map(({ body }) => body)).toEqual([arrived]);
});

test('bytes that are JSON are written as their text', async () => {
  const { client, bodies } = joined({ seen: [], answer: { status: 201, body: new Uint8Array([0, 255]) } });
  const result = await client.putOrder({ path, body: { id, at } });
  expect(bodies).toEqual(['"AP8="']);
  expect(result.body).toEqual(new Uint8Array([0, 255]));
});

test('items of a stream are decoded as they come', async () => {
  const items: unknown[] = [];
  for await (const item of (await joined({ seen: [], answer }).client.listMoments()).body) items.push(item);
  expect(items).toEqual([{ at: new Date('2026-02-28T12:00:00Z') }]);
});

test.each([
  [{ ...answer, body: { id, at: at.toISOString() } }, "at '/at': expected a Date of the years 0000 to 9999"],
  [{ ...answer, body: { id: 'x', at } }, "at '/id': expected a string in the format uuid"],
  [
    { ...answer, headers: { 'x-next': 'x' } },
    'the header x-next of 200 breaks the contract: expected a Date',
  ],
  [{ status: 201, body: 'AP8=' }, "at '': expected a Uint8Array"],
])('an answer that has no wire form is undeclared: %#', async (wrong, message) => {
  const { client } = joined({ seen: [], answer: wrong });
  const cause = { name: 'UndeclaredAnswer', message: expect.stringContaining(message) };
  await expect(client.putOrder({ path, body: { id, at } })).rejects.toMatchObject({ cause });
});

test.each([
  [{ path: { ...path, day: new Date(1) }, body: { id, at } }, 'expected a Date at midnight UTC'],
  [
    { path, body: { id, at: '2026-02-28' } },
    "OrderInput at '/at': expected a Date of the years 0000 to 9999",
  ],
  [{ path, body: { id, at, count: 2n ** 60n } }, "at '/count': expected a bigint within 2^53 - 1 of zero"],
])('a request that has no wire form is not sent: %#', async (request, message) => {
  const { client, events } = joined({ seen: [], answer });
  await expect(client.putOrder(request)).rejects.toThrow(message);
  await expect(client.putOrder(request)).rejects.toThrow(TypeError);
  expect(events).toEqual([]);
});

test('the service refuses what cannot be decoded, with every place', async () => {
  const { client, bodies } = joined({ seen: [], answer }, { strict: false });
  const text = new Blob([`{"id":"x","at":"2026-02-30T00:00:00Z","count":${2 ** 53}}`]);
  await expect(client.putOrder({ path, body: text, contentType: 'text/plain' })).rejects.toThrow();
  const handler = built.module.make({ seen: [], answer }, { log: () => undefined });
  const event = {
    httpMethod: 'PUT',
    path: `/v1/orders/${id}/2026-02-28`,
    headers: { 'content-type': 'application/json' },
    multiValueQueryStringParameters: null,
    body: await text.text(),
    isBase64Encoded: false,
    requestContext: {},
  };
  const { errors } = JSON.parse((await handler(event, lambda)).body) as { errors: { pointer: string }[] };
  expect(errors.map(({ pointer }) => pointer)).toEqual(['/id', '/at', '/count']);
  expect(bodies).toEqual([]);
});

test('the same request under a key is told by its wire form, whatever code makes of it', async () => {
  const scopes: IdempotencyScope[] = [];
  const idempotency: IdempotencyStore = {
    begin: async (scope) => {
      scopes.push(scope);
      return { state: 'begun' };
    },
    complete: async () => undefined,
    abandon: async () => undefined,
  };
  const { client } = joined({ seen: [], answer }, { idempotency });
  const headers = { 'idempotency-key': at };
  const note1 = { contentType: 'multipart/form-data', body: { at } };
  const note2 = { contentType: 'multipart/form-data', body: { at: new Date(0) } };
  for (const body of [
    { body: { id, at } },
    { body: { id, at } },
    { body: { id, at: new Date(0) } },
    note1,
    note2,
  ])
    await client.putOrder({ path, headers, ...body });
  expect(scopes.map(({ key }) => key)).toEqual(Array.from({ length: 5 }, () => at.toISOString()));
  const [first, same, ...others] = scopes.map(({ fingerprint }) => fingerprint);
  expect(same).toBe(first);
  expect(new Set([first, ...others]).size).toBe(4);
});

test('events are published as their wire form, and received as decoded values', async () => {
  const { detail } = built.module.published(at);
  expect(detail.S).toBe('{"eventId":"e","at":"2026-02-28T12:00:00.123Z"}');
  const seen: unknown[] = [];
  await built.module.received(JSON.parse(detail.S), seen);
  expect(seen).toEqual([at.getTime()]);
  expect(() => built.module.published(new Date(Number.NaN))).toThrow(
    "breaks its contract at '/at': expected a Date",
  );
});

test('a mock of the contract answers with wire values, as it always does', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'decoded mock '));
  writeFileSync(join(directory, 'openapi.yaml'), document);
  const { contract } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error('the document cannot be read');
  const mock = await createMock(contract, { directory, seed: 'a' });
  const body = JSON.stringify({ id, at: at.toISOString() });
  const event = await eventOf(`http://rich/v1/orders/${id}/2026-02-28`, {
    method: 'PUT',
    body,
    headers: { 'content-type': 'application/json', prefer: 'code=200' },
  });
  const result = mock(event);
  rmSync(directory, { recursive: true });
  expect(result.statusCode).toBe(200);
  expect(typeof JSON.parse(result.body).at).toBe('string');
});
