import type { ReceivedMessage } from '../parts.js';
import { arnOf, type QueuesInTest, queueSpec, queuesInMemory, queueUrl } from './queues-in-memory.js';

const QueueUrl = queueUrl('steps.fifo');
const arn = arnOf('steps.fifo');

let world: QueuesInTest;
beforeEach(() => {
  world = queuesInMemory([
    queueSpec('steps.fifo'),
    queueSpec('content.fifo', { contentBasedDeduplication: true }),
    queueSpec('slow.fifo', { delayS: 10 }),
    queueSpec('plain'),
  ]);
});
afterEach(() => world.queues.close());

interface Sent {
  readonly MessageId: string;
  readonly SequenceNumber: string;
}

let ids = 0;
async function send(group: string, MessageBody: string, more: object = {}): Promise<Sent> {
  return (await world.queues.call('SendMessage', {
    QueueUrl,
    MessageBody,
    MessageGroupId: group,
    MessageDeduplicationId: `id-${ids++}`,
    ...more,
  })) as Sent;
}

const receive = (maxMessages = 10): Promise<ReceivedMessage[]> =>
  world.queues.receive(arn, { maxMessages, waitS: 0 });
const bodies = (messages: readonly ReceivedMessage[]) => messages.map(({ body }) => body);
const handles = (messages: readonly ReceivedMessage[]) => messages.map(({ receiptHandle }) => receiptHandle);

test('a group gives nothing while one of its messages is in flight; other groups go on', async () => {
  for (const body of ['a1', 'a2', 'a3']) await send('a', body);
  await send('b', 'b1');
  const first = await receive(2);
  expect(bodies(first)).toEqual(['a1', 'a2']);
  expect(bodies(await receive())).toEqual(['b1']);
  expect(await receive()).toEqual([]);
  await world.queues.remove(arn, handles(first).slice(0, 1));
  expect(await receive()).toEqual([]);
  await world.queues.remove(arn, handles(first).slice(1));
  expect(bodies(await receive())).toEqual(['a3']);
});

test('what was not deleted comes again before what stands behind it', async () => {
  for (const body of ['a1', 'a2', 'a3']) await send('a', body);
  const [first, second] = await receive(2);
  await world.queues.remove(arn, [second?.receiptHandle ?? '']);
  world.queues.changeVisibility(arn, first?.receiptHandle ?? '', 0);
  expect(bodies(await receive())).toEqual(['a1', 'a3']);
});

test('a group is free again when the visibility timeout ends', async () => {
  await send('a', 'a1');
  await send('a', 'a2');
  await receive(1);
  world.clock.now += 29_999;
  expect(await receive()).toEqual([]);
  world.clock.now += 1;
  expect(bodies(await receive())).toEqual(['a1', 'a2']);
});

test('one receive takes from several groups and keeps the order in each', async () => {
  for (const [group, body] of [
    ['a', 'a1'],
    ['b', 'b1'],
    ['a', 'a2'],
    ['c', 'c1'],
  ] as const) {
    await send(group, body);
  }
  expect(bodies(await receive())).toEqual(['a1', 'a2', 'b1', 'c1']);
});

test('a duplicate within five minutes is answered like the first and not delivered', async () => {
  const id = { MessageDeduplicationId: 'same' };
  const first = await send('a', 'one', id);
  const [received] = await receive();
  await world.queues.remove(arn, [received?.receiptHandle ?? '']);
  world.clock.now += 299_999;
  const duplicate = await send('b', 'two', id);
  expect([duplicate.MessageId, duplicate.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber]);
  expect(await receive()).toEqual([]);
  world.clock.now += 1;
  const later = await send('a', 'three', id);
  expect(later.MessageId).not.toBe(first.MessageId);
  expect(bodies(await receive())).toEqual(['three']);
});

test('duplicates inside one batch are delivered once', async () => {
  const entry = { MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: 'same' };
  const { Successful } = (await world.queues.call('SendMessageBatch', {
    QueueUrl,
    Entries: [
      { Id: '1', ...entry },
      { Id: '2', ...entry },
    ],
  })) as { Successful: Sent[] };
  expect(Successful[1]?.MessageId).toBe(Successful[0]?.MessageId);
  expect(await receive()).toHaveLength(1);
});

test('sequence numbers have twenty digits and grow', async () => {
  const sent = [await send('a', 'a1'), await send('b', 'b1'), await send('a', 'a2')];
  const numbers = sent.map(({ SequenceNumber }) => SequenceNumber);
  expect(numbers.every((each) => /^\d{20}$/.test(each))).toBe(true);
  expect([...numbers].sort()).toEqual(numbers);
  expect(new Set(numbers).size).toBe(3);
  const received = await receive();
  expect(received.map(({ attributes }) => attributes.SequenceNumber).sort()).toEqual(numbers);
  expect(received[0]?.attributes).toMatchObject({
    MessageGroupId: 'a',
    MessageDeduplicationId: expect.any(String),
  });
});

test('content-based deduplication compares bodies; a given id decides before it', async () => {
  const content = queueUrl('content.fifo');
  const put = (MessageBody: string, more: object = {}) =>
    world.queues.call('SendMessage', { QueueUrl: content, MessageBody, MessageGroupId: 'a', ...more });
  await put('x');
  await put('x');
  await put('x', { MessageDeduplicationId: 'other' });
  const received = await world.queues.receive(arnOf('content.fifo'), { maxMessages: 10, waitS: 0 });
  expect(bodies(received)).toEqual(['x', 'x']);
  expect(received[0]?.attributes.MessageDeduplicationId).toBe(
    '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
  );
});

test('a deduplication scope of the group lets another group use the same id', async () => {
  await world.queues.call('SetQueueAttributes', {
    QueueUrl,
    Attributes: { DeduplicationScope: 'messageGroup', FifoThroughputLimit: 'perMessageGroupId' },
  });
  for (const group of ['a', 'b', 'a']) await send(group, group, { MessageDeduplicationId: 'same' });
  expect(bodies(await receive())).toEqual(['a', 'b']);
});

test('a handle whose visibility timeout has passed no longer deletes', async () => {
  await send('a', 'a1');
  const received = await receive();
  world.clock.now += 30_000;
  await expect(world.queues.remove(arn, handles(received))).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: expect.stringMatching(/The receipt handle has expired/),
  });
  expect(bodies(await receive())).toEqual(['a1']);
});

test('the delay of the queue holds each message back', async () => {
  const slow = queueUrl('slow.fifo');
  await world.queues.call('SendMessage', {
    QueueUrl: slow,
    MessageBody: 'x',
    MessageGroupId: 'a',
    MessageDeduplicationId: '1',
  });
  const fromSlow = () => world.queues.receive(arnOf('slow.fifo'), { maxMessages: 1, waitS: 0 });
  world.clock.now += 9999;
  expect(await fromSlow()).toEqual([]);
  world.clock.now += 1;
  expect(bodies(await fromSlow())).toEqual(['x']);
});

test('a queue that is deleted and made again knows no duplicates of before', async () => {
  const create = () =>
    world.queues.call('CreateQueue', { QueueName: 'made.fifo', Attributes: { FifoQueue: 'true' } });
  const made = { QueueUrl: queueUrl('made.fifo') };
  const first = { MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: '1' };
  await create();
  await world.queues.call('SendMessage', { ...made, ...first });
  await world.queues.call('DeleteQueue', made);
  await create();
  await world.queues.call('SendMessage', { ...made, ...first });
  expect(await world.queues.receive(arnOf('made.fifo'), { maxMessages: 1, waitS: 0 })).toHaveLength(1);
});

test('a delayed message holds up those behind it in its group', async () => {
  const delay = (DelaySeconds: string) =>
    world.queues.call('SetQueueAttributes', { QueueUrl, Attributes: { DelaySeconds } });
  await send('a', 'a1');
  await delay('10');
  await send('a', 'a2');
  await delay('0');
  await send('a', 'a3');
  const first = await receive();
  expect(bodies(first)).toEqual(['a1']);
  await world.queues.remove(arn, handles(first));
  expect(await receive()).toEqual([]);
  world.clock.now += 10_000;
  expect(bodies(await receive())).toEqual(['a2', 'a3']);
});

test.each([
  ['without a group', { MessageDeduplicationId: '1' }, 'MissingRequiredParameterException'],
  ['without a deduplication id', { MessageGroupId: 'a' }, 'InvalidParameterValueException'],
  [
    'with a delay of its own',
    { MessageGroupId: 'a', MessageDeduplicationId: '1', DelaySeconds: 1 },
    'InvalidParameterValueException',
  ],
  [
    'with a group id of 129 characters',
    { MessageGroupId: 'a'.repeat(129), MessageDeduplicationId: '1' },
    'InvalidParameterValueException',
  ],
])('a FIFO message is refused %s', async (_, more, code) => {
  await expect(
    world.queues.call('SendMessage', { QueueUrl, MessageBody: 'x', ...more }),
  ).rejects.toMatchObject({ code });
});

test('a standard queue takes a group, which orders nothing, and no deduplication id', async () => {
  const plain = { QueueUrl: queueUrl('plain'), MessageBody: 'x' };
  await world.queues.call('SendMessage', { ...plain, MessageGroupId: 'tenant' });
  await world.queues.call('SendMessage', { ...plain, MessageGroupId: 'tenant' });
  await expect(
    world.queues.call('SendMessage', { ...plain, MessageDeduplicationId: '1' }),
  ).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  const one = () => world.queues.receive(arnOf('plain'), { maxMessages: 1, waitS: 0 });
  expect((await one())[0]?.attributes.MessageGroupId).toBe('tenant');
  expect(await one()).toHaveLength(1);
});

test('hundreds of groups are served in the order of their oldest message', async () => {
  for (let i = 0; i < 1000; i++) await send(`group-${i % 500}`, `${i}`);
  const seen: string[] = [];
  for (;;) {
    const received = await receive();
    if (received.length === 0) break;
    seen.push(...bodies(received));
    await world.queues.remove(arn, handles(received));
  }
  const expected = Array.from({ length: 500 }, (_, i) => [`${i}`, `${i + 500}`]).flat();
  expect(seen).toEqual(expected);
});
