import type { ReceivedMessage } from '../parts.js';
import { arnOf, type QueuesInTest, queueSpec, queuesInMemory, queueUrl } from './queues-in-memory.js';

const QueueUrl = queueUrl('work');
const arn = arnOf('work');

let world: QueuesInTest;
beforeEach(() => {
  world = queuesInMemory([queueSpec('work', { visibilityTimeoutS: 30 }), queueSpec('slow', { delayS: 5 })]);
});
afterEach(() => world.queues.close());

function send(MessageBody: string, more: object = {}): Promise<unknown> {
  return world.queues.call('SendMessage', { QueueUrl, MessageBody, ...more });
}

function receive(maxMessages = 10, more: object = {}): Promise<ReceivedMessage[]> {
  return world.queues.receive(arn, { maxMessages, waitS: 0, ...more });
}

const bodies = (messages: readonly ReceivedMessage[]) => messages.map(({ body }) => body);

async function counts(): Promise<unknown> {
  const { Attributes } = (await world.queues.call('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['All'],
  })) as { Attributes: Record<string, string> };
  const { ApproximateNumberOfMessages: ready, ApproximateNumberOfMessagesNotVisible: inFlight } = Attributes;
  return { ready, inFlight, delayed: Attributes.ApproximateNumberOfMessagesDelayed };
}

test('a received message is invisible for exactly the visibility timeout and counts its receives', async () => {
  await send('a');
  const first = await receive();
  expect(first[0]?.attributes).toMatchObject({
    ApproximateReceiveCount: '1',
    ApproximateFirstReceiveTimestamp: String(world.clock.now),
  });
  expect(await counts()).toEqual({ ready: '0', inFlight: '1', delayed: '0' });
  world.clock.now += 29_999;
  expect(await receive()).toEqual([]);
  world.clock.now += 1;
  const second = await receive();
  expect(second[0]?.attributes).toMatchObject({
    ApproximateReceiveCount: '2',
    ApproximateFirstReceiveTimestamp: String(world.clock.now - 30_000),
  });
  expect(second[0]?.receiptHandle).not.toBe(first[0]?.receiptHandle);
});

test('messages come in the order of sending, also those that became visible again', async () => {
  for (const body of ['a', 'b', 'c', 'd']) await send(body);
  expect(bodies(await receive(2))).toEqual(['a', 'b']);
  expect(bodies(await receive(1))).toEqual(['c']);
  world.clock.now += 30_000;
  expect(bodies(await receive(3))).toEqual(['a', 'b', 'c']);
});

test('a receive may ask for another visibility timeout, and for none', async () => {
  await send('a');
  await send('b');
  expect(bodies(await receive(10, { visibilityTimeoutS: 0 }))).toEqual(['a', 'b']);
  expect(bodies(await receive(10, { visibilityTimeoutS: 2 }))).toEqual(['a', 'b']);
  world.clock.now += 2000;
  expect(bodies(await receive())).toEqual(['a', 'b']);
});

test('a delayed message becomes visible when its delay ends; the message decides before the queue', async () => {
  await send('a', { DelaySeconds: 10 });
  expect(await counts()).toEqual({ ready: '0', inFlight: '0', delayed: '1' });
  world.clock.now += 9999;
  expect(await receive()).toEqual([]);
  world.clock.now += 1;
  expect(bodies(await receive())).toEqual(['a']);
  const slow = { QueueUrl: queueUrl('slow') };
  await world.queues.call('SendMessage', { ...slow, MessageBody: 'at once', DelaySeconds: 0 });
  await world.queues.call('SendMessage', { ...slow, MessageBody: 'in 5 s' });
  const fromSlow = () => world.queues.receive(arnOf('slow'), { maxMessages: 10, waitS: 0 });
  expect(bodies(await fromSlow())).toEqual(['at once']);
  world.clock.now += 5000;
  expect(bodies(await fromSlow())).toEqual(['in 5 s']);
});

test('a change of visibility counts from now: longer, shorter, and at once', async () => {
  await send('a');
  const [message] = await receive();
  const handle = message?.receiptHandle ?? '';
  world.clock.now += 20_000;
  world.queues.changeVisibility(arn, handle, 60);
  world.clock.now += 59_999;
  expect(await receive()).toEqual([]);
  world.queues.changeVisibility(arn, handle, 1);
  world.clock.now += 1000;
  const [again] = await receive();
  expect(again?.body).toBe('a');
  world.queues.changeVisibility(arn, again?.receiptHandle ?? '', 0);
  expect(bodies(await receive())).toEqual(['a']);
});

test('a visibility change is refused beyond 12 hours, for a message not in flight, and for one that is gone', async () => {
  await send('a');
  const [message] = await receive();
  const change = (VisibilityTimeout: number) =>
    world.queues.call('ChangeMessageVisibility', {
      QueueUrl,
      ReceiptHandle: message?.receiptHandle,
      VisibilityTimeout,
    });
  world.clock.now += 1000;
  await expect(change(43_200)).rejects.toMatchObject({ message: expect.stringMatching(/Total Visibility/) });
  await expect(change(43_201)).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
  await expect(change(43_199)).resolves.toEqual({});
  await change(0);
  await expect(change(10)).rejects.toMatchObject({ code: 'MessageNotInflight' });
  await receive();
  await expect(change(10)).rejects.toMatchObject({ code: 'MessageNotInflight' });
  await world.queues.call('PurgeQueue', { QueueUrl });
  await expect(change(10)).rejects.toMatchObject({ code: 'InvalidParameterValueException' });
});

test('a delete needs the latest handle; others succeed without deleting, as SQS says', async () => {
  await send('a');
  const [first] = await receive();
  world.clock.now += 30_000;
  const [second] = await receive();
  await world.queues.remove(arn, [first?.receiptHandle ?? '']);
  expect(await counts()).toEqual({ ready: '0', inFlight: '1', delayed: '0' });
  await world.queues.remove(arn, [second?.receiptHandle ?? '']);
  expect(await counts()).toEqual({ ready: '0', inFlight: '0', delayed: '0' });
  await world.queues.remove(arn, [second?.receiptHandle ?? '']);
});

test('a delete after the visibility timeout still deletes, unless somebody else has the message', async () => {
  await send('a');
  const [message] = await receive();
  world.clock.now += 30_000;
  await world.queues.remove(arn, [message?.receiptHandle ?? '']);
  expect(await receive()).toEqual([]);
});

test('handles of other queues and texts that are none are refused, after the good ones are done', async () => {
  await send('a');
  const [message] = await receive();
  const good = message?.receiptHandle ?? '';
  for (const foreign of ['nonsense', 'W10', 'WyJ3b3JrIiwxLDJd']) {
    await expect(world.queues.remove(arn, [foreign])).rejects.toMatchObject({
      code: 'ReceiptHandleIsInvalid',
      statusCode: 404,
    });
  }
  await expect(world.queues.remove(arnOf('slow'), [good])).rejects.toMatchObject({
    code: 'ReceiptHandleIsInvalid',
  });
  await expect(world.queues.remove(arn, ['nonsense', good])).rejects.toMatchObject({
    code: 'ReceiptHandleIsInvalid',
  });
  expect(await counts()).toEqual({ ready: '0', inFlight: '0', delayed: '0' });
});

test('a message past its retention is not given out any more', async () => {
  world = queuesInMemory([queueSpec('work', { messageRetentionS: 60 })]);
  await send('a');
  world.clock.now += 59_999;
  await send('b');
  expect(bodies(await receive(10, { visibilityTimeoutS: 0 }))).toEqual(['a', 'b']);
  world.clock.now += 1;
  expect(await counts()).toEqual({ ready: '1', inFlight: '0', delayed: '0' });
  expect(bodies(await receive())).toEqual(['b']);
});

test('a receive itself leaves out what has reached its retention', async () => {
  world = queuesInMemory([queueSpec('work', { messageRetentionS: 60 })]);
  await send('a');
  world.clock.now += 60_000;
  expect(await receive()).toEqual([]);
});

test('a purge takes every message, in flight and delayed ones too', async () => {
  await send('a');
  await receive();
  await send('b');
  await send('c', { DelaySeconds: 1 });
  await world.queues.call('PurgeQueue', { QueueUrl });
  expect(await counts()).toEqual({ ready: '0', inFlight: '0', delayed: '0' });
  world.clock.now += 60_000;
  expect(await receive()).toEqual([]);
  await send('d');
  expect(bodies(await receive())).toEqual(['d']);
});

test('two thousand messages come once each, in order', async () => {
  const entries = (from: number) =>
    Array.from({ length: 10 }, (_, i) => ({ Id: `${i}`, MessageBody: `${from + i}` }));
  for (let from = 0; from < 2000; from += 10) {
    await world.queues.call('SendMessageBatch', { QueueUrl, Entries: entries(from) });
  }
  const seen: string[] = [];
  for (;;) {
    const messages = await receive();
    if (messages.length === 0) break;
    seen.push(...bodies(messages));
    await world.queues.remove(
      arn,
      messages.map(({ receiptHandle }) => receiptHandle),
    );
  }
  expect(seen).toEqual(Array.from({ length: 2000 }, (_, i) => `${i}`));
});
