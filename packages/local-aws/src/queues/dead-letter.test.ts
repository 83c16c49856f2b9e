import type { ReceivedMessage } from '../parts.js';
import { arnOf, type QueuesInTest, queueSpec, queuesInMemory, queueUrl } from './queues-in-memory.js';

let world: QueuesInTest;
const redrive = (name: string, maxReceiveCount: number) => ({
  redrive: { deadLetterArn: arnOf(name), maxReceiveCount },
});
beforeEach(() => {
  world = queuesInMemory([
    queueSpec('work', redrive('dead', 2)),
    queueSpec('dead'),
    queueSpec('steps.fifo', redrive('dead.fifo', 1)),
    queueSpec('dead.fifo'),
    queueSpec('lost', redrive('absent', 1)),
  ]);
});
afterEach(() => world.queues.close());

const receive = (name: string, maxMessages = 10): Promise<ReceivedMessage[]> =>
  world.queues.receive(arnOf(name), { maxMessages, waitS: 0, visibilityTimeoutS: 0 });
const bodies = (messages: readonly ReceivedMessage[]) => messages.map(({ body }) => body);

async function send(name: string, MessageBody: string, more: object = {}): Promise<string> {
  const { MessageId } = (await world.queues.call('SendMessage', {
    QueueUrl: queueUrl(name),
    MessageBody,
    ...more,
  })) as { MessageId: string };
  return MessageId;
}

test('a message that was received maxReceiveCount times moves at the next receive and stays the same message', async () => {
  const id = await send('work', 'poison');
  const sentAt = world.clock.now;
  expect(bodies(await receive('work'))).toEqual(['poison']);
  expect(bodies(await receive('work'))).toEqual(['poison']);
  expect(await receive('dead')).toEqual([]);
  world.clock.now += 1000;
  await send('work', 'good');
  expect(bodies(await receive('work', 1))).toEqual(['good']);
  const [dead] = await receive('dead');
  expect(dead).toMatchObject({ messageId: id, body: 'poison' });
  expect(dead?.attributes).toMatchObject({
    DeadLetterQueueSourceArn: arnOf('work'),
    ApproximateReceiveCount: '3',
    SentTimestamp: String(sentAt),
  });
});

test('a receive is filled up behind messages that move, and not beyond what was asked for', async () => {
  await send('work', 'poison');
  await receive('work');
  await receive('work');
  for (const body of ['a', 'b', 'c', 'd']) await send('work', body);
  expect(bodies(await receive('work', 3))).toEqual(['a', 'b', 'c']);
});

test('a poisonous message makes way for the next of its FIFO group', async () => {
  const fifo = (id: string) => ({ MessageGroupId: 'a', MessageDeduplicationId: id });
  await send('steps.fifo', 'a1', fifo('1'));
  await send('steps.fifo', 'a2', fifo('2'));
  expect(bodies(await receive('steps.fifo', 1))).toEqual(['a1']);
  expect(bodies(await receive('steps.fifo', 1))).toEqual(['a2']);
  world.clock.now += 1000;
  expect(await receive('steps.fifo')).toEqual([]);
  const dead = await receive('dead.fifo');
  expect(bodies(dead)).toEqual(['a1', 'a2']);
  expect(dead[1]?.attributes.SentTimestamp).toBe(String(world.clock.now));
  expect(dead[0]?.attributes).toMatchObject({
    MessageGroupId: 'a',
    MessageDeduplicationId: '1',
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
  });
});

test('a FIFO group stays closed while a message is in flight that was taken as another one moved', async () => {
  const put = (body: string) =>
    send('steps.fifo', body, { MessageGroupId: body.slice(0, 1), MessageDeduplicationId: body });
  await put('a0');
  await receive('steps.fifo');
  for (const body of ['b1', 'a1', 'a2']) await put(body);
  const take = (maxMessages: number) =>
    world.queues.receive(arnOf('steps.fifo'), { maxMessages, waitS: 0, visibilityTimeoutS: 30 });
  const taken = await take(3);
  expect(bodies(taken)).toEqual(['a1', 'a2', 'b1']);
  world.queues.changeVisibility(arnOf('steps.fifo'), taken[0]?.receiptHandle ?? '', 0);
  expect(await take(3)).toEqual([]);
  await world.queues.remove(arnOf('steps.fifo'), [taken[1]?.receiptHandle ?? '']);
  expect(await take(3)).toEqual([]);
  expect(bodies(await receive('dead.fifo'))).toEqual(['a0', 'a1']);
});

test('a dead-letter queue counts its own receives before it passes a message on', async () => {
  world = queuesInMemory([
    queueSpec('work', redrive('dead', 2)),
    queueSpec('dead', redrive('last', 2)),
    queueSpec('last'),
  ]);
  await kill('x');
  for (const count of ['3', '4']) {
    expect((await receive('dead'))[0]?.attributes.ApproximateReceiveCount).toBe(count);
  }
  expect(await receive('dead')).toEqual([]);
  expect(bodies(await receive('last'))).toEqual(['x']);
});

test('without its dead-letter queue a message is received on and on', async () => {
  await send('lost', 'x');
  for (let i = 1; i <= 5; i++) {
    const [message] = await receive('lost');
    expect(message?.attributes.ApproximateReceiveCount).toBe(String(i));
  }
});

test('the queues that lead to a dead-letter queue are listed', async () => {
  expect(await world.queues.call('ListDeadLetterSourceQueues', { QueueUrl: queueUrl('dead') })).toEqual({
    queueUrls: [queueUrl('work')],
  });
});

/** Move tasks run by timers; they are done when the source is empty or the task has failed. */
async function tasks(name: string): Promise<Record<string, unknown>[]> {
  for (;;) {
    const { Results } = (await world.queues.call('ListMessageMoveTasks', {
      SourceArn: arnOf(name),
      MaxResults: 10,
    })) as { Results: Record<string, unknown>[] };
    if (Results[0]?.Status !== 'RUNNING') return Results;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function kill(body: string): Promise<string> {
  const id = await send('work', body);
  for (let i = 0; i < 3; i++) await receive('work');
  return id;
}

test('a move task brings messages back to where they came from, as new messages', async () => {
  const id = await kill('one');
  await kill('two');
  world.clock.now += 5000;
  const { TaskHandle } = (await world.queues.call('StartMessageMoveTask', {
    SourceArn: arnOf('dead'),
  })) as { TaskHandle: string };
  expect(TaskHandle).toEqual(expect.any(String));
  expect(await tasks('dead')).toEqual([
    {
      Status: 'COMPLETED',
      SourceArn: arnOf('dead'),
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: world.clock.now,
    },
  ]);
  expect(await receive('dead')).toEqual([]);
  const back = await receive('work');
  expect(bodies(back)).toEqual(['one', 'two']);
  expect(back[0]?.messageId).not.toBe(id);
  expect(back[0]?.attributes).toEqual({
    SenderId: '000000000000',
    SentTimestamp: String(world.clock.now),
    ApproximateReceiveCount: '1',
    ApproximateFirstReceiveTimestamp: String(world.clock.now),
  });
});

test('a move task may lead elsewhere; one that cannot know where to says so and moves nothing', async () => {
  await send('dead', 'sent by hand');
  await world.queues.call('StartMessageMoveTask', { SourceArn: arnOf('dead') });
  expect((await tasks('dead'))[0]).toMatchObject({
    Status: 'FAILED',
    FailureReason: expect.stringMatching(/CouldNotDetermineMessageSource/),
    ApproximateNumberOfMessagesMoved: 0,
  });
  await world.queues.call('StartMessageMoveTask', {
    SourceArn: arnOf('dead'),
    DestinationArn: arnOf('lost'),
  });
  expect((await tasks('dead'))[0]).toMatchObject({ Status: 'COMPLETED', DestinationArn: arnOf('lost') });
  expect(bodies(await receive('lost'))).toEqual(['sent by hand']);
});

test.each([
  ['a queue that is no dead-letter queue', { SourceArn: arnOf('work') }, 'InvalidParameterValueException'],
  ['an unknown source', { SourceArn: arnOf('nowhere') }, 'ResourceNotFoundException'],
  [
    'an unknown destination',
    { SourceArn: arnOf('dead'), DestinationArn: arnOf('nowhere') },
    'ResourceNotFoundException',
  ],
  [
    'the source as destination',
    { SourceArn: arnOf('dead'), DestinationArn: arnOf('dead') },
    'InvalidParameterValueException',
  ],
  [
    'a destination of the other type',
    { SourceArn: arnOf('dead'), DestinationArn: arnOf('steps.fifo') },
    'InvalidParameterValueException',
  ],
])('a move task is refused for %s', async (_, input, code) => {
  await expect(world.queues.call('StartMessageMoveTask', input)).rejects.toMatchObject({ code });
});

test('a move task keeps to its rate', async () => {
  for (const body of ['a', 'b', 'c']) await kill(body);
  jest.useFakeTimers();
  try {
    await world.queues.call('StartMessageMoveTask', {
      SourceArn: arnOf('dead'),
      MaxNumberOfMessagesPerSecond: 2,
    });
    await jest.advanceTimersByTimeAsync(999);
    expect(bodies(await receive('work'))).toEqual(['a', 'b']);
    await jest.advanceTimersByTimeAsync(1);
    expect(bodies(await receive('work'))).toEqual(['a', 'b', 'c']);
  } finally {
    jest.useRealTimers();
  }
  expect((await tasks('dead'))[0]).toMatchObject({ Status: 'COMPLETED', MaxNumberOfMessagesPerSecond: 2 });
});

test('a running move task keeps others away and can be cancelled once', async () => {
  await kill('one');
  const { TaskHandle } = (await world.queues.call('StartMessageMoveTask', {
    SourceArn: arnOf('dead'),
  })) as { TaskHandle: string };
  await expect(world.queues.call('StartMessageMoveTask', { SourceArn: arnOf('dead') })).rejects.toMatchObject(
    { code: 'UnsupportedOperation' },
  );
  expect(await world.queues.call('CancelMessageMoveTask', { TaskHandle })).toEqual({
    ApproximateNumberOfMessagesMoved: 0,
  });
  await expect(world.queues.call('CancelMessageMoveTask', { TaskHandle })).rejects.toMatchObject({
    code: 'UnsupportedOperation',
  });
  expect(bodies(await receive('dead'))).toEqual(['one']);
});
