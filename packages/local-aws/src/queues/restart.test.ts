import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommitLog, fileLog, memoryLog, type Participant } from '@atoll/embedded-dynamodb';
import type { ReceivedMessage } from '../parts.js';
import type { QueueSpec } from '../system.js';
import { createQueues, type SqsQueues } from './create-queues.js';
import { QueueSet } from './queue-set.js';
import { arnOf, queueSpec, queueUrl, systemOf } from './queues-in-memory.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'queues data '));
});
afterEach(() => rmSync(directory, { recursive: true }));

let now = Date.parse('2026-11-25T10:00:00Z');
const template = [
  queueSpec('work', { redrive: { deadLetterArn: arnOf('dead'), maxReceiveCount: 2 } }),
  queueSpec('dead'),
  queueSpec('steps.fifo'),
];

interface Session {
  readonly queues: SqsQueues;
  readonly log: CommitLog;
}

async function opened(specs: readonly QueueSpec[] = template, snapshotBytes = 1e9): Promise<Session> {
  const log = fileLog(directory, { snapshotBytes });
  const queues = createQueues({ system: systemOf(specs), log, now: () => now, queueUrl });
  await log.open();
  return { queues, log };
}

async function ended({ queues, log }: Session): Promise<void> {
  queues.close();
  await log.close();
}

function send({ queues }: Session, name: string, input: object): Promise<unknown> {
  return queues.call('SendMessage', { QueueUrl: queueUrl(name), ...input });
}

const receive = ({ queues }: Session, name: string): Promise<ReceivedMessage[]> =>
  queues.receive(arnOf(name), { maxMessages: 10, waitS: 0 });
const bodies = (messages: readonly ReceivedMessage[]) => messages.map(({ body }) => body);

/** A restart by the log as it was written, and one by a snapshot of it. */
const ways = [
  ['log', async () => undefined],
  ['snapshot', async () => ended(await opened(template, 1))],
] as const;

test.each(ways)(
  'by %s: unfinished messages are visible at once, with their counts; deleted ones are gone',
  async (_, between) => {
    const first = await opened();
    for (const MessageBody of ['a', 'b', 'c']) await send(first, 'work', { MessageBody });
    const received = await receive(first, 'work');
    await first.queues.remove(arnOf('work'), [received[1]?.receiptHandle ?? '']);
    await ended(first);
    await between();
    const second = await opened();
    const again = await receive(second, 'work');
    expect(bodies(again)).toEqual(['a', 'c']);
    expect(again.map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual(['2', '2']);
    await ended(second);
    await between();
    const third = await opened();
    expect(await receive(third, 'work')).toEqual([]);
    const dead = await receive(third, 'dead');
    expect(bodies(dead)).toEqual(['a', 'c']);
    expect(dead[0]?.attributes.DeadLetterQueueSourceArn).toBe(arnOf('work'));
    await ended(third);
    await between();
    const fourth = await opened();
    expect(bodies(await receive(fourth, 'dead'))).toEqual(['a', 'c']);
    await ended(fourth);
  },
);

test.each(ways)(
  'by %s: a delay goes on, a handle of before deletes what nobody received since',
  async (_, between) => {
    const first = await opened();
    await send(first, 'dead', { MessageBody: 'late', DelaySeconds: 60 });
    await send(first, 'work', { MessageBody: 'a' });
    const [message] = await receive(first, 'work');
    await ended(first);
    await between();
    const second = await opened();
    expect(await receive(second, 'dead')).toEqual([]);
    await second.queues.remove(arnOf('work'), [message?.receiptHandle ?? '']);
    expect(await receive(second, 'work')).toEqual([]);
    now += 60_000;
    expect(bodies(await receive(second, 'dead'))).toEqual(['late']);
    await ended(second);
  },
);

test.each(ways)('by %s: duplicates are recognized and sequence numbers go on', async (_, between) => {
  const message = (id: string, MessageBody: string) => ({
    MessageBody,
    MessageGroupId: 'g',
    MessageDeduplicationId: id,
  });
  const first = await opened();
  const one = await send(first, 'steps.fifo', message('1', 'one'));
  await ended(first);
  await between();
  const second = await opened();
  expect(await send(second, 'steps.fifo', message('1', 'one'))).toEqual(one);
  const two = await send(second, 'steps.fifo', message('2', 'two'));
  const numberOf = (sent: unknown) => (sent as { SequenceNumber: string }).SequenceNumber;
  expect(numberOf(two) > numberOf(one)).toBe(true);
  expect(bodies(await receive(second, 'steps.fifo'))).toEqual(['one', 'two']);
  await ended(second);
});

test.each(ways)('by %s: queues that were created, their tags and settings are kept', async (_, between) => {
  const first = await opened();
  const { queues } = first;
  const made = { QueueUrl: queueUrl('made') };
  await queues.call('CreateQueue', {
    QueueName: 'made',
    Attributes: { VisibilityTimeout: '7' },
    tags: { team: 'x', old: 'y' },
  });
  await queues.call('UntagQueue', { ...made, TagKeys: ['old'] });
  await queues.call('TagQueue', { QueueUrl: queueUrl('work'), Tags: { a: 'b' } });
  await queues.call('SetQueueAttributes', { ...made, Attributes: { DelaySeconds: '3' } });
  await queues.call('CreateQueue', { QueueName: 'dropped' });
  await queues.call('DeleteQueue', { QueueUrl: queueUrl('dropped') });
  const attributes = await queues.call('GetQueueAttributes', { ...made, AttributeNames: ['All'] });
  expect(attributes).toMatchObject({ Attributes: { VisibilityTimeout: '7', DelaySeconds: '3' } });
  await ended(first);
  await between();
  const second = await opened();
  expect(await second.queues.call('GetQueueAttributes', { ...made, AttributeNames: ['All'] })).toEqual(
    attributes,
  );
  expect(await second.queues.call('ListQueueTags', made)).toEqual({ Tags: { team: 'x' } });
  expect(await second.queues.call('ListQueueTags', { QueueUrl: queueUrl('work') })).toEqual({
    Tags: { a: 'b' },
  });
  await expect(second.queues.call('GetQueueUrl', { QueueName: 'dropped' })).rejects.toMatchObject({
    code: 'QueueDoesNotExist',
  });
  await ended(second);
});

test.each(ways)(
  'by %s: settings laid over the template hold until the template changes',
  async (_, between) => {
    const timeout = async ({ queues }: Session) =>
      (
        (await queues.call('GetQueueAttributes', {
          QueueUrl: queueUrl('work'),
          AttributeNames: ['VisibilityTimeout'],
        })) as { Attributes: unknown }
      ).Attributes;
    const first = await opened();
    await first.queues.call('SetQueueAttributes', {
      QueueUrl: queueUrl('work'),
      Attributes: { VisibilityTimeout: '9' },
    });
    await ended(first);
    await between();
    const second = await opened();
    expect(await timeout(second)).toEqual({ VisibilityTimeout: '9' });
    await ended(second);
    const changed = await opened([queueSpec('work', { visibilityTimeoutS: 11 })]);
    expect(await timeout(changed)).toEqual({ VisibilityTimeout: '11' });
    await ended(changed);
  },
);

test('messages of a queue that the template has lost are kept until it has it again', async () => {
  const first = await opened();
  await send(first, 'work', { MessageBody: 'a' });
  await ended(first);
  const without = await opened([queueSpec('dead')], 1);
  await expect(receive(without, 'work')).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  await ended(without);
  const again = await opened();
  expect(bodies(await receive(again, 'work'))).toEqual(['a']);
  await ended(again);
});

test('a snapshot applied to nothing gives the same snapshot', async () => {
  const log = memoryLog();
  const joined: Participant[] = [];
  const queues = createQueues({
    system: systemOf(template),
    log: {
      ...log,
      join: (part, set) => {
        joined.push(set);
        log.join(part, set);
      },
    },
    now: () => now,
    queueUrl,
  });
  const session = { queues, log };
  await send(session, 'work', {
    MessageBody: 'a',
    MessageAttributes: { k: { DataType: 'String', StringValue: 'v' } },
    MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
  });
  await receive(session, 'work');
  await send(session, 'steps.fifo', { MessageBody: 'b', MessageGroupId: 'g', MessageDeduplicationId: '1' });
  await queues.call('CreateQueue', { QueueName: 'made', tags: { a: 'b' } });
  const before = JSON.parse(JSON.stringify([...(joined[0]?.snapshot() ?? [])]));
  const rebuilt = new QueueSet(systemOf(template), { startedAt: now, onChange: () => undefined });
  for (const entry of before) rebuilt.apply(entry);
  expect(JSON.parse(JSON.stringify([...rebuilt.snapshot()]))).toEqual(before);
  expect(before.length).toBeGreaterThan(3);
});
