import type { CommitLog } from '@atoll/embedded-dynamodb';
import { memoryLog } from '@atoll/embedded-dynamodb';
import { functionArn, queueArn, ScriptedFunctions } from '../bus/system-fixture.js';
import { MemoryStream } from './memory-stream.js';
import { closeWorlds, failed, ids, until, world } from './stream-fixture.js';

afterEach(closeWorlds);

test('a function gets records as Lambda gives them', async () => {
  const { mappings, stream, functions, output } = await world();
  stream.put('a', { id: { S: 'a' } }, 1_772_000_000 + 10_000_000_000);
  mappings.start();
  await until(() => output.events.length === 1);
  expect(functions.batches).toEqual([
    [
      {
        eventID: 'event-100',
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-central-1',
        dynamodb: {
          ApproximateCreationDateTime: 11_772_000_000,
          Keys: { id: { S: 'a' } },
          NewImage: { id: { S: 'a' } },
          SequenceNumber: '100',
          SizeBytes: 10,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: stream.streamArn,
      },
    ],
  ]);
  expect(output.events).toEqual([
    {
      kind: 'stream',
      name: 'orders',
      to: 'worker',
      outcome: '1 record done',
      durationMs: expect.any(Number),
    },
  ]);
});

test('records that come later wake the mapping, which reads nothing in between', async () => {
  const { mappings, stream, functions } = await world();
  mappings.start();
  await until(() => stream.calls.includes('GetRecords'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stream.calls.filter((each) => each === 'GetRecords')).toHaveLength(1);
  stream.put('late');
  await until(() => functions.batches.length === 1);
  expect(ids(functions)).toEqual([['late']]);
});

test('a batch holds at most BatchSize records, in order', async () => {
  const { mappings, stream, functions } = await world({ mapping: { batchSize: 2 } });
  for (const id of ['a', 'b', 'c', 'd', 'e']) stream.put(id);
  mappings.start();
  await until(() => functions.batches.length === 3);
  expect(ids(functions)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

test('a batching window lets a batch fill up', async () => {
  const { mappings, stream, functions } = await world({
    mapping: { batchSize: 3, maximumBatchingWindowS: 60 },
  });
  mappings.start();
  stream.put('a');
  await until(() => stream.calls.length > 4);
  stream.put('b');
  stream.put('c');
  await until(() => functions.batches.length === 1);
  expect(ids(functions)).toEqual([['a', 'b', 'c']]);
});

test('LATEST begins behind what is there, TRIM_HORIZON before it', async () => {
  const stream = new MemoryStream();
  stream.put('old');
  const { mappings, functions } = await world({ stream, mapping: { startingPosition: 'LATEST' } });
  mappings.start();
  await until(() => stream.calls.filter((each) => each === 'GetRecords').length >= 3);
  stream.put('new');
  await until(() => functions.batches.length === 1);
  expect(ids(functions)).toEqual([['new']]);
});

test('records that no filter takes never reach the function', async () => {
  const filterPatterns = [{ eventName: ['INSERT'], dynamodb: { NewImage: { kind: { S: ['outbox'] } } } }];
  const { mappings, stream, functions } = await world({ mapping: { filterPatterns } });
  stream.put('a', { kind: { S: 'order' } });
  stream.put('b', { kind: { S: 'outbox' } });
  mappings.start();
  await until(() => functions.batches.length === 1);
  expect(ids(functions)).toEqual([['b']]);
});

test('a failed batch is tried again before anything that comes after it', async () => {
  const functions = new ScriptedFunctions(new Error('broken'), 'null');
  const { mappings, stream, output } = await world({ functions, mapping: { batchSize: 1 } });
  stream.put('a');
  stream.put('b');
  mappings.start();
  await until(() => functions.batches.length === 3);
  expect(ids(functions)).toEqual([['a'], ['a'], ['b']]);
  expect(output.errors).toEqual([
    'worker failed a batch of 1 record from the stream of orders: Error: broken',
  ]);
});

test('with ReportBatchItemFailures the batch goes on from the lowest failed record', async () => {
  const functions = new ScriptedFunctions(failed('101'), 'null');
  const { mappings, stream } = await world({ functions, mapping: { reportBatchItemFailures: true } });
  for (const id of ['a', 'b', 'c']) stream.put(id);
  mappings.start();
  await until(() => functions.batches.length === 2);
  expect(ids(functions)).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
});

test('BisectBatchOnFunctionError finds the record that fails, and halves cost no retry', async () => {
  const functions = new ScriptedFunctions('null');
  const sizes: string[] = [];
  jest.spyOn(functions, 'invoke').mockImplementation(async (_arn, payload) => {
    const { Records } = JSON.parse(payload) as { Records: { dynamodb: { Keys: { id: { S: string } } } }[] };
    const names = Records.map(({ dynamodb }) => dynamodb.Keys.id.S).join('');
    sizes.push(names);
    const base = { payload: '{}', requestId: 'r', durationMs: 1 };
    return names.includes('c') ? { ...base, functionError: 'Unhandled' as const } : base;
  });
  const { mappings, stream } = await world({
    functions,
    mapping: { bisectBatchOnFunctionError: true, maximumRetryAttempts: 1 },
  });
  for (const id of ['a', 'b', 'c', 'd']) stream.put(id);
  mappings.start();
  await until(() => sizes.includes('d'));
  expect(sizes).toEqual(['abcd', 'ab', 'cd', 'c', 'c', 'd']);
});

test('a batch out of retries goes to the OnFailure queue in one log record with its checkpoint', async () => {
  const log = memoryLog();
  const commits: string[][] = [];
  const watched: CommitLog = {
    ...log,
    commit(entries) {
      commits.push(entries.map(({ part }) => part).sort());
      log.commit(entries);
    },
  };
  const functions = new ScriptedFunctions(new Error('broken'), new Error('broken'), 'null');
  const { mappings, stream, queues, output } = await world({
    log: watched,
    functions,
    mapping: { batchSize: 2, maximumRetryAttempts: 1, onFailureArn: queueArn('dead') },
  });
  const createdS = Math.floor(Date.now() / 1000);
  for (const id of ['a', 'b', 'c']) stream.put(id, {}, createdS);
  mappings.start();
  await until(() => functions.batches.length === 3);
  const [message] = await queues.receive(queueArn('dead'), { maxMessages: 1, waitS: 0 });
  const arrival = `${new Date(createdS * 1000).toISOString().slice(0, 19)}Z`;
  expect(JSON.parse(message?.body ?? '')).toEqual({
    requestContext: {
      requestId: 'request-2',
      functionArn: functionArn('worker'),
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    DDBStreamBatchInfo: {
      shardId: 'shard-1',
      startSequenceNumber: '100',
      endSequenceNumber: '101',
      approximateArrivalOfFirstRecord: arrival,
      approximateArrivalOfLastRecord: arrival,
      batchSize: 2,
      streamArn: stream.streamArn,
    },
  });
  expect(commits).toContainEqual(['mappings', expect.stringMatching(/^(sqs|queues)$/)]);
  expect(ids(functions)[2]).toEqual(['c']);
  expect(output.errors.at(-1)).toBe(
    `worker: 2 stream records given up (RetryAttemptsExhausted): sent to ${queueArn('dead')}`,
  );
});

test('records older than MaximumRecordAge are given up without an invocation, younger ones are not', async () => {
  const nowS = 1_900_000_000;
  const { mappings, stream, functions, queues } = await world({
    now: () => nowS * 1000,
    mapping: { maximumRecordAgeS: 60, onFailureArn: queueArn('dead') },
  });
  stream.put('old', {}, nowS - 61);
  stream.put('young', {}, nowS - 60);
  mappings.start();
  await until(() => functions.batches.length === 1);
  expect(ids(functions)).toEqual([['young']]);
  const [message] = await queues.receive(queueArn('dead'), { maxMessages: 1, waitS: 0 });
  expect(JSON.parse(message?.body ?? '')).toMatchObject({
    requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 0 },
    DDBStreamBatchInfo: { startSequenceNumber: '100', endSequenceNumber: '100', batchSize: 1 },
  });
});

test('with a ParallelizationFactor a blocked item holds up others no longer, and keeps its own order', async () => {
  const functions = new ScriptedFunctions('null');
  const done: string[] = [];
  let release: () => void = () => undefined;
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  jest.spyOn(functions, 'invoke').mockImplementation(async (_arn, payload) => {
    const { Records } = JSON.parse(payload) as {
      Records: { dynamodb: { SequenceNumber: string; Keys: { id: { S: string } } } }[];
    };
    if (Records[0]?.dynamodb.Keys.id.S === 'item-0') await blocked;
    done.push(...Records.map(({ dynamodb }) => `${dynamodb.Keys.id.S} ${dynamodb.SequenceNumber}`));
    return { payload: 'null', requestId: 'r', durationMs: 1 };
  });
  const { mappings, stream } = await world({
    functions,
    mapping: { batchSize: 1, parallelizationFactor: 10 },
  });
  for (let n = 0; n < 40; n++) stream.put(`item-${n % 20}`);
  mappings.start();
  await until(() => done.length > 20);
  expect(done.some((each) => each.startsWith('item-0 '))).toBe(false);
  release();
  await until(() => done.length === 40);
  for (let n = 0; n < 20; n++) {
    expect(done.filter((each) => each.startsWith(`item-${n} `))).toEqual([
      `item-${n} ${100 + n}`,
      `item-${n} ${120 + n}`,
    ]);
  }
});
