import { type RunningServer, startServer } from '@atoll/embedded-dynamodb';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { IdempotencyScope, StoredAnswer } from './idempotency.js';
import { idempotencyTable } from './idempotency-table.js';

let server: RunningServer;
let client: DynamoDBClient;
let tableName = '';
let nowMs: number;
let tables = 0;

beforeAll(async () => {
  server = await startServer();
  client = new DynamoDBClient({
    endpoint: server.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(async () => {
  tables += 1;
  tableName = `orders-${tables}`;
  nowMs = Date.UTC(2026, 10, 25);
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});

const store = () => idempotencyTable({ client, tableName, now: () => nowMs });
const items = async () => (await client.send(new ScanCommand({ TableName: tableName }))).Items ?? [];

function scope(more: Partial<IdempotencyScope> = {}): IdempotencyScope {
  return {
    caller: 'ann',
    operationId: 'placeOrder',
    key: 'k1',
    fingerprint: 'f1',
    attempt: 'a1',
    deadline: nowMs + 3000,
    ...more,
  };
}

const answer: StoredAnswer = {
  statusCode: 201,
  headers: { location: '/v1/orders/1', 'content-type': 'application/json' },
  body: '{ "text": "é\\n" }',
  isBase64Encoded: false,
};
const second = { attempt: 'a2' };
const hourMs = 60 * 60 * 1000;

test('a key that is new begins, and its record expires after 24 hours', async () => {
  expect(await store().begin(scope())).toEqual({ state: 'begun' });
  expect(await items()).toEqual([
    {
      pk: { S: expect.stringMatching(/^idempotency#placeOrder#[\w-]{43}$/) },
      sk: { S: '-' },
      fingerprint: { S: 'f1' },
      attempt: { S: 'a1' },
      takeoverAt: { N: String(nowMs + 4000) },
      expiresAt: { N: String((nowMs + 24 * hourMs) / 1000) },
    },
  ]);
});

test('a completed key replays its answer as it was', async () => {
  await store().begin(scope());
  await store().complete(scope(), answer);
  expect(await store().begin(scope(second))).toEqual({ state: 'replay', answer });
  expect((await items())[0]).not.toHaveProperty('takeoverAt');
});

test('another request under the key is a mismatch, whether the first has ended or not', async () => {
  await store().begin(scope());
  expect(await store().begin(scope({ ...second, fingerprint: 'f2' }))).toEqual({ state: 'mismatch' });
  nowMs += 4000;
  expect(await store().begin(scope({ ...second, fingerprint: 'f2' }))).toEqual({ state: 'mismatch' });
  await store().complete(scope(), answer);
  expect(await store().begin(scope({ ...second, fingerprint: 'f2' }))).toEqual({ state: 'mismatch' });
});

test.each<[string, Partial<IdempotencyScope>]>([
  ['caller', { caller: 'bob' }],
  ['operation', { operationId: 'cancelOrder' }],
  ['key', { key: 'k2' }],
])('another %s is another record', async (_name, other) => {
  await store().begin(scope());
  expect(await store().begin(scope({ ...second, ...other }))).toEqual({ state: 'begun' });
  expect(await items()).toHaveLength(2);
});

test('caller and key do not run into each other', async () => {
  await store().begin(scope({ caller: 'a', key: 'b#c' }));
  expect(await store().begin(scope({ ...second, caller: 'a#b', key: 'c' }))).toEqual({ state: 'begun' });
});

test('a key in flight is in flight until its invocation is dead by any clock, then it is taken over', async () => {
  await store().begin(scope());
  nowMs += 3999;
  expect(await store().begin(scope(second))).toEqual({ state: 'in flight' });
  nowMs += 1;
  expect(await store().begin(scope(second))).toEqual({ state: 'begun' });
  expect(await store().begin(scope({ attempt: 'a3' }))).toEqual({ state: 'in flight' });
});

test('an attempt whose record was taken over can neither complete nor abandon it', async () => {
  await store().begin(scope());
  nowMs += 4000;
  await store().begin(scope(second));
  await expect(store().complete(scope(), answer)).rejects.toThrow('The conditional request failed');
  await store().abandon(scope());
  expect(await items()).toMatchObject([{ attempt: { S: 'a2' } }]);
  await store().complete(scope(second), { ...answer, body: 'second' });
  expect(await store().begin(scope({ attempt: 'a3' }))).toMatchObject({ answer: { body: 'second' } });
});

test('a write that the SDK repeats, since its answer got lost, is the same write', async () => {
  await store().begin(scope());
  expect(await store().begin(scope())).toEqual({ state: 'begun' });
  await store().complete(scope(), answer);
  await store().complete(scope(), answer);
  expect(await store().begin(scope())).toEqual({ state: 'replay', answer });
  await store().abandon(scope({ key: 'k2' }));
});

test('an abandoned key may begin again; a completed one is not abandoned', async () => {
  await store().begin(scope());
  await store().abandon(scope());
  expect(await items()).toEqual([]);
  expect(await store().begin(scope(second))).toEqual({ state: 'begun' });
  await store().complete(scope(second), answer);
  await store().abandon(scope(second));
  expect(await store().begin(scope({ attempt: 'a3' }))).toMatchObject({ state: 'replay' });
});

test('a record that has expired counts as absent before it is deleted', async () => {
  await store().begin(scope());
  await store().complete(scope(), answer);
  nowMs += 24 * hourMs - 1000;
  expect(await store().begin(scope(second))).toMatchObject({ state: 'replay' });
  nowMs += 1000;
  expect(await store().begin(scope({ ...second, fingerprint: 'f2' }))).toEqual({ state: 'begun' });
  expect((await items())[0]).not.toHaveProperty('answer');
});

test('of many attempts at once one begins', async () => {
  const attempts = Array.from({ length: 20 }, (_, index) => store().begin(scope({ attempt: `a${index}` })));
  const states = (await Promise.all(attempts)).map(({ state }) => state);
  expect(states.filter((state) => state === 'begun')).toHaveLength(1);
  expect(states.filter((state) => state === 'in flight')).toHaveLength(19);
});

test('what is no failed condition is thrown', async () => {
  const absent = idempotencyTable({ client, tableName: 'absent' });
  await expect(absent.begin(scope())).rejects.toThrow('resource not found');
  await expect(absent.abandon(scope())).rejects.toThrow('resource not found');
});
