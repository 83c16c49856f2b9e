import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitLog, fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import type { Bus } from '../parts.js';
import { createQueues, type SqsQueues } from '../queues/create-queues.js';
import type { System } from '../system.js';
import { createBus } from './create-bus.js';
import {
  busArnOf,
  functionArn,
  queueArn,
  queueSpec,
  RecordedInvocations,
  RecordedOutput,
  ruleSpec,
  systemOf,
  targetSpec,
} from './system-fixture.js';

const nowMs = Date.parse('2026-03-01T10:20:30.400Z');

interface World {
  readonly bus: Bus;
  readonly queues: SqsQueues;
  readonly functions: RecordedInvocations;
  readonly output: RecordedOutput;
  readonly log: CommitLog;
  readonly commits: number[];
}

async function world(parts: Partial<System>, log = memoryLog()): Promise<World> {
  const system = systemOf({ queues: [queueSpec('orders'), queueSpec('dead')], ...parts });
  const commits: number[] = [];
  const counted: CommitLog = Object.assign(Object.create(log) as CommitLog, {
    join: log.join.bind(log),
    open: log.open.bind(log),
    close: log.close.bind(log),
    durable: log.durable.bind(log),
    commit(entries: Parameters<CommitLog['commit']>[0]) {
      commits.push(entries.length);
      log.commit(entries);
    },
  });
  const queues = createQueues({ system, log: counted, queueUrl: (name) => `http://localhost/${name}` });
  const functions = new RecordedInvocations('audit');
  log.join('functions', functions);
  const output = new RecordedOutput();
  const bus = createBus({ system, log: counted, queues, functions, output, now: () => nowMs });
  await log.open();
  return { bus, queues, functions, output, log: counted, commits };
}

const placed = (detail: unknown = { id: 1 }, members = {}) => ({
  Source: 'shop.orders',
  DetailType: 'OrderPlaced',
  Detail: typeof detail === 'string' ? detail : JSON.stringify(detail),
  EventBusName: 'shop',
  ...members,
});

const pattern = { 'detail-type': ['OrderPlaced'] };

async function bodies(queues: SqsQueues, name = 'orders'): Promise<unknown[]> {
  const messages = await queues.receive(queueArn(name), { maxMessages: 10, waitS: 0 });
  return messages.map(({ body }) => JSON.parse(body) as unknown);
}

test('an event reaches the queue of each rule whose pattern it matches, in its envelope', async () => {
  const rules = [
    ruleSpec('placed', { eventPattern: pattern, targets: [targetSpec(queueArn('orders'))] }),
    ruleSpec('shipped', {
      eventPattern: { 'detail-type': ['Shipped'] },
      targets: [targetSpec(queueArn('dead'))],
    }),
    ruleSpec('other-bus', {
      busName: 'default',
      eventPattern: pattern,
      targets: [targetSpec(queueArn('dead'))],
    }),
    ruleSpec('off', { enabled: false, eventPattern: pattern, targets: [targetSpec(queueArn('dead'))] }),
  ];
  const { bus, queues, output, commits } = await world({ rules });
  const answer = await bus.call('PutEvents', { Entries: [placed({ id: 1 }, { Resources: ['arn:x'] })] });
  const [event] = (await bodies(queues)) as { id: string }[];
  expect(event).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    'detail-type': 'OrderPlaced',
    source: 'shop.orders',
    account: '123456789012',
    time: '2026-03-01T10:20:30Z',
    region: 'eu-central-1',
    resources: ['arn:x'],
    detail: { id: 1 },
  });
  expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: event?.id }] });
  expect(await bodies(queues, 'dead')).toEqual([]);
  expect(commits[0]).toBe(1);
  expect(output.events).toEqual([
    { kind: 'event', name: 'shop.orders OrderPlaced', to: 'orders', outcome: 'delivered', durationMs: 0 },
  ]);
});

test('all deliveries of an event are one log record', async () => {
  const targets = [targetSpec(queueArn('orders')), targetSpec(functionArn('audit'), { id: 'b' })];
  const rules = [
    ruleSpec('a', { eventPattern: pattern, targets }),
    ruleSpec('b', { eventPattern: pattern, targets: [targetSpec(queueArn('dead'))] }),
  ];
  const { bus, commits, functions } = await world({ rules });
  await bus.call('PutEvents', { Entries: [placed()] });
  expect(commits).toEqual([3]);
  expect(functions.invocations).toHaveLength(1);
});

test('deliveries of acknowledged events are there after the process was killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'bus log '));
  try {
    const rules = [
      ruleSpec('placed', {
        eventPattern: pattern,
        targets: [targetSpec(queueArn('orders')), targetSpec(functionArn('audit'), { id: 'audit' })],
      }),
    ];
    const first = await world({ rules }, fileLog(directory));
    await first.bus.call('PutEvents', { Entries: [placed({ id: 1 }), placed({ id: 2 })] });
    rmSync(join(directory, 'LOCK'));
    const second = await world({ rules }, fileLog(directory));
    const events = (await bodies(second.queues)) as { detail: unknown }[];
    expect(events.map(({ detail }) => detail)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(second.functions.invocations).toHaveLength(2);
    await second.log.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('PutEvents answers only after the log is durable', async () => {
  const log = memoryLog();
  let release: () => void = () => undefined;
  const durable = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { bus } = await world({}, { ...log, durable: () => durable });
  let answered = false;
  const answer = bus.call('PutEvents', { Entries: [placed()] }).then(() => {
    answered = true;
  });
  await new Promise(setImmediate);
  expect(answered).toBe(false);
  release();
  await answer;
  expect(answered).toBe(true);
});

test('each entry that is not valid fails alone, with the code that EventBridge gives', async () => {
  const rules = [ruleSpec('placed', { eventPattern: pattern, targets: [targetSpec(queueArn('orders'))] })];
  const { bus, queues } = await world({ rules });
  const required = (name: string) => ({
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  });
  const malformed = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const answer = await bus.call('PutEvents', {
    Entries: [
      placed({}, { Source: undefined }),
      placed({}, { DetailType: '' }),
      placed({}, { Detail: undefined }),
      placed('{'),
      placed('[1]'),
      placed('"text"'),
      placed('null'),
      placed({}, { Source: 'aws.s3' }),
      placed({ good: true }),
    ],
  });
  expect(answer).toEqual({
    FailedEntryCount: 8,
    Entries: [
      required('Source'),
      required('DetailType'),
      required('Detail'),
      malformed,
      malformed,
      malformed,
      malformed,
      { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
      { EventId: expect.any(String) },
    ],
  });
  expect(await bodies(queues)).toHaveLength(1);
});

test('a bus is named by name or ARN; an event without one goes to the default bus', async () => {
  const rules = [
    ruleSpec('shop', { eventPattern: pattern, targets: [targetSpec(queueArn('orders'))] }),
    ruleSpec('default', {
      busName: 'default',
      eventPattern: pattern,
      targets: [targetSpec(queueArn('dead'))],
    }),
  ];
  const { bus, queues } = await world({ rules });
  await bus.call('PutEvents', {
    Entries: [
      placed({ id: 1 }, { EventBusName: busArnOf('shop') }),
      placed({ id: 2 }, { EventBusName: undefined }),
    ],
  });
  expect(await bodies(queues)).toMatchObject([{ detail: { id: 1 } }]);
  expect(await bodies(queues, 'dead')).toMatchObject([{ detail: { id: 2 } }]);
});

test('an event for an unknown bus is taken, as EventBridge does, and said aloud', async () => {
  const { bus, output } = await world({});
  const answer = await bus.call('PutEvents', { Entries: [placed({}, { EventBusName: 'shpo' })] });
  expect(answer).toMatchObject({ FailedEntryCount: 0 });
  expect(output.errors).toEqual([
    "event OrderPlaced of shop.orders went to the event bus 'shpo', which does not exist: no rule sees it: buses: default, shop",
  ]);
});

test.each([
  [0, 'greater than or equal to 1'],
  [11, 'less than or equal to 10'],
])('a request of %d entries is refused', async (count, bound) => {
  const { bus } = await world({});
  await expect(bus.call('PutEvents', { Entries: Array(count).fill(placed()) })).rejects.toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(`Member must have length ${bound}`),
  });
});

test('a request may hold 1 MiB, counted as EventBridge counts, and no byte more', async () => {
  const { bus } = await world({});
  const base = { Source: 's', DetailType: 'd', Time: 1, Resources: ['ré'], EventBusName: 'shop' };
  const fits = 1024 * 1024 - (1 + 1 + 14 + 3) - '{"a":""}'.length;
  const entry = (length: number) => ({ ...base, Detail: `{"a":"${'x'.repeat(length)}"}` });
  expect(await bus.call('PutEvents', { Entries: [entry(fits)] })).toMatchObject({ FailedEntryCount: 0 });
  await expect(bus.call('PutEvents', { Entries: [entry(fits + 1)] })).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Total size of the entries in the request is over the limit.',
  });
});

test('a given time and trace header travel with the event', async () => {
  const targets = [targetSpec(queueArn('orders')), targetSpec(functionArn('audit'), { id: 'b' })];
  const { bus, queues, functions } = await world({
    rules: [ruleSpec('a', { eventPattern: pattern, targets })],
  });
  await bus.call('PutEvents', { Entries: [placed({}, { Time: 1_700_000_000.9, TraceHeader: 'Root=1-2' })] });
  const [message] = await queues.receive(queueArn('orders'), { maxMessages: 1, waitS: 0 });
  expect(message?.attributes.AWSTraceHeader).toBe('Root=1-2');
  expect(JSON.parse(message?.body ?? '')).toMatchObject({ time: '2023-11-14T22:13:20Z' });
  expect(functions.invocations[0]?.options).toEqual({ traceId: 'Root=1-2' });
});

test('a target that does not exist sends the event to its dead-letter queue, with why', async () => {
  const target = targetSpec(functionArn('gone'), {
    deadLetterArn: queueArn('dead'),
    input: '{"constant":1}',
  });
  const { bus, queues, output } = await world({
    rules: [ruleSpec('placed', { eventPattern: pattern, targets: [target] })],
  });
  await bus.call('PutEvents', { Entries: [placed({ id: 9 })] });
  const [message] = await queues.receive(queueArn('dead'), { maxMessages: 1, waitS: 0 });
  expect(JSON.parse(message?.body ?? '')).toMatchObject({ detail: { id: 9 } });
  const text = (StringValue: string) => expect.objectContaining({ DataType: 'String', StringValue });
  expect(message?.messageAttributes).toEqual({
    RULE_ARN: text('arn:aws:events:eu-central-1:123456789012:rule/shop/placed'),
    TARGET_ARN: text(functionArn('gone')),
    ERROR_CODE: text('NO_RESOURCE'),
    ERROR_MESSAGE: text(`Function not found: ${functionArn('gone')}`),
  });
  expect(output.errors[0]).toContain(`did not reach ${functionArn('gone')} (rule placed)`);
});

test('a target that does not exist and has no dead-letter queue loses the event aloud; other targets get it', async () => {
  const targets = [targetSpec(queueArn('gone')), targetSpec(queueArn('orders'), { id: 'b' })];
  const { bus, queues, output } = await world({
    rules: [ruleSpec('placed', { eventPattern: pattern, targets })],
  });
  expect(await bus.call('PutEvents', { Entries: [placed()] })).toMatchObject({ FailedEntryCount: 0 });
  expect(output.errors).toEqual([
    expect.stringMatching(/NO_RESOURCE.*no dead-letter queue, so the event is lost/),
  ]);
  expect(await bodies(queues)).toHaveLength(1);
});

test('a FIFO target gets the message group of its rule', async () => {
  const target = targetSpec(queueArn('steps.fifo'), { messageGroupId: 'g1' });
  const rules = [ruleSpec('a', { eventPattern: pattern, targets: [target] })];
  const { bus, queues } = await world({ rules, queues: [queueSpec('steps.fifo')] });
  await bus.call('PutEvents', { Entries: [placed()] });
  const [message] = await queues.receive(queueArn('steps.fifo'), { maxMessages: 1, waitS: 0 });
  expect(message?.attributes.MessageGroupId).toBe('g1');
});

test('buses forward to one another, and a circle of them ends', async () => {
  const rules = [
    ruleSpec('forward', { eventPattern: pattern, targets: [targetSpec(busArnOf('default'))] }),
    ruleSpec('back', { busName: 'default', eventPattern: pattern, targets: [targetSpec(busArnOf('shop'))] }),
    ruleSpec('keep', {
      busName: 'default',
      eventPattern: pattern,
      targets: [targetSpec(queueArn('orders'))],
    }),
  ];
  const { bus, queues } = await world({ rules });
  const answer = (await bus.call('PutEvents', { Entries: [placed()] })) as { Entries: { EventId: string }[] };
  expect(await bodies(queues)).toMatchObject([{ id: answer.Entries[0]?.EventId }]);
});

test('a FIFO target without a message group sends the event to its dead-letter queue', async () => {
  const target = targetSpec(queueArn('steps.fifo'), { deadLetterArn: queueArn('dead') });
  const rules = [ruleSpec('a', { eventPattern: pattern, targets: [target] })];
  const { bus, queues } = await world({ rules, queues: [queueSpec('steps.fifo'), queueSpec('dead')] });
  await bus.call('PutEvents', { Entries: [placed()] });
  const [message] = await queues.receive(queueArn('dead'), { maxMessages: 1, waitS: 0 });
  expect(message?.messageAttributes.ERROR_CODE).toMatchObject({ StringValue: 'INVALID_PARAMETER' });
});

test('a template that makes no JSON of an event sends it to the dead-letter queue', async () => {
  const target = targetSpec(queueArn('orders'), {
    deadLetterArn: queueArn('dead'),
    inputTransformer: { pathsMap: {}, template: '{"a": text}' },
  });
  const { bus, queues } = await world({
    rules: [ruleSpec('a', { eventPattern: pattern, targets: [target] })],
  });
  await bus.call('PutEvents', { Entries: [placed()] });
  const [message] = await queues.receive(queueArn('dead'), { maxMessages: 1, waitS: 0 });
  expect(message?.messageAttributes.ERROR_CODE).toMatchObject({ StringValue: 'INVALID_JSON' });
});

test('an event whose dead-letter queue does not exist either is lost aloud', async () => {
  const target = targetSpec(queueArn('gone'), { deadLetterArn: queueArn('gone-too') });
  const { bus, output } = await world({
    rules: [ruleSpec('a', { eventPattern: pattern, targets: [target] })],
  });
  expect(await bus.call('PutEvents', { Entries: [placed()] })).toMatchObject({ FailedEntryCount: 0 });
  expect(output.errors).toEqual([expect.stringContaining('its dead-letter queue')]);
  expect(output.events[0]?.outcome).toBe('lost: NO_RESOURCE');
});

test('a forward to a bus that does not exist goes to the dead-letter queue', async () => {
  const target = targetSpec(busArnOf('gone'), { deadLetterArn: queueArn('dead') });
  const { bus, queues } = await world({
    rules: [ruleSpec('a', { eventPattern: pattern, targets: [target] })],
  });
  await bus.call('PutEvents', { Entries: [placed()] });
  expect(await bodies(queues, 'dead')).toHaveLength(1);
});

test.each([
  [{ Source: 1 }, 'Source is not a string.'],
  [{ DetailType: {} }, 'DetailType is not a string.'],
  [{ Detail: {} }, 'Detail is not a string.'],
  [{ EventBusName: 1 }, 'EventBusName is not a string.'],
  [{ TraceHeader: 1 }, 'TraceHeader is not a string.'],
  [{ Time: 'now' }, 'Time is not a number of seconds since the epoch.'],
  [{ Time: 253_402_300_800 }, 'Time is not a number of seconds since the epoch.'],
  [{ Resources: 'arn' }, 'Resources is not a list of strings.'],
  [{ Resources: [1] }, 'Resources is not a list of strings.'],
])('an entry with %j is refused with the whole request', async (members, message) => {
  const { bus } = await world({});
  const refused = bus.call('PutEvents', { Entries: [placed(), placed({}, members)] });
  await expect(refused).rejects.toMatchObject({ code: 'SerializationException', message });
});

test.each([{}, { Entries: null }, { Entries: 'x' }, null])(
  'a request %j without a list of entries is refused',
  async (input) => {
    const { bus } = await world({});
    await expect(bus.call('PutEvents', input)).rejects.toMatchObject({ code: 'ValidationException' });
  },
);

test('members that are null count as absent', async () => {
  const rules = [
    ruleSpec('a', { busName: 'default', eventPattern: pattern, targets: [targetSpec(queueArn('orders'))] }),
  ];
  const { bus, queues } = await world({ rules });
  const absent = { EventBusName: null, TraceHeader: null, Time: null, Resources: null };
  const answer = await bus.call('PutEvents', {
    Entries: [placed({}, { Source: null }), placed({}, absent)],
  });
  expect(answer).toMatchObject({
    Entries: [{ ErrorCode: 'InvalidArgument' }, { EventId: expect.any(String) }],
  });
  expect(await bodies(queues)).toMatchObject([{ time: '2026-03-01T10:20:30Z', resources: [] }]);
});
