import { simpleTable, type TestTables, testTables } from '../test-tables.js';

let engine: TestTables;

beforeEach(() => {
  jest.useFakeTimers();
  engine = testTables();
});

afterEach(() => {
  engine.tables.close();
  jest.useRealTimers();
});

const { TableName } = simpleTable;
const dayMs = 24 * 3600 * 1000;

async function create(StreamViewType: string): Promise<string> {
  const StreamSpecification = { StreamEnabled: true, StreamViewType };
  const answer = await engine.dynamodb('CreateTable', { ...simpleTable, StreamSpecification });
  return (answer.TableDescription as { LatestStreamArn: string }).LatestStreamArn;
}

async function shardOf(StreamArn: string): Promise<Record<string, unknown>> {
  const { StreamDescription } = await engine.streams('DescribeStream', { StreamArn });
  return (StreamDescription as { Shards: Record<string, unknown>[] }).Shards[0] as Record<string, unknown>;
}

async function iterator(StreamArn: string, at: object): Promise<unknown> {
  const { ShardId } = await shardOf(StreamArn);
  return (await engine.streams('GetShardIterator', { StreamArn, ShardId, ...at })).ShardIterator;
}

interface StreamRecord {
  readonly eventName: string;
  readonly userIdentity?: unknown;
  readonly dynamodb: Record<string, unknown>;
}

async function read(
  StreamArn: string,
  at: object = { ShardIteratorType: 'TRIM_HORIZON' },
): Promise<StreamRecord[]> {
  const answer = await engine.streams('GetRecords', { ShardIterator: await iterator(StreamArn, at) });
  return answer.Records as StreamRecord[];
}

const put = (id: string, n = '1') =>
  engine.dynamodb('PutItem', { TableName, Item: { id: { S: id }, n: { N: n } } });

test.each([
  ['KEYS_ONLY', []],
  ['NEW_IMAGE', ['NewImage']],
  ['OLD_IMAGE', ['OldImage']],
  ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
])('a stream of %s has the images %j of a change', async (viewType, images) => {
  const arn = await create(viewType);
  await put('a', '1');
  await put('a', '2');
  const [, modified] = await read(arn);
  const { NewImage, OldImage, Keys, StreamViewType } = modified?.dynamodb ?? {};
  expect({ Keys, StreamViewType }).toEqual({ Keys: { id: { S: 'a' } }, StreamViewType: viewType });
  expect(NewImage).toEqual(images.includes('NewImage') ? { id: { S: 'a' }, n: { N: '2' } } : undefined);
  expect(OldImage).toEqual(images.includes('OldImage') ? { id: { S: 'a' }, n: { N: '1' } } : undefined);
});

test('an iterator starts at, after, before all or behind all records', async () => {
  const arn = await create('KEYS_ONLY');
  for (const id of ['a', 'b', 'c']) await put(id);
  const latest = await iterator(arn, { ShardIteratorType: 'LATEST' });
  const SequenceNumber = (await read(arn))[1]?.dynamodb.SequenceNumber;
  const ids = (records: StreamRecord[]) =>
    records.map((each) => (each.dynamodb.Keys as { id: { S: string } }).id.S);
  expect(ids(await read(arn))).toEqual(['a', 'b', 'c']);
  expect(ids(await read(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber }))).toEqual([
    'b',
    'c',
  ]);
  expect(ids(await read(arn, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }))).toEqual(['c']);
  await put('d');
  const answer = await engine.streams('GetRecords', { ShardIterator: latest });
  expect(ids(answer.Records as StreamRecord[])).toEqual(['d']);
  const next = await engine.streams('GetRecords', { ShardIterator: answer.NextShardIterator });
  expect(next.Records).toEqual([]);
});

test('records can be read for a day', async () => {
  const arn = await create('KEYS_ONLY');
  await put('a');
  const SequenceNumber = (await read(arn))[0]?.dynamodb.SequenceNumber;
  engine.nowMs += dayMs - 1;
  await put('b');
  expect(await read(arn)).toHaveLength(2);
  engine.nowMs += 1;
  expect(await read(arn)).toHaveLength(1);
  await expect(read(arn, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber })).rejects.toMatchObject({
    code: 'TrimmedDataAccessException',
  });
});

test('an iterator lives 15 minutes', async () => {
  const arn = await create('KEYS_ONLY');
  const ShardIterator = await iterator(arn, { ShardIteratorType: 'LATEST' });
  engine.nowMs += 15 * 60 * 1000;
  await engine.streams('GetRecords', { ShardIterator });
  engine.nowMs += 1;
  await expect(engine.streams('GetRecords', { ShardIterator })).rejects.toMatchObject({
    code: 'ExpiredIteratorException',
  });
  await expect(engine.streams('GetRecords', { ShardIterator: 'x' })).rejects.toThrow('Invalid ShardIterator');
});

test('the stream of a deleted table ends, and can be read for a day', async () => {
  const arn = await create('KEYS_ONLY');
  await put('a');
  await engine.dynamodb('DeleteTable', { TableName });
  const at = { ShardIterator: await iterator(arn, { ShardIteratorType: 'TRIM_HORIZON' }) };
  const answer = await engine.streams('GetRecords', at);
  expect(answer.Records).toHaveLength(1);
  expect(answer).not.toHaveProperty('NextShardIterator');
  expect(await shardOf(arn)).toHaveProperty('SequenceNumberRange.EndingSequenceNumber');
  engine.nowMs += dayMs;
  expect(await engine.streams('ListStreams', {})).toEqual({ Streams: [] });
  await expect(shardOf(arn)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});

test('a table made again in the same millisecond has another stream', async () => {
  const first = await create('KEYS_ONLY');
  await engine.dynamodb('DeleteTable', { TableName });
  const second = await create('KEYS_ONLY');
  expect(second).not.toBe(first);
  await put('a');
  expect(await read(first)).toEqual([]);
  expect(await read(second)).toHaveLength(1);
});

test('the one shard has no children and none behind it', async () => {
  const StreamArn = await create('KEYS_ONLY');
  const { ShardId } = await shardOf(StreamArn);
  const shards = async (members: object) =>
    (await engine.streams('DescribeStream', { StreamArn, ...members })).StreamDescription;
  expect(await shards({ ExclusiveStartShardId: ShardId })).toMatchObject({ Shards: [] });
  expect(await shards({ ShardFilter: { Type: 'CHILD_SHARDS', ShardId } })).toMatchObject({ Shards: [] });
});

test('a stream that is turned off and on again is another one', async () => {
  const arn = await create('KEYS_ONLY');
  engine.nowMs += 1000;
  const update = (StreamSpecification: object) =>
    engine.dynamodb('UpdateTable', { TableName, StreamSpecification });
  await update({ StreamEnabled: false });
  await put('unseen');
  await update({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' });
  await expect(update({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' })).rejects.toThrow(
    'already has an enabled stream',
  );
  await put('seen');
  const { Streams } = await engine.streams('ListStreams', { TableName });
  const [first, second] = (Streams as { StreamArn: string }[]).map((each) => each.StreamArn);
  expect(first).toBe(arn);
  expect(await read(arn)).toEqual([]);
  expect(await read(String(second))).toHaveLength(1);
});

test('what expires is deleted by the service and nobody else', async () => {
  const arn = await create('NEW_AND_OLD_IMAGES');
  await engine.dynamodb('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
  });
  const expiring = (id: string, expires: object) =>
    engine.dynamodb('PutItem', { TableName, Item: { id: { S: id }, expires } });
  const seconds = engine.nowMs / 1000;
  await expiring('past', { N: String(seconds - 1) });
  await expiring('now', { N: String(seconds) });
  await expiring('later', { N: String(seconds + 2) });
  await expiring('text', { S: String(seconds - 1) });
  await expiring('ages ago', { N: String(seconds - 6 * 365 * 24 * 3600) });
  const told = jest.fn();
  engine.tables.onStreamRecords(TableName, told);
  engine.tables.start();
  await jest.advanceTimersByTimeAsync(1000);
  expect(told).toHaveBeenCalledTimes(1);
  const removed = (await read(arn)).filter((each) => each.eventName === 'REMOVE');
  expect(removed.map((each) => (each.dynamodb.Keys as { id: { S: string } }).id.S)).toEqual(['past', 'now']);
  expect(removed[0]?.userIdentity).toEqual({ Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' });
  expect(await engine.dynamodb('Scan', { TableName, Select: 'COUNT' })).toEqual({
    Count: 3,
    ScannedCount: 3,
  });
  engine.nowMs += 2000;
  await jest.advanceTimersByTimeAsync(1000);
  expect(await engine.dynamodb('Scan', { TableName, Select: 'COUNT' })).toEqual({
    Count: 2,
    ScannedCount: 2,
  });
});
