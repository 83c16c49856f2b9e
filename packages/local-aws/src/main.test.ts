import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type LocalAwsOptions, type RunningSystem, startLocalAws } from './main.js';

const shop = join(import.meta.dirname, '..', 'testdata', 'shop');

let directory: string;
let running: RunningSystem | undefined;
let errors: string[];
let lines: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local aws '));
  errors = [];
  lines = [];
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(directory, { recursive: true });
});

async function start(more: LocalAwsOptions = {}): Promise<RunningSystem> {
  running = await startLocalAws({
    workingDirectory: shop,
    port: 0,
    endpointPort: 0,
    output: {
      request: ({ method, path, status, functionName }) =>
        lines.push(`${method} ${path} ${status} ${functionName}`),
      event: ({ kind, name, to }) => lines.push(`${kind} ${name} ${to}`),
      log: (functionName, text) => lines.push(`${functionName}: ${text}`),
      error: (what, detail) => errors.push(`${what} ${detail ?? ''}`),
    },
    ...more,
  });
  return running;
}

interface Order {
  readonly id: string;
  readonly state: string;
  readonly issuer: string;
  readonly apiUrl: string;
  readonly authorization: string | null;
}

async function order(apiUrl: string, id: string, headers: Record<string, string> = {}): Promise<Order> {
  return (await fetch(`${apiUrl}/v1/orders/${id}`, { headers })).json() as Promise<Order>;
}

/** Waits for what happens behind the answer: event, queue and second function. */
async function shipped(apiUrl: string, id: string): Promise<Order> {
  for (let tries = 0; tries < 200; tries++) {
    const seen = await order(apiUrl, id);
    if (seen.state === 'shipped') return seen;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`the order ${id} was never shipped: ${[...errors, ...lines].join('\n')}`);
}

const client = ({ endpointUrl: endpoint }: RunningSystem) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

test('a request runs through gateway, function, table, bus, rule, queue and mapping to the second function', async () => {
  const system = await start();
  const answer = await fetch(`${system.apiUrl}/v1/orders/7`, { method: 'PUT' });
  expect([answer.status, await answer.json()]).toEqual([201, { id: '7' }]);
  expect(await shipped(system.apiUrl, '7')).toEqual({
    id: '7',
    state: 'shipped',
    issuer: system.issuerUrl,
    apiUrl: system.apiUrl,
    authorization: null,
  });
  const { Item } = await new DynamoDBClient(client(system)).send(
    new GetItemCommand({ TableName: 'orders-test', Key: { id: { S: '7' } } }),
  );
  expect(Item).toEqual({ id: { S: '7' }, state: { S: 'shipped' } });
  expect(lines.some((line) => line.startsWith('PUT /v1/orders/7 201 '))).toBe(true);
  expect(errors).toEqual([]);
}, 30_000);

test("the endpoint answers the SDKs with the queues' URLs and the facts of this system", async () => {
  const system = await start();
  const { QueueUrl } = await new SQSClient(client(system)).send(
    new GetQueueUrlCommand({ QueueName: 'shipping-test' }),
  );
  expect(QueueUrl).toBe(`${system.endpointUrl}/000000000000/shipping-test`);
  for (const [name, value] of [
    ['api', system.apiUrl],
    ['endpoint', system.endpointUrl],
    ['issuer', system.issuerUrl],
  ] as const) {
    const { Parameter } = await new SSMClient(client(system)).send(
      new GetParameterCommand({ Name: `/local-aws/${name}-url` }),
    );
    expect(Parameter?.Value).toBe(value);
  }
}, 30_000);

test('tokens are verified by the keys that the endpoint publishes', async () => {
  const system = await start();
  const token = await system.token('ann', ['orders:read']);
  const keys = createRemoteJWKSet(new URL(`${system.issuerUrl}/.well-known/jwks.json`));
  const { payload } = await jwtVerify(token, keys, { issuer: system.issuerUrl });
  expect(payload).toMatchObject({ sub: 'ann', scope: 'orders:read', token_use: 'access' });
}, 30_000);

test('with a data directory a restart has the same items, and seeds are applied once', async () => {
  const dataDir = join(directory, 'data');
  const seed = join(directory, 'orders.json');
  writeFileSync(
    seed,
    JSON.stringify([{ method: 'PUT', path: '/v1/orders/seeded', scopes: ['orders:write'] }]),
  );
  const first = await start({ dataDir, seedFiles: [seed] });
  await shipped(first.apiUrl, 'seeded');
  expect(first.seeds).toEqual({ applied: 1, requests: 1, known: 0 });
  await first.close();
  const second = await start({ dataDir, seedFiles: [seed] });
  expect((await order(second.apiUrl, 'seeded')).state).toBe('shipped');
  expect(second.seeds).toEqual({ applied: 0, requests: 0, known: 1 });
}, 30_000);

test('parameters of the call count before those of samconfig.toml, and the section is chosen by its name', async () => {
  const other = await start({ configEnv: 'other' });
  expect(other.system.tables.map(({ tableName }) => tableName)).toEqual(['orders-other']);
  await other.close();
  const called = await start({ configEnv: 'other', parameters: { Stage: 'called' } });
  expect(called.system.tables.map(({ tableName }) => tableName)).toEqual(['orders-called']);
}, 30_000);

test('a section of samconfig.toml that is not there, and a function that nobody has, are refused', async () => {
  const file = join(shop, 'samconfig.toml');
  await expect(start({ configEnv: 'nowhere' })).rejects.toThrow(`${file} has no section [nowhere]`);
  await expect(start({ inspect: { Nobody: 9229 } })).rejects.toThrow('--inspect names Nobody');
});

test('a seed that is refused ends the start with its place, and nothing stays open', async () => {
  const seed = join(directory, 'bad.json');
  writeFileSync(seed, JSON.stringify([{ method: 'GET', path: '/v1/orders/nobody' }]));
  const dataDir = join(directory, 'data');
  await expect(start({ seedFiles: [seed], dataDir })).rejects.toThrow(
    `${seed}: request 0 (GET /v1/orders/nobody) was answered 404: {"id":"nobody"}`,
  );
  await start({ dataDir });
}, 30_000);

test('the grants that were used are written at the close, and a file that cannot be written is told at the start', async () => {
  const recordGrantsFile = join(directory, 'grants.json');
  const system = await start({ recordGrantsFile });
  await fetch(`${system.apiUrl}/v1/orders/7`, { method: 'PUT' });
  await system.close();
  const { used } = JSON.parse(readFileSync(recordGrantsFile, 'utf8'));
  expect(used).toContainEqual({
    function: 'OrdersFunction',
    action: 'dynamodb:PutItem',
    resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders-test',
    grantedBy: [expect.stringMatching(/^template\.yaml:\d+:\d+$/)],
  });
  await expect(start({ recordGrantsFile: join(directory, 'nowhere', 'a.json') })).rejects.toThrow(
    'the grants cannot be written to',
  );
}, 30_000);
