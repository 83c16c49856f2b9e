/** The unmodified SDK against a server. */

import { crc32 } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { type RunningServer, startServer } from './http/start-server.js';

let server: RunningServer;
let client: DynamoDBClient;
let streams: DynamoDBStreamsClient;

beforeAll(async () => {
  server = await startServer();
  const options = {
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  client = new DynamoDBClient(options);
  streams = new DynamoDBStreamsClient(options);
  await client.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [
        { AttributeName: 'customer', AttributeType: 'S' },
        { AttributeName: 'number', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'number', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
});

afterAll(async () => {
  client.destroy();
  streams.destroy();
  await server.close();
});

const key = (customer: string, number: number) => ({
  customer: { S: customer },
  number: { N: String(number) },
});

test('what is put is got, binary and nested values too', async () => {
  const Item = {
    ...key('ann', 1),
    picture: { B: new Uint8Array([0, 255, 7]) },
    lines: { L: [{ M: { sku: { S: 'tea' }, grams: { N: '250' } } }] },
    flags: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
    gone: { NULL: true },
  };
  await client.send(new PutItemCommand({ TableName: 'orders', Item }));
  const got = await client.send(new GetItemCommand({ TableName: 'orders', Key: key('ann', 1) }));
  expect(got.Item).toEqual(Item);
  const none = await client.send(new GetItemCommand({ TableName: 'orders', Key: key('ann', 2) }));
  expect(none.Item).toBeUndefined();
});

test('numbers are sorted as numbers', async () => {
  for (const number of [10, 9, -1, 100]) {
    await client.send(new PutItemCommand({ TableName: 'orders', Item: key('bob', number) }));
  }
  const { Items } = await client.send(
    new QueryCommand({
      TableName: 'orders',
      KeyConditionExpression: 'customer = :c AND #n > :n',
      ExpressionAttributeNames: { '#n': 'number' },
      ExpressionAttributeValues: { ':c': { S: 'bob' }, ':n': { N: '0' } },
    }),
  );
  expect(Items?.map((item) => item.number?.N)).toEqual(['9', '10', '100']);
});

test('a failed condition is the exception that the SDK knows, with the item when it is asked for', async () => {
  const Item = { ...key('cyd', 1), state: { S: 'paid' } };
  await client.send(new PutItemCommand({ TableName: 'orders', Item }));
  const put = client.send(
    new PutItemCommand({
      TableName: 'orders',
      Item: key('cyd', 1),
      ConditionExpression: 'attribute_not_exists(customer)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
  const error = await put.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ message: 'The conditional request failed', Item });
});

test('a cancelled transaction writes nothing and says why, action by action', async () => {
  const transaction = client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        { Put: { TableName: 'orders', Item: key('dee', 1) } },
        {
          Update: {
            TableName: 'orders',
            Key: key('dee', 2),
            UpdateExpression: 'SET paid = :t',
            ConditionExpression: 'attribute_exists(customer)',
            ExpressionAttributeValues: { ':t': { BOOL: true } },
          },
        },
      ],
    }),
  );
  const error = await transaction.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error).toMatchObject({
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    CancellationReasons: [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
    ],
  });
  const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: key('dee', 1) }));
  expect(Item).toBeUndefined();
});

test('a transaction that is sent twice with one token happens once', async () => {
  const command = (by: string) =>
    new TransactWriteItemsCommand({
      ClientRequestToken: 'once',
      TransactItems: [
        {
          Update: {
            TableName: 'orders',
            Key: key('eve', 1),
            UpdateExpression: 'ADD points :by',
            ExpressionAttributeValues: { ':by': { N: by } },
          },
        },
      ],
    });
  await client.send(command('5'));
  await client.send(command('5'));
  const { Item } = await client.send(new GetItemCommand({ TableName: 'orders', Key: key('eve', 1) }));
  expect(Item?.points).toEqual({ N: '5' });
  await expect(client.send(command('6'))).rejects.toThrow(
    expect.objectContaining({ name: 'IdempotentParameterMismatchException' }),
  );
});

test('a stream shows each change with both images, and none for a write that changes nothing', async () => {
  const told = jest.fn();
  const stop = server.tables.onStreamRecords('orders', told);
  const put = new PutItemCommand({ TableName: 'orders', Item: { ...key('fay', 1), state: { S: 'new' } } });
  await client.send(put);
  await client.send(put);
  expect(told).toHaveBeenCalledTimes(1);
  stop();
  await client.send(
    new UpdateItemCommand({
      TableName: 'orders',
      Key: key('fay', 1),
      UpdateExpression: 'SET #s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': { S: 'paid' } },
    }),
  );
  expect(told).toHaveBeenCalledTimes(1);
  const records = (await recordsOf('orders')).filter((each) => each.dynamodb?.Keys?.customer?.S === 'fay');
  expect(records.map((each) => each.eventName)).toEqual(['INSERT', 'MODIFY']);
  expect(records[1]?.dynamodb).toMatchObject({
    Keys: key('fay', 1),
    OldImage: { state: { S: 'new' } },
    NewImage: { state: { S: 'paid' } },
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  });
  expect(records[1]?.userIdentity).toBeUndefined();
});

async function recordsOf(table: string) {
  const described = (await server.tables.call('DynamoDB_20120810', 'DescribeTable', {
    TableName: table,
  })) as {
    Table: { LatestStreamArn: string };
  };
  const StreamArn = described.Table.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return Records;
}

test('enabling TTL twice is refused', async () => {
  const command = new UpdateTimeToLiveCommand({
    TableName: 'orders',
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
  });
  await client.send(command);
  await expect(client.send(command)).rejects.toThrow('TimeToLive is already enabled');
});

test('a server closes although clients keep their connections', async () => {
  const other = await startServer();
  const request = () =>
    fetch(other.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      body: '{}',
    });
  const statuses = await Promise.all([request(), request(), request()]);
  expect(statuses.map((response) => response.status)).toEqual([200, 200, 200]);
  await other.close();
  await expect(request()).rejects.toThrow();
});

async function post(target: string | undefined, body: string): Promise<Response> {
  return fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      ...(target !== undefined && { 'x-amz-target': target }),
    },
    body,
  });
}

test('an answer carries its request id and its checksum', async () => {
  const response = await post('DynamoDB_20120810.ListTables', '{}');
  const body = await response.text();
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9A-Z]{52}$/);
  expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
  expect(response.headers.get('x-amz-crc32')).toBe(String(crc32(body)));
  expect(JSON.parse(body)).toEqual({ TableNames: ['orders'] });
});

test.each([
  [undefined, '{}', 'com.amazon.coral.service#UnknownOperationException'],
  ['DynamoDB_20120810.ExportTableToPointInTime', '{}', 'com.amazon.coral.service#UnknownOperationException'],
  ['DynamoDBStreams_20120810.PutItem', '{}', 'com.amazon.coral.service#UnknownOperationException'],
  ['DynamoDB_20120810.ListTables', '{', 'com.amazon.coral.service#SerializationException'],
  ['DynamoDB_20120810.ListTables', '[]', 'com.amazon.coral.service#SerializationException'],
  ['DynamoDB_20120810.ListTables', '{"Limit":"1"}', 'com.amazon.coral.service#SerializationException'],
  ['DynamoDB_20120810.ListTables', '{"Limit":0}', 'com.amazon.coral.validate#ValidationException'],
  [
    'DynamoDB_20120810.DescribeTable',
    '{"TableName":"none"}',
    'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
  ],
])('%s with %s is answered %s', async (target, body, type) => {
  const response = await post(target, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: type });
});

test('a page of another origin may call, and a browser that asks is told so', async () => {
  const asked = await fetch(server.url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://page',
      'access-control-request-headers': 'x-amz-target',
      'access-control-request-method': 'POST',
    },
  });
  expect([asked.status, await asked.text()]).toEqual([200, '']);
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  expect(asked.headers.get('access-control-allow-headers')).toBe('x-amz-target');
  expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
  const answered = await fetch(server.url, {
    method: 'POST',
    headers: { origin: 'http://page', 'x-amz-target': 'DynamoDB_20120810.ListTables' },
    body: '{}',
  });
  expect(answered.headers.get('access-control-allow-origin')).toBe('*');
  const own = await post('DynamoDB_20120810.ListTables', '{}');
  expect(own.headers.get('access-control-allow-origin')).toBeNull();
});

test.each([
  ['GET', 200, 'healthy: dynamodb.embedded'],
  ['PUT', 404, '<UnknownOperationException/>\n'],
  ['OPTIONS', 404, '<UnknownOperationException/>\n'],
])('%s is answered %i', async (method, status, text) => {
  const response = await fetch(server.url, { method });
  expect([response.status, await response.text()]).toEqual([status, text]);
});

test('a body above 16 MB is refused as a whole', async () => {
  const response = await post('DynamoDB_20120810.ListTables', `{"x":"${'a'.repeat(16 * 1024 * 1024)}"}`);
  expect(response.status).toBe(413);
});
