import { memoryLog } from '@atoll/embedded-dynamodb';
import {
  functionArn,
  mappingSpec,
  queueArn,
  queueSpec,
  RecordedOutput,
  ScriptedFunctions,
  systemOf,
} from '../bus/system-fixture.js';
import { AwsError, type Mappings, type QueueMessage } from '../parts.js';
import { createQueues, type SqsQueues } from '../queues/create-queues.js';
import type { EventSourceMappingSpec, QueueSpec } from '../system.js';
import { createMappings } from './create-mappings.js';

let open: { mappings: Mappings; queues: SqsQueues }[] = [];

afterEach(async () => {
  for (const { mappings, queues } of open) {
    await mappings.close();
    queues.close();
  }
  open = [];
});

interface Setting {
  readonly mapping?: Partial<EventSourceMappingSpec>;
  readonly queue?: Partial<QueueSpec>;
  readonly functions?: ScriptedFunctions;
  readonly queueName?: string;
  readonly now?: () => number;
}

async function world(setting: Setting) {
  const { mapping, queue, functions = new ScriptedFunctions('null'), queueName = 'work' } = setting;
  const spec = mappingSpec({ source: { kind: 'sqs', arn: queueArn(queueName) }, ...mapping });
  const system = systemOf({ queues: [queueSpec(queueName, queue)], eventSourceMappings: [spec] });
  const log = memoryLog();
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/123456789012/${name}` });
  const output = new RecordedOutput();
  const tables = {
    call: () => Promise.reject(new Error('no tables')),
    onStreamRecords: () => () => undefined,
  };
  const mappings = createMappings({
    system,
    log,
    queues,
    functions,
    tables,
    output,
    now: setting.now ?? Date.now,
  });
  open.push({ mappings, queues });
  await log.open();
  const arn = queueArn(queueName);
  const send = (message: QueueMessage) => log.commit(queues.enqueue(arn, message));
  return { mappings, queues, functions, output, send, arn };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 1000) throw new Error(`never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Messages left in the queue, in flight or not. */
async function left(queues: SqsQueues, name = 'work'): Promise<{ visible: number; inFlight: number }> {
  const { Attributes } = (await queues.call('GetQueueAttributes', {
    QueueUrl: `http://localhost/123456789012/${name}`,
    AttributeNames: ['All'],
  })) as { Attributes: Record<string, string> };
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}

test('a function gets messages as Lambda gives them, and they are removed after it succeeds', async () => {
  const { mappings, queues, functions, output, send } = await world({});
  send({
    body: 'one',
    messageAttributes: { colour: { DataType: 'String', StringValue: 'red' } },
    traceHeader: 'Root=1',
  });
  mappings.start();
  await until(() => output.events.length === 1);
  expect(functions.batches).toEqual([
    [
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: 'one',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          AWSTraceHeader: 'Root=1',
        },
        messageAttributes: {
          colour: { stringValue: 'red', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn('work'),
        awsRegion: 'eu-central-1',
      },
    ],
  ]);
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 0 });
  expect(output.events).toEqual([
    { kind: 'queue', name: 'work', to: 'worker', outcome: '1 message done', durationMs: expect.any(Number) },
  ]);
});

test('a batch holds at most BatchSize messages', async () => {
  const { mappings, functions, send } = await world({ mapping: { batchSize: 2 } });
  for (const body of ['a', 'b', 'c']) send({ body });
  mappings.start();
  await until(() => functions.batches.flat().length === 3);
  expect(functions.batches.map(({ length }) => length)).toEqual([2, 1]);
});

test('a batching window lets a batch fill up beyond what one receive gives', async () => {
  const { mappings, functions, send } = await world({
    mapping: { batchSize: 12, maximumBatchingWindowS: 60 },
  });
  for (let n = 0; n < 11; n++) send({ body: `m${n}` });
  mappings.start();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(functions.batches).toHaveLength(0);
  send({ body: 'last' });
  await until(() => functions.batches.length === 1);
  expect(functions.batches[0]).toHaveLength(12);
});

test('a function error leaves all messages in flight until their visibility timeout', async () => {
  const functions = new ScriptedFunctions(new TypeError('broken'));
  const { mappings, queues, output, send } = await world({ functions });
  send({ body: 'a' });
  send({ body: 'b' });
  mappings.start();
  await until(() => output.errors.length === 1);
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 2 });
  expect(output.errors).toEqual(['worker failed a batch of 2 messages from queue work: TypeError: broken']);
  expect(output.events[0]?.outcome).toBe('2 messages failed');
});

test('a failed message is given again after its visibility timeout', async () => {
  const functions = new ScriptedFunctions(new TypeError('broken'), 'null');
  const { mappings, output, send } = await world({
    functions,
    queue: { visibilityTimeoutS: 0 },
    mapping: { maximumConcurrency: 1 },
  });
  send({ body: 'a' });
  mappings.start();
  await until(() => output.events.some(({ outcome }) => outcome === '1 message done'));
  expect(
    functions.batches.map(
      ([record]) => (record as { attributes: Record<string, string> }).attributes.ApproximateReceiveCount,
    ),
  ).toEqual(['1', '2']);
});

test('with ReportBatchItemFailures the other messages are removed', async () => {
  const functions = new ScriptedFunctions('null');
  const { mappings, queues, output, send } = await world({
    functions,
    mapping: { reportBatchItemFailures: true },
  });
  jest.spyOn(functions, 'invoke').mockImplementation(async (_arn, payload) => {
    const { Records } = JSON.parse(payload) as { Records: { messageId: string; body: string }[] };
    const failed = Records.filter(({ body }) => body === 'b').map(({ messageId }) => ({
      itemIdentifier: messageId,
    }));
    return { payload: JSON.stringify({ batchItemFailures: failed }), requestId: 'r', durationMs: 1 };
  });
  for (const body of ['a', 'b', 'c']) send({ body });
  mappings.start();
  await until(() => output.events.length === 1);
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 1 });
  expect(output.events[0]?.outcome).toBe('3 messages taken, 1 failed');
});

test('an itemIdentifier that is not of the batch fails all of it', async () => {
  const functions = new ScriptedFunctions('{"batchItemFailures":[{"itemIdentifier":"x"}]}');
  const { mappings, queues, output, send } = await world({
    functions,
    mapping: { reportBatchItemFailures: true },
  });
  send({ body: 'a' });
  mappings.start();
  await until(() => output.errors.length === 1);
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 1 });
  expect(output.errors[0]).toMatch(/itemIdentifier that is not of this batch/);
});

test('messages that no filter takes are removed without an invocation', async () => {
  const mapping = { filterPatterns: [{ body: { kind: ['order'] } }] };
  const { mappings, queues, functions, send } = await world({ mapping });
  for (const body of ['{"kind":"other"}', '{"kind":"order"}', 'plain']) send({ body });
  mappings.start();
  await until(() => functions.batches.length === 1);
  await mappings.close();
  expect(functions.batches[0]).toMatchObject([{ body: '{"kind":"order"}' }]);
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 0 });
});

test('a throttled batch is held and tried again, without another receive', async () => {
  const throttled = new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  const functions = new ScriptedFunctions(throttled, throttled, 'null');
  const { mappings, queues, output, send } = await world({ functions });
  send({ body: 'a' });
  mappings.start();
  await until(() => output.events.length === 1);
  expect(functions.batches).toHaveLength(3);
  expect(functions.batches[2]?.[0]?.attributes).toMatchObject({ ApproximateReceiveCount: '1' });
  expect(output.events[0]?.outcome).toBe('1 message done');
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 0 });
});

test('a batch throttled for half of its visibility timeout goes back to the queue at once', async () => {
  const throttled = new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  let clockMs = 0;
  const functions = new ScriptedFunctions(throttled, 'null');
  const { mappings, output, send } = await world({ functions, now: () => (clockMs += 20_000) });
  send({ body: 'a' });
  mappings.start();
  await until(() => output.events.length === 2);
  expect(output.events.map(({ outcome }) => outcome)).toEqual([
    '1 message given back: the function is throttled',
    '1 message done',
  ]);
});

test('batches run side by side up to MaximumConcurrency', async () => {
  let release: (answer: string) => void = () => undefined;
  const blocked = new Promise<string>((resolve) => {
    release = resolve;
  });
  const functions = new ScriptedFunctions(blocked);
  const { mappings, queues, output, send } = await world({
    functions,
    mapping: { batchSize: 1, maximumConcurrency: 2 },
  });
  for (const body of ['a', 'b', 'c']) send({ body });
  mappings.start();
  await until(() => functions.batches.length === 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(functions.batches).toHaveLength(2);
  expect(await left(queues)).toEqual({ visible: 1, inFlight: 2 });
  release('null');
  await until(() => output.events.length === 3);
  expect(functions.batches).toHaveLength(3);
});

test('in a FIFO group nothing after the first failed message counts as done', async () => {
  const functions = new ScriptedFunctions('null');
  const { mappings, queues, output, send } = await world({
    functions,
    queueName: 'work.fifo',
    mapping: { reportBatchItemFailures: true },
  });
  const bodies: string[][] = [];
  jest.spyOn(functions, 'invoke').mockImplementation(async (_arn, payload) => {
    const { Records } = JSON.parse(payload) as { Records: { messageId: string; body: string }[] };
    bodies.push(Records.map(({ body }) => body));
    const failed = Records.filter(({ body }) => body === 'x2').map(({ messageId }) => ({
      itemIdentifier: messageId,
    }));
    return { payload: JSON.stringify({ batchItemFailures: failed }), requestId: 'r', durationMs: 1 };
  });
  for (const body of ['x1', 'x2', 'x3', 'y1']) send({ body, messageGroupId: body.charAt(0) });
  mappings.start();
  await until(() => bodies.flat().length === 4 && output.events.length === bodies.length);
  expect(await left(queues, 'work.fifo')).toEqual({ visible: 0, inFlight: 2 });
});

test('in a group of a standard queue, which promises no order, only what failed stays', async () => {
  const functions = new ScriptedFunctions('null');
  const { mappings, queues, output, send } = await world({
    functions,
    mapping: { reportBatchItemFailures: true },
  });
  const bodies: string[][] = [];
  jest.spyOn(functions, 'invoke').mockImplementation(async (_arn, payload) => {
    const { Records } = JSON.parse(payload) as { Records: { messageId: string; body: string }[] };
    bodies.push(Records.map(({ body }) => body));
    const failed = Records.filter(({ body }) => body === 'x2').map(({ messageId }) => ({
      itemIdentifier: messageId,
    }));
    return { payload: JSON.stringify({ batchItemFailures: failed }), requestId: 'r', durationMs: 1 };
  });
  for (const body of ['x1', 'x2', 'x3', 'y1']) send({ body, messageGroupId: body.charAt(0) });
  mappings.start();
  await until(() => bodies.flat().length === 4 && output.events.length === bodies.length);
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 1 });
});

test('a failing function holds up no other mapping', async () => {
  const functions = new ScriptedFunctions('null');
  const arn = functionArn('broken');
  const broken = mappingSpec({ uuid: 'b', functionArn: arn, source: { kind: 'sqs', arn: queueArn('bad') } });
  const system = systemOf({
    queues: [queueSpec('work'), queueSpec('bad', { visibilityTimeoutS: 0 })],
    eventSourceMappings: [broken, mappingSpec({})],
  });
  const log = memoryLog();
  const queues = createQueues({ system, log, queueUrl: (name) => `http://localhost/123456789012/${name}` });
  const done: string[] = [];
  jest.spyOn(functions, 'invoke').mockImplementation(async (name) => {
    await new Promise(setImmediate);
    if (name === arn) return { payload: '{}', functionError: 'Unhandled', requestId: 'r', durationMs: 1 };
    done.push(name);
    return { payload: 'null', requestId: 'r', durationMs: 1 };
  });
  const tables = {
    call: () => Promise.reject(new Error('no tables')),
    onStreamRecords: () => () => undefined,
  };
  const output = new RecordedOutput();
  const mappings = createMappings({ system, log, queues, functions, tables, output });
  open.push({ mappings, queues });
  await log.open();
  log.commit(queues.enqueue(queueArn('bad'), { body: 'poison' }));
  mappings.start();
  await until(() => output.errors.length > 0);
  log.commit(queues.enqueue(queueArn('work'), { body: 'good' }));
  await until(() => done.length === 1);
  expect(done).toEqual([functionArn('worker')]);
});

test('a mapping that is not enabled reads nothing and is listed', async () => {
  const { mappings, queues, send } = await world({ mapping: { enabled: false } });
  send({ body: 'a' });
  mappings.start();
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await left(queues)).toEqual({ visible: 1, inFlight: 0 });
  expect(mappings.list()).toHaveLength(1);
});

test('close waits for the running batch, whose messages are then removed', async () => {
  let release: (answer: string) => void = () => undefined;
  const functions = new ScriptedFunctions(
    new Promise<string>((resolve) => {
      release = resolve;
    }),
  );
  const { mappings, queues, send } = await world({ functions });
  send({ body: 'a' });
  mappings.start();
  await until(() => functions.batches.length === 1);
  const closed = mappings.close();
  release('null');
  await closed;
  expect(await left(queues)).toEqual({ visible: 0, inFlight: 0 });
});
