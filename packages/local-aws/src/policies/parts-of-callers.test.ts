import { createTables, memoryLog } from '@atoll/embedded-dynamodb';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type ListeningEndpoint, listeningEndpoint } from '../endpoint/listening-endpoint.js';
import type { ServedParts } from '../endpoint/route.js';
import type { Json } from '../system.js';
import { type CalledParts, partsOfCallers } from './parts-of-callers.js';
import { arn, systemWith } from './system-fixture.js';

let endpoint: ListeningEndpoint;
let calls: string[];
let called: CalledParts;

const table = arn('dynamodb', 'table/orders');
const user = 'arn:aws:sts::000000000000:assumed-role/OrdersRole/orders';

/** An endpoint where `Orders` has these statements; tables are real, the other services write down what reaches them. */
async function listen(statements: readonly Json[]): Promise<void> {
  const system = systemWith(statements);
  const log = memoryLog();
  const tables = createTables({ log, region: system.region, accountId: system.accountId });
  await log.open();
  await tables.call('DynamoDB_20120810', 'CreateTable', system.tables[0]?.create);
  const seen = <T>(call: string, answer: T): Promise<T> => {
    calls.push(call);
    return Promise.resolve(answer);
  };
  const parts: ServedParts = {
    tables,
    queues: { call: (action) => seen(action, { MessageId: '1' }) },
    bus: { call: (action) => seen(action, { FailedEntryCount: 0, Entries: [] }) },
    parameters: { call: (action) => seen(action, { Parameter: { Name: 'a', Value: 'b' } }) },
    topics: { call: (action) => seen(action, { MessageId: '1' }) },
    apiKeys: { call: ({ url }) => seen(url, { statusCode: 200, headers: {}, body: '{}' }) },
    functions: { call: ({ url }) => seen(url, { statusCode: 200, headers: {}, body: '{}' }) },
    issuer: { handle: () => Promise.reject(new Error('not asked')) },
    issuerPath: '/issuer',
    accountId: system.accountId,
  };
  const output = {
    error: (what: string, detail?: string) => void endpoint.errors.push(`${what}\n${detail}`),
  };
  called = partsOfCallers(parts, { system, output });
  endpoint = await listeningEndpoint({ ...parts, partsOf: called.partsOf });
}

beforeEach(() => {
  calls = [];
});
afterEach(() => endpoint.close());

const as = (accessKeyId: string) => ({
  endpoint: endpoint.url,
  region: 'us-east-1',
  credentials: { accessKeyId, secretAccessKey: 'local' },
  maxAttempts: 1,
});
const orders = () => as('LOCALORDERS');

interface Refused {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

async function refusal(call: Promise<unknown>): Promise<[string, number, string]> {
  const error: Refused = await call.then(
    () => Promise.reject(new Error('it was not refused')),
    (refused: Refused) => refused,
  );
  return [error.name, error.$metadata.httpStatusCode, error.message];
}

const put = new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'a' } } });
const get = new GetItemCommand({ TableName: 'orders', Key: { pk: { S: 'a' } } });

test('DynamoDB refuses in its own words what the function is not granted, and does the rest', async () => {
  await listen([{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table }]);
  const tables = new DynamoDBClient(orders());
  expect(await refusal(tables.send(put))).toEqual([
    'AccessDeniedException',
    400,
    `User: ${user} is not authorized to perform: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
  ]);
  expect((await tables.send(get)).Item).toBeUndefined();
});

test('a transaction needs each of its actions, and none of it is done without one of them', async () => {
  await listen([{ Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: table }]);
  const tables = new DynamoDBClient(orders());
  const Key = { pk: { S: 'b' } };
  const transaction = new TransactWriteItemsCommand({
    TransactItems: [
      { Put: { TableName: 'orders', Item: { pk: { S: 'a' } } } },
      { Delete: { TableName: 'orders', Key } },
    ],
  });
  expect((await refusal(tables.send(transaction)))[2]).toContain('perform: dynamodb:DeleteItem on resource');
  expect((await tables.send(get)).Item).toBeUndefined();
});

test('leading keys are held against the items', async () => {
  const Condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['b'] } };
  await listen([{ Effect: 'Allow', Action: 'dynamodb:*', Resource: table, Condition }]);
  const tables = new DynamoDBClient(orders());
  expect((await refusal(tables.send(put)))[0]).toBe('AccessDeniedException');
  await tables.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'b' } } }));
});

test('an explicit Deny says so, and the output names its line', async () => {
  await listen([
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' },
  ]);
  const [, , message] = await refusal(new DynamoDBClient(orders()).send(put));
  expect(message).toBe(
    `User: ${user} is not authorized to perform: dynamodb:PutItem on resource: ${table} with an explicit deny in an identity-based policy`,
  );
  expect(endpoint.errors).toEqual([
    `Orders was refused dynamodb:PutItem on ${table}, as on AWS\ntemplate.yaml:21: this statement denies it`,
  ]);
});

test('SQS answers 403 with its action in small letters, for a batch that of its single form', async () => {
  await listen([]);
  const queues = new SQSClient(orders());
  const QueueUrl = `${endpoint.url}/000000000000/jobs`;
  const text = `User: ${user} is not authorized to perform: sqs:sendmessage on resource: ${arn('sqs', 'jobs')} because no identity-based policy allows the sqs:sendmessage action`;
  expect(await refusal(queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })))).toEqual([
    'AccessDenied',
    403,
    text,
  ]);
  const Entries = [{ Id: '1', MessageBody: 'a' }];
  expect((await refusal(queues.send(new SendMessageBatchCommand({ QueueUrl, Entries }))))[2]).toBe(text);
  expect(calls).toEqual([]);
});

test("the query protocol of SQS has the same refusal as XML, also for a presigned URL's key", async () => {
  await listen([]);
  const form = 'Action=SendMessage&Version=2012-11-05&MessageBody=a';
  const url = `${endpoint.url}/000000000000/jobs?${form}`;
  const answer = await fetch(
    `${url}&X-Amz-Credential=LOCALORDERS%2F20260101%2Fus-east-1%2Fsqs%2Faws4_request`,
  );
  expect([answer.status, await answer.text()]).toEqual([
    403,
    expect.stringContaining('<Code>AccessDenied</Code>'),
  ]);
  expect((await fetch(url)).status).toBe(200);
});

test('EventBridge, SSM and Lambda refuse each in their way', async () => {
  await listen([]);
  const Entries = [{ EventBusName: 'shop', Source: 's', DetailType: 't', Detail: '{}' }];
  const events = new EventBridgeClient(orders()).send(new PutEventsCommand({ Entries }));
  expect(await refusal(events)).toEqual([
    'AccessDeniedException',
    400,
    expect.stringContaining(`events:PutEvents on resource: ${arn('events', 'event-bus/shop')} because`),
  ]);
  const parameter = new SSMClient(orders()).send(new GetParameterCommand({ Name: '/a' }));
  expect(await refusal(parameter)).toEqual([
    'AccessDeniedException',
    400,
    expect.stringContaining(`ssm:GetParameter on resource: ${arn('ssm', 'parameter/a')} because`),
  ]);
  const invoked = new LambdaClient(orders()).send(new InvokeCommand({ FunctionName: 'orders' }));
  expect(await refusal(invoked)).toEqual([
    'AccessDeniedException',
    403,
    expect.stringContaining(`lambda:InvokeFunction on resource: ${arn('lambda', 'function:orders')} because`),
  ]);
  expect(calls).toEqual([]);
});

test('what is granted reaches every service', async () => {
  await listen([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const QueueUrl = `${endpoint.url}/000000000000/jobs`;
  await new SQSClient({ ...orders(), md5: false }).send(
    new SendMessageCommand({ QueueUrl, MessageBody: 'a' }),
  );
  await new EventBridgeClient(orders()).send(new PutEventsCommand({ Entries: [{}] }));
  await new SSMClient(orders()).send(new GetParameterCommand({ Name: '/a' }));
  await new LambdaClient(orders()).send(new InvokeCommand({ FunctionName: 'orders' }));
  await new DynamoDBClient(orders()).send(put);
  expect(calls).toEqual([
    'SendMessage',
    'PutEvents',
    'GetParameter',
    '/2015-03-31/functions/orders/invocations',
  ]);
  expect(endpoint.errors).toEqual([]);
});

test('the output tells each action once, with the statement to write and where', async () => {
  await listen([]);
  const tables = new DynamoDBClient(orders());
  for (let i = 0; i < 2; i++) await refusal(tables.send(put));
  await refusal(tables.send(get));
  const suggestion = (action: string) =>
    `Orders was refused ${action} on ${table}, as on AWS\ntemplate.yaml:12: add to the Policies of Orders: - Statement: [{ Effect: Allow, Action: [${action}], Resource: !GetAtt Table.Arn }]`;
  expect(endpoint.errors).toEqual([suggestion('dynamodb:PutItem'), suggestion('dynamodb:GetItem')]);
});

test('a key that is none of a function is not restricted', async () => {
  await listen([]);
  await new DynamoDBClient(as('developer')).send(put);
  expect((await new DynamoDBClient(as('developer')).send(get)).Item).toEqual({ pk: { S: 'a' } });
});

test('STS names the session of the function', async () => {
  await listen([]);
  const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
  const authorization = 'AWS4-HMAC-SHA256 Credential=LOCALORDERS/20260101/us-east-1/sts/aws4_request';
  const answer = await fetch(endpoint.url, { method: 'POST', body, headers: { authorization } });
  expect(await answer.text()).toContain(`<Arn>${user}</Arn>`);
  const root = await fetch(endpoint.url, { method: 'POST', body });
  expect(await root.text()).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
});

test('statements that are left out grant nothing, are asked for again, and come back', async () => {
  const statements = [
    { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table },
    { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table },
  ];
  await listen(statements);
  const tables = new DynamoDBClient(orders());
  const [first, second] = ['template.yaml:20:9', 'template.yaml:21:9'];
  await tables.send(put);
  for (let round = 0; round < 2; round++) {
    called.leaveOut([first]);
    expect((await refusal(tables.send(put)))[0]).toBe('AccessDeniedException');
    expect((await tables.send(get)).Item).toEqual({ pk: { S: 'a' } });
    called.leaveOut([second]);
    await tables.send(put);
    expect((await refusal(tables.send(get)))[0]).toBe('AccessDeniedException');
  }
  expect(endpoint.errors.filter((each) => each.includes('refused dynamodb:PutItem'))).toHaveLength(2);
  called.leaveOut([]);
  await tables.send(put);
  await tables.send(get);
});
