import { type Built, buildGenerated } from '../../write/build-generated.js';
import type { LambdaContext, ProxyEvent, ProxyResult } from './event.js';
import type { Begun, IdempotencyScope, IdempotencyStore, StoredAnswer } from './idempotency.js';

const document = `openapi: 3.1.0
info: { title: Orders, version: 1.2.3 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
paths:
  /v1/orders:
    post:
      operationId: placeOrder
      security: [{ bearer: [] }]
      parameters:
        - { name: Idempotency-Key, in: header, required: true, schema: { type: string, minLength: 1 } }
        - { name: dry, in: query, schema: { type: string } }
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { default: { description: It, content: { application/json: { schema: { type: object } } } } }
  /v1/carts:
    post:
      operationId: addCart
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: { '201': { description: It } }
`;
const code = `import { contract, type Contract } from './gen/contract.js';
import type { Handlers } from './gen/runtime/server/handler.js';
import type { IdempotencyStore } from './gen/runtime/server/idempotency.js';
import { serve, type ServeOptions } from './gen/runtime/server/serve.js';
interface Context { status: number; fail: string | undefined; calls: number; during: (() => Promise<void>) | undefined }
const handlers: Handlers<Contract, Context> = {
  placeOrder: async ({ body, headers }, context) => {
    context.calls += 1;
    await context.during?.();
    if (context.fail !== undefined) throw new Error(context.fail);
    return { status: context.status, headers: { location: '/v1/orders/' + context.calls }, body: { call: context.calls, body, key: headers['idempotency-key'] } };
  },
  addCart: async (_request, context) => { context.calls += 1; return { status: 201 }; },
};
export const make = (context: Context, options: ServeOptions) => serve(contract, handlers, async () => ({ context, options }));
export const typed: (store: IdempotencyStore) => Pick<ServeOptions, 'idempotency'> = (idempotency) => ({ idempotency });
`;

interface Context {
  status: number;
  fail: string | undefined;
  calls: number;
  during: (() => Promise<void>) | undefined;
}
interface Module {
  make(context: Context, options: object): (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;
}

/** Keeps records as the table does, without expiry and takeover. */
class MemoryStore implements IdempotencyStore {
  readonly records = new Map<string, { scope: IdempotencyScope; answer?: StoredAnswer }>();
  readonly failing = new Set<keyof IdempotencyStore>();

  async begin(scope: IdempotencyScope): Promise<Begun> {
    if (this.failing.has('begin')) throw new Error('the table is away');
    const id = JSON.stringify([scope.caller, scope.operationId, scope.key]);
    const known = this.records.get(id);
    if (known === undefined) this.records.set(id, { scope });
    if (known === undefined) return { state: 'begun' };
    if (known.scope.fingerprint !== scope.fingerprint) return { state: 'mismatch' };
    return known.answer === undefined ? { state: 'in flight' } : { state: 'replay', answer: known.answer };
  }

  async complete(scope: IdempotencyScope, answer: StoredAnswer): Promise<void> {
    if (this.failing.has('complete')) throw new Error('the table is away');
    for (const record of this.records.values())
      if (record.scope.attempt === scope.attempt) record.answer = answer;
  }

  async abandon(scope: IdempotencyScope): Promise<void> {
    if (this.failing.has('abandon')) throw new Error('the table is away');
    for (const [id, record] of this.records)
      if (record.scope.attempt === scope.attempt) this.records.delete(id);
  }
}

let built: Built<Module>;
let store: MemoryStore;
let context: Context;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());
beforeEach(() => {
  store = new MemoryStore();
  context = { status: 201, fail: undefined, calls: 0, during: undefined };
  lines = [];
});

interface Asked {
  readonly key?: string;
  readonly caller?: string;
  readonly body?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
}

async function place(asked: Asked = {}, options: object = { idempotency: store }) {
  const { key = 'k1', caller = 'ann', body = '{"a":1,"b":[2]}', path = '/v1/orders', query } = asked;
  const event: ProxyEvent = {
    httpMethod: 'POST',
    path,
    headers: {
      authorization: caller,
      'Content-Type': 'application/json',
      ...(key !== '' && { 'Idempotency-Key': key }),
    },
    queryStringParameters: query ?? null,
    body,
    isBase64Encoded: false,
    requestContext: {},
  };
  const log = (level: string, fields: object) => void lines.push({ level, ...fields });
  const authenticate = async (sub: string) => ({ sub, scopes: [] });
  const handler = built.module.make(context, { log, authenticate, ...options });
  return handler(event, { awsRequestId: 'x', getRemainingTimeInMillis: () => 3000 });
}

test('the generated code passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
});

test('the same request under the same key is answered alike, byte for byte, and says so', async () => {
  const first = await place();
  const second = await place({ body: '{ "b": [2], "a": 1 }' });
  expect(context.calls).toBe(1);
  expect(second.body).toBe(first.body);
  expect(second.statusCode).toBe(201);
  expect(second.headers).toMatchObject({
    location: '/v1/orders/1',
    'content-type': 'application/json',
    'idempotency-replayed': 'true',
  });
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
});

test.each<[string, Asked]>([
  ['body', { body: '{"a":1,"b":[3]}' }],
  ['order of an array', { body: '{"a":1,"b":[2],"c":[1,2]}' }],
  ['query', { query: { dry: 'yes' } }],
])('another %s under the same key is 422', async (_part, asked) => {
  await place();
  const result = await place(asked);
  expect(result).toMatchObject({ statusCode: 422, headers: { 'content-type': 'application/problem+json' } });
  expect(context.calls).toBe(1);
});

test('keys of other callers and of other operations are other keys', async () => {
  await place();
  await place({ caller: 'bob' });
  await place({ path: '/v1/carts', body: '' });
  expect(context.calls).toBe(3);
  expect(Array.from(store.records.keys(), (id) => JSON.parse(id))).toEqual([
    ['ann', 'placeOrder', 'k1'],
    ['bob', 'placeOrder', 'k1'],
    ['', 'addCart', 'k1'],
  ]);
});

test('while the first request is being answered, the second is 409 with Retry-After', async () => {
  const seconds: ProxyResult[] = [];
  context.during = async () => {
    context.during = undefined;
    seconds.push(await place());
  };
  expect((await place()).statusCode).toBe(201);
  expect(seconds).toMatchObject([{ statusCode: 409, headers: { 'retry-after': '1' } }]);
  expect(context.calls).toBe(1);
});

test.each([200, 201, 400, 404, 422])('an answer %i is kept', async (status) => {
  context.status = status;
  await place();
  expect((await place()).headers['idempotency-replayed']).toBe('true');
  expect(context.calls).toBe(1);
});

test.each([408, 409, 423, 425, 429, 500, 503])('after %i the key may be tried again', async (status) => {
  context.status = status;
  expect((await place()).statusCode).toBe(status);
  context.status = 201;
  expect((await place()).statusCode).toBe(201);
  expect(context.calls).toBe(2);
});

test('after a throw the key may be tried again', async () => {
  context.fail = 'the table is away';
  expect((await place()).statusCode).toBe(500);
  context.fail = undefined;
  expect((await place()).statusCode).toBe(201);
});

test('a required key that is missing is 400, and what is refused takes no key', async () => {
  expect((await place({ key: '' })).statusCode).toBe(400);
  expect((await place({ body: '[]' })).statusCode).toBe(400);
  expect(store.records.size).toBe(0);
  expect((await place({ key: '', path: '/v1/carts', body: '' })).statusCode).toBe(201);
  expect(store.records.size).toBe(0);
});

test('a store that cannot be asked is 503, and the handler does not run', async () => {
  store.failing.add('begin');
  expect(await place()).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  expect(context.calls).toBe(0);
  expect(lines).toMatchObject([{ level: 'error', operation: 'placeOrder', outcome: 'failed' }]);
  expect(lines[0]?.error).toContain('the table is away');
});

test('work that is done is answered even when its record cannot be kept', async () => {
  store.failing.add('complete').add('abandon');
  expect((await place()).statusCode).toBe(201);
  context.fail = 'a bug';
  expect((await place({ key: 'k2' })).statusCode).toBe(500);
  expect(lines.filter(({ idempotency }) => idempotency === 'failed')).toHaveLength(2);
});

test('without a store the key is the handler’s own', async () => {
  expect(JSON.parse((await place({}, {})).body)).toMatchObject({ key: 'k1', call: 1 });
  expect(JSON.parse((await place({}, {})).body)).toMatchObject({ key: 'k1', call: 2 });
});

test('an attempt is dead when Lambda’s time is over', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  await place();
  jest.restoreAllMocks();
  const [record] = store.records.values();
  expect(record?.scope.deadline).toBe(1_003_000);
});
