import { createTables, memoryLog, type Tables } from '@atoll/embedded-dynamodb';
import { createTablesOf } from './create-tables-of.js';
import { StartError } from './parts.js';
import type { Json, TableSpec } from './system.js';

function table(create: { [key: string]: Json } = {}, timeToLiveAttribute?: string): TableSpec {
  return {
    place: { file: 'template.yaml', line: 4, column: 3 },
    logicalId: 'OrdersTable',
    stack: '',
    tableName: 'orders',
    arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/orders',
    create: {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      ...create,
    },
    ...(timeToLiveAttribute !== undefined && { timeToLiveAttribute }),
  };
}

let tables: Tables;

beforeEach(async () => {
  const log = memoryLog();
  tables = createTables({ log, region: 'us-east-1', accountId: '000000000000' });
  await log.open();
});

afterEach(() => tables.close());

const call = (action: string, input: object) =>
  tables.call('DynamoDB_20120810', action, { TableName: 'orders', ...input });

async function problemsOf(spec: TableSpec) {
  const error = await createTablesOf([spec], tables).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  return (error as StartError).problems;
}

test('a table is made once and keeps its items over the next start', async () => {
  await createTablesOf([table()], tables);
  await call('PutItem', { Item: { id: { S: '1' } } });
  await createTablesOf([table()], tables);
  expect(await call('GetItem', { Key: { id: { S: '1' } } })).toMatchObject({ Item: { id: { S: '1' } } });
});

test('time to live is switched on, also for a table that is there already', async () => {
  await createTablesOf([table()], tables);
  await createTablesOf([table({}, 'expiresAt')], tables);
  await createTablesOf([table({}, 'expiresAt')], tables);
  expect(await call('DescribeTimeToLive', {})).toEqual({
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
  });
});

const index = {
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byBuyer',
      KeySchema: [{ AttributeName: 'buyer', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  AttributeDefinitions: [
    { AttributeName: 'buyer', AttributeType: 'S' },
    { AttributeName: 'id', AttributeType: 'S' },
  ],
};

test('an index and a stream that the data has too are no difference, in whatever order they are written', async () => {
  const stream = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } };
  await createTablesOf([table({ ...index, ...stream })], tables);
  const { AttributeDefinitions } = index;
  await createTablesOf(
    [table({ ...index, ...stream, AttributeDefinitions: [...AttributeDefinitions].reverse() })],
    tables,
  );
});

test.each([
  [
    'another key',
    {
      KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }],
    },
    'KeySchema is',
  ],
  ['another index', index, 'GlobalSecondaryIndexes is'],
  [
    'a stream',
    { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    'StreamSpecification is NEW_IMAGE here and none in the data',
  ],
])('a table with %s than its data is a problem with its place', async (_, change, what) => {
  await createTablesOf([table()], tables);
  const [problem] = await problemsOf(table(change));
  expect(problem).toMatchObject({ place: { file: 'template.yaml', line: 4 }, code: 'table-schema-changed' });
  expect(problem?.what).toContain(what);
});

test('a table that DynamoDB refuses is a problem with its own message', async () => {
  const [problem] = await problemsOf(table({ AttributeDefinitions: [] }));
  expect(problem).toMatchObject({ code: 'table-refused', place: { file: 'template.yaml' } });
  expect(problem?.what).toMatch(/^the table orders cannot be made: .+/);
});
