import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import { mappingSpec, queueArn, ScriptedFunctions } from '../bus/system-fixture.js';
import { AwsError } from '../parts.js';
import { MemoryStream } from './memory-stream.js';
import { abandonWorlds, closeWorlds, failed, ids, until, world } from './stream-fixture.js';

afterEach(closeWorlds);

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
    abandonWorlds();
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
