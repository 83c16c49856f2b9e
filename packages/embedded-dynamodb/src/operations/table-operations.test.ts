import { simpleTable, type TestTables, testTables } from '../test-tables.js';

let engine: TestTables;

beforeEach(() => {
  engine = testTables();
});

const { TableName } = simpleTable;
const units = (read: number, write: number) => ({ ReadCapacityUnits: read, WriteCapacityUnits: write });

async function described(): Promise<Record<string, unknown>> {
  return (await engine.dynamodb('DescribeTable', { TableName })).Table as Record<string, unknown>;
}

test('the answer that makes a table says CREATING, and whoever asks next sees it ACTIVE', async () => {
  const GlobalSecondaryIndexes = [index('by-id')];
  expect(await engine.dynamodb('CreateTable', { ...simpleTable, GlobalSecondaryIndexes })).toMatchObject({
    TableDescription: { TableStatus: 'CREATING', GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING' }] },
  });
  expect(await described()).toMatchObject({
    TableStatus: 'ACTIVE',
    GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }],
  });
});

test.each([
  [undefined, "The parameter 'TableName' is required but was not present in the request"],
  ['ab', 'TableName must be at least 3 characters long and at most 255 characters long'],
  ['a'.repeat(256), 'TableName must be at least 3 characters long and at most 255 characters long'],
  ['a b c', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'],
])('a description of %p is refused', async (name, message) => {
  await expect(engine.dynamodb('DescribeTable', { TableName: name })).rejects.toThrow(message);
});

const key = 'arn:aws:kms:us-east-1:123456789012:';

test.each([
  [{ Enabled: true, SSEType: 'KMS', KMSMasterKeyId: '1234' }, `${key}key/1234`],
  [{ Enabled: true, KMSMasterKeyId: 'alias/shop' }, `${key}alias/shop`],
  [{ Enabled: true, KMSMasterKeyId: 'arn:aws:kms:eu-west-1:1:key/9' }, 'arn:aws:kms:eu-west-1:1:key/9'],
  [{ Enabled: false }, undefined],
])('a table encrypted as by %j has the key %s', async (SSESpecification, expected) => {
  await engine.dynamodb('CreateTable', { ...simpleTable, SSESpecification });
  const { SSEDescription } = await described();
  expect(SSEDescription).toEqual(
    expected === undefined ? undefined : { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: expected },
  );
});

test.each([
  [
    { Enabled: false, KMSMasterKeyId: 'a' },
    'KMSMasterKeyId can be set only when SSE is enabled with SSEType KMS',
  ],
  [
    { Enabled: true, SSEType: 'AES256', KMSMasterKeyId: 'a' },
    'KMSMasterKeyId can be set only when SSE is enabled with SSEType KMS',
  ],
  [{ Enabled: true, SSEType: 'AES256' }, 'SSEType AES256 is not supported'],
])('a table encrypted as by %j is refused', async (SSESpecification, message) => {
  await expect(engine.dynamodb('CreateTable', { ...simpleTable, SSESpecification })).rejects.toThrow(message);
});

test('a new table is described with all that it was made with', async () => {
  await engine.dynamodb('CreateTable', {
    ...simpleTable,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    DeletionProtectionEnabled: true,
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    SSESpecification: { Enabled: true },
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const TableArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/things';
  const label = '2026-01-01T00:00:00.000';
  expect(await described()).toEqual({
    AttributeDefinitions: simpleTable.AttributeDefinitions,
    TableName,
    KeySchema: simpleTable.KeySchema,
    TableStatus: 'ACTIVE',
    CreationDateTime: 1767225600,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...units(0, 0) },
    TableSizeBytes: 0,
    ItemCount: 0,
    TableArn,
    TableId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: 1767225600 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    LatestStreamLabel: label,
    LatestStreamArn: `${TableArn}/stream/${label}`,
    SSEDescription: {
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/aws/dynamodb',
    },
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
    DeletionProtectionEnabled: true,
  });
  expect(await engine.dynamodb('ListTagsOfResource', { ResourceArn: TableArn })).toEqual({
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  expect(await engine.dynamodb('DescribeTable', { TableName: TableArn })).toEqual({
    Table: await described(),
  });
});

const index = (IndexName: string, name = 'id') => ({
  IndexName,
  KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
});

test.each([
  [
    { TableName: 'ab' },
    "Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [
    { KeySchema: undefined },
    "Value null at 'keySchema' failed to satisfy constraint: Member must not be null",
  ],
  [
    { ProvisionedThroughput: units(1, 1) },
    'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
  ],
  [
    { BillingMode: 'PROVISIONED' },
    'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
  ],
  [
    { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] },
    'The first KeySchemaElement is not a HASH key type',
  ],
  [
    { KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] },
    'Some index key attributes are not defined in AttributeDefinitions. Keys: [other], AttributeDefinitions: [id]',
  ],
  [
    {
      AttributeDefinitions: [...simpleTable.AttributeDefinitions, { AttributeName: 'x', AttributeType: 'S' }],
    },
    'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
  ],
  [{ GlobalSecondaryIndexes: [] }, 'List of GlobalSecondaryIndexes is empty'],
  [{ GlobalSecondaryIndexes: [index('abc'), index('abc')] }, 'Duplicate index name: abc'],
  [{ LocalSecondaryIndexes: [index('abc')] }, 'Table KeySchema does not have a range key'],
  [
    { GlobalSecondaryIndexes: Array.from({ length: 21 }, (_, i) => index(`index-${i}`)) },
    'GlobalSecondaryIndex count exceeds the per-table limit of 20',
  ],
  [{ ResourcePolicy: '{}' }, 'ResourcePolicy is not supported by embedded-dynamodb'],
  [{ StreamSpecification: { StreamEnabled: true } }, 'StreamViewType is required'],
])('a table with %j is refused', async (members, message) => {
  await expect(engine.dynamodb('CreateTable', { ...simpleTable, ...members })).rejects.toThrow(message);
  expect(await engine.dynamodb('ListTables', {})).toEqual({ TableNames: [] });
});

test('a name is taken until its table is deleted, and a protected table is not', async () => {
  const create = () => engine.dynamodb('CreateTable', simpleTable);
  await create();
  await expect(create()).rejects.toMatchObject({
    code: 'ResourceInUseException',
    message: 'Table already exists: things',
  });
  const protect = (isProtected: boolean) =>
    engine.dynamodb('UpdateTable', { TableName, DeletionProtectionEnabled: isProtected });
  await protect(true);
  const remove = () => engine.dynamodb('DeleteTable', { TableName });
  await expect(remove()).rejects.toThrow('currently protected against deletion');
  await protect(false);
  expect(await remove()).toMatchObject({ TableDescription: { TableName, TableStatus: 'DELETING' } });
  await expect(remove()).rejects.toThrow('Requested resource not found: Table: things not found');
  await create();
});

test('an index made later has what was there before, and is gone when it is deleted', async () => {
  await engine.dynamodb('CreateTable', simpleTable);
  await engine.dynamodb('PutItem', { TableName, Item: { id: { S: 'a' }, color: { S: 'red' } } });
  await engine.dynamodb('PutItem', { TableName, Item: { id: { S: 'b' } } });
  const update = (GlobalSecondaryIndexUpdates: object[]) =>
    engine.dynamodb('UpdateTable', {
      TableName,
      AttributeDefinitions: [{ AttributeName: 'color', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates,
    });
  await update([{ Create: index('by-color', 'color') }]);
  await expect(update([{ Create: index('by-color', 'color') }])).rejects.toThrow('already exists');
  expect(await described()).toMatchObject({
    GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE', ItemCount: 1 }],
  });
  const query = {
    TableName,
    IndexName: 'by-color',
    KeyConditionExpression: 'color = :c',
    ExpressionAttributeValues: { ':c': { S: 'red' } },
  };
  expect(await engine.dynamodb('Query', query)).toMatchObject({ Count: 1, Items: [{ id: { S: 'a' } }] });
  const remove = { TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-color' } }] };
  await engine.dynamodb('UpdateTable', remove);
  expect((await described()).AttributeDefinitions).toEqual(simpleTable.AttributeDefinitions);
  await expect(engine.dynamodb('Query', query)).rejects.toThrow(
    'does not have the specified index: by-color',
  );
  await expect(engine.dynamodb('UpdateTable', remove)).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
  });
});

test('throughput and billing mode change, and a change to the same is refused', async () => {
  const provisioned = { ...simpleTable, BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 5) };
  await engine.dynamodb('CreateTable', provisioned);
  const update = (members: object) => engine.dynamodb('UpdateTable', { TableName, ...members });
  await expect(update({ ProvisionedThroughput: units(5, 5) })).rejects.toThrow('will not change');
  await update({ ProvisionedThroughput: units(6, 4) });
  expect((await described()).ProvisionedThroughput).toEqual({
    NumberOfDecreasesToday: 1,
    ...units(6, 4),
    LastIncreaseDateTime: 1767225600,
    LastDecreaseDateTime: 1767225600,
  });
  await update({ BillingMode: 'PAY_PER_REQUEST' });
  expect(await described()).toMatchObject({ ProvisionedThroughput: units(0, 0) });
  await expect(update({ BillingMode: 'PROVISIONED' })).rejects.toThrow('must be specified');
  await expect(update({})).rejects.toThrow('At least one of');
  await expect(update({ StreamSpecification: null, BillingMode: undefined })).rejects.toThrow(
    'At least one of',
  );
});

test('tables are listed by name, page by page', async () => {
  for (const name of ['ccc', 'aaa', 'bbb'])
    await engine.dynamodb('CreateTable', { ...simpleTable, TableName: name });
  const first = await engine.dynamodb('ListTables', { Limit: 2 });
  expect(first).toEqual({ TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' });
  const rest = { Limit: 1, ExclusiveStartTableName: 'bbb' };
  expect(await engine.dynamodb('ListTables', rest)).toEqual({ TableNames: ['ccc'] });
});

test('tags are added, replaced and removed by key', async () => {
  await engine.dynamodb('CreateTable', simpleTable);
  const ResourceArn = String((await described()).TableArn);
  const tag = (Key: string, Value: string) => ({ Key, Value });
  await engine.dynamodb('TagResource', { ResourceArn, Tags: [tag('a', '1'), tag('b', '1')] });
  await engine.dynamodb('TagResource', { ResourceArn, Tags: [tag('a', '2')] });
  const { Tags } = await engine.dynamodb('ListTagsOfResource', { ResourceArn });
  expect(Tags).toEqual([tag('b', '1'), tag('a', '2')]);
  await engine.dynamodb('UntagResource', { ResourceArn, TagKeys: ['b'] });
  expect(await engine.dynamodb('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [tag('a', '2')] });
  const aws = engine.dynamodb('TagResource', { ResourceArn, Tags: [tag('aws:x', '1')] });
  await expect(aws).rejects.toThrow('reserved prefix aws:');
});

test('point-in-time recovery is a setting that is kept', async () => {
  await engine.dynamodb('CreateTable', simpleTable);
  const recovery = async () =>
    (await engine.dynamodb('DescribeContinuousBackups', { TableName })).ContinuousBackupsDescription;
  expect(await recovery()).toMatchObject({
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  });
  await engine.dynamodb('UpdateContinuousBackups', {
    TableName,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  expect(await recovery()).toMatchObject({
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35 },
  });
});
