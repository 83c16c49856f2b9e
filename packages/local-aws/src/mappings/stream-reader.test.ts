import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitLog, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import {
  functionArn,
  mappingSpec,
  queueArn,
  queueSpec,
  RecordedOutput,
  ScriptedFunctions,
  systemOf,
  tableArn,
} from '../bus/system-fixture.js';
import { AwsError, type Mappings } from '../parts.js';
import { createQueues } from '../queues/create-queues.js';
import type { EventSourceMappingSpec } from '../system.js';
import { createMappings } from './create-mappings.js';
import { MemoryStream } from './memory-stream.js';

let open: Mappings[] = [];

afterEach(async () => {
  await Promise.all(open.map((each) => each.close()));
  open = [];
});

interface Setting {
  readonly mapping?: Partial<EventSourceMappingSpec>;
  readonly functions?: ScriptedFunctions;
  readonly stream?: MemoryStream;
  readonly log?: CommitLog;
  readonly now?: () => number;
}

const table = {
  place: { file: 'template.yaml', line: 1, column: 1 },
  logicalId: 'Orders',
  stack: '',
  tableName: 'orders',
  arn: tableArn('orders'),
  create: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
};

async function world(setting: Setting = {}) {
  const {
    functions = new ScriptedFunctions('null'),
    stream = new MemoryStream(),
    log = memoryLog(),
  } = setting;
  const mapping = mappingSpec({ source: { kind: 'dynamodb', arn: table.arn }, ...setting.mapping });
  const system = systemOf({ tables: [table], queues: [queueSpec('dead')], eventSourceMappings: [mapping] });
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/123456789012/${name}` });
  const output = new RecordedOutput();
  const now = setting.now ?? Date.now;
  const mappings = createMappings({ system, log, queues, functions, tables: stream, output, now });
  open.push(mappings);
  await log.open();
  return { mappings, functions, stream, output, queues, log };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const ids = (functions: ScriptedFunctions) =>
  functions.batches.map((batch) =>
    batch.map((record) => (record as { dynamodb: { Keys: { id: { S: string } } } }).dynamodb.Keys.id.S),
  );

const failed = (sequenceNumber: string) =>
  JSON.stringify({ batchItemFailures: [{ itemIdentifier: sequenceNumber }] });

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

test('a child shard is read after its parent has been read to its end', async () => {
  const { mappings, stream, functions } = await world({ mapping: { batchSize: 1 } });
  stream.put('a');
  stream.split();
  stream.put('b');
  mappings.start();
  await until(() => functions.batches.length === 2);
  stream.split();
  stream.put('c');
  await until(() => functions.batches.length === 3);
  expect(ids(functions)).toEqual([['a'], ['b'], ['c']]);
});

test('after a kill the mapping goes on behind its last checkpoint: no record is skipped', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mapping log '));
  try {
    const stream = new MemoryStream();
    const never = new Promise<string>(() => undefined);
    const first = await world({
      stream,
      log: fileLog(directory),
      functions: new ScriptedFunctions('null', never),
      mapping: { batchSize: 1 },
    });
    for (const id of ['a', 'b', 'c']) stream.put(id);
    first.mappings.start();
    await until(() => first.functions.batches.length === 2);
    open = [];
    rmSync(join(directory, 'LOCK'));
    const second = await world({ stream, log: fileLog(directory), mapping: { batchSize: 1 } });
    second.mappings.start();
    await until(() => second.functions.batches.length === 2);
    expect(ids(second.functions)).toEqual([['b'], ['c']]);
    await second.mappings.close();
    await second.log.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('a stream that cannot be read is told of and tried again', async () => {
  const stream = new MemoryStream();
  const call = stream.call.bind(stream);
  jest
    .spyOn(stream, 'call')
    .mockRejectedValueOnce(new Error('not there yet'))
    .mockImplementation((service, action, input) => call(service, action, input));
  const { mappings, functions, output } = await world({ stream });
  stream.put('a');
  mappings.start();
  await until(() => functions.batches.length === 1);
  expect(output.errors).toEqual([
    'the event source mapping of worker failed on the stream of orders: Error: not there yet',
  ]);
});

test('retries of a partial failure count for the record that fails, and its discarded batch names no function error', async () => {
  const functions = new ScriptedFunctions(failed('101'), failed('101'), failed('101'), 'null');
  const { mappings, stream, queues } = await world({
    functions,
    mapping: {
      batchSize: 3,
      reportBatchItemFailures: true,
      maximumRetryAttempts: 2,
      bisectBatchOnFunctionError: true,
      onFailureArn: queueArn('dead'),
    },
  });
  for (const id of ['a', 'b', 'c', 'd']) stream.put(id);
  mappings.start();
  await until(() => functions.batches.length === 4);
  expect(ids(functions)).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b', 'c'], ['d']]);
  const [message] = await queues.receive(queueArn('dead'), { maxMessages: 1, waitS: 0 });
  const body = JSON.parse(message?.body ?? '') as { responseContext: object };
  expect(body).toMatchObject({
    requestContext: {
      requestId: 'request-3',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    },
    DDBStreamBatchInfo: { startSequenceNumber: '101', endSequenceNumber: '102', batchSize: 2 },
  });
  expect(body.responseContext).toEqual({ statusCode: 200, executedVersion: '$LATEST' });
});

test('progress within a batch starts the count of retries anew', async () => {
  const functions = new ScriptedFunctions(failed('101'), failed('102'), failed('103'), 'null');
  const { mappings, stream, output } = await world({
    functions,
    mapping: { reportBatchItemFailures: true, maximumRetryAttempts: 1 },
  });
  for (const id of ['a', 'b', 'c', 'd']) stream.put(id);
  mappings.start();
  await until(() => functions.batches.length === 4);
  expect(ids(functions)).toEqual([['a', 'b', 'c', 'd'], ['b', 'c', 'd'], ['c', 'd'], ['d']]);
  expect(output.errors).toEqual([]);
});

test('a throttled batch waits and costs no retry attempt', async () => {
  const throttled = new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  const functions = new ScriptedFunctions(throttled, throttled, 'null');
  const { mappings, stream, output } = await world({ functions, mapping: { maximumRetryAttempts: 0 } });
  stream.put('a');
  mappings.start();
  await until(() => functions.batches.length === 3);
  await until(() => output.events.length === 3);
  expect(output.events.map(({ outcome }) => outcome)).toEqual([
    '1 record wait: the function is throttled',
    '1 record wait: the function is throttled',
    '1 record done',
  ]);
  expect(output.errors).toEqual([]);
});

test('records given up without an OnFailure destination are told of', async () => {
  const functions = new ScriptedFunctions(new Error('broken'), 'null');
  const { mappings, stream, output } = await world({
    functions,
    mapping: { maximumRetryAttempts: 0, batchSize: 1 },
  });
  stream.put('a');
  stream.put('b');
  mappings.start();
  await until(() => functions.batches.length === 2);
  expect(ids(functions)).toEqual([['a'], ['b']]);
  expect(output.errors.at(-1)).toBe(
    'worker: 1 stream record given up (RetryAttemptsExhausted): the mapping has no OnFailure destination, so nothing keeps them',
  );
});

test('a checkpoint whose successors are trimmed goes on at the oldest record there is, aloud', async () => {
  const stream = new MemoryStream();
  const call = stream.call.bind(stream);
  jest.spyOn(stream, 'call').mockImplementation(async (service, action, input) => {
    if ((input as { ShardIteratorType?: string }).ShardIteratorType === 'AFTER_SEQUENCE_NUMBER') {
      throw new AwsError('TrimmedDataAccessException', 'The requested data has been trimmed');
    }
    return call(service, action, input);
  });
  const log = memoryLog();
  const { mappings, functions, output } = await world({ stream, log });
  const position = { after: '7' };
  log.commit([
    {
      part: 'mappings',
      data: { mapping: mappingSpec({}).uuid, stream: stream.streamArn, shard: 'shard-1', position },
    },
  ]);
  stream.put('oldest');
  mappings.start();
  await until(() => functions.batches.length === 1);
  await mappings.close();
  expect(ids(functions)).toEqual([['oldest']]);
  expect(output.errors[0]).toMatch(
    /^worker has missed stream records: they are older than 24 hours and gone/,
  );
});
