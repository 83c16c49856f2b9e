import { memoryLog } from '@atoll/embedded-dynamodb';
import type { ReceivedMessage } from '../parts.js';
import { createQueues, type SqsQueues } from './create-queues.js';
import { arnOf, queueSpec, queueUrl, systemOf } from './queues-in-memory.js';

let queues: SqsQueues;
let log: ReturnType<typeof memoryLog>;
beforeEach(() => {
  jest.useFakeTimers();
  log = memoryLog();
  queues = createQueues({
    system: systemOf([queueSpec('work', { receiveWaitS: 3 }), queueSpec('steps.fifo')]),
    log,
    queueUrl,
  });
});
afterEach(() => {
  queues.close();
  jest.useRealTimers();
});

const send = (MessageBody: string, more: object = {}) =>
  queues.call('SendMessage', { QueueUrl: queueUrl('work'), MessageBody, ...more });

/** A receive that waits, and whether it has its answer. */
function waiting(more: object = {}, name = 'work'): { answer: Promise<string[]>; done: () => boolean } {
  let done = false;
  const answer = queues
    .receive(arnOf(name), { maxMessages: 10, waitS: 20, ...more })
    .then((messages: ReceivedMessage[]) => {
      done = true;
      return messages.map(({ body }) => body);
    });
  return { answer, done: () => done };
}

test('a waiting receive gives up empty when its time is over, not before', async () => {
  const { answer, done } = waiting();
  await jest.advanceTimersByTimeAsync(19_999);
  expect(done()).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(done()).toBe(true);
  expect(await answer).toEqual([]);
});

test('ReceiveMessage waits as long as the queue says unless it says itself', async () => {
  let answered = 0;
  const call = (more: object) =>
    queues.call('ReceiveMessage', { QueueUrl: queueUrl('work'), ...more }).then(() => answered++);
  void call({});
  void call({ WaitTimeSeconds: 0 });
  await jest.advanceTimersByTimeAsync(2999);
  expect(answered).toBe(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(answered).toBe(2);
});

test('a message wakes the receive at once, also one that another part puts into its own record', async () => {
  const first = waiting();
  await send('a');
  expect(await first.answer).toEqual(['a']);
  const second = waiting();
  log.commit(queues.enqueue(arnOf('work'), { body: 'b', traceHeader: 'Root=1', messageAttributes: {} }));
  expect(await second.answer).toEqual(['b']);
});

test('two who wait share what comes: nobody gets a message of the other', async () => {
  const first = waiting({ maxMessages: 1 });
  const second = waiting({ maxMessages: 1 });
  await send('a');
  expect(await first.answer).toEqual(['a']);
  expect(second.done()).toBe(false);
  await send('b');
  expect(await second.answer).toEqual(['b']);
});

test('a delay that ends, and a visibility timeout that ends, wake the receive', async () => {
  await send('late', { DelaySeconds: 5 });
  const delayed = waiting({ visibilityTimeoutS: 4 });
  await jest.advanceTimersByTimeAsync(4999);
  expect(delayed.done()).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(await delayed.answer).toEqual(['late']);
  const again = waiting();
  await jest.advanceTimersByTimeAsync(3999);
  expect(again.done()).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(await again.answer).toEqual(['late']);
});

test('a visibility timeout that is cut short wakes the receive at its new end', async () => {
  await send('a');
  const [message] = await queues.receive(arnOf('work'), { maxMessages: 1, waitS: 0 });
  const { answer, done } = waiting();
  queues.changeVisibility(arnOf('work'), message?.receiptHandle ?? '', 2);
  await jest.advanceTimersByTimeAsync(1999);
  expect(done()).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(await answer).toEqual(['a']);
});

test('a group that becomes free wakes the receive', async () => {
  const put = (MessageBody: string) =>
    queues.call('SendMessage', {
      QueueUrl: queueUrl('steps.fifo'),
      MessageBody,
      MessageGroupId: 'g',
      MessageDeduplicationId: MessageBody,
    });
  await put('a');
  await put('b');
  const [message] = await queues.receive(arnOf('steps.fifo'), { maxMessages: 1, waitS: 0 });
  const { answer, done } = waiting({}, 'steps.fifo');
  await jest.advanceTimersByTimeAsync(10);
  expect(done()).toBe(false);
  await queues.remove(arnOf('steps.fifo'), [message?.receiptHandle ?? '']);
  expect(await answer).toEqual(['b']);
});

test('an aborted receive takes nothing, whether it waits or has not begun', async () => {
  const abort = new AbortController();
  const { answer } = waiting({ signal: abort.signal });
  abort.abort();
  await send('a');
  expect(await answer).toEqual([]);
  expect(await waiting({ signal: abort.signal }).answer).toEqual([]);
  expect(await waiting().answer).toEqual(['a']);
});

test('closing ends every waiting receive', async () => {
  const { answer } = waiting();
  queues.close();
  expect(await answer).toEqual([]);
});

test('a receive at a queue that is deleted meanwhile ends empty at once', async () => {
  await queues.call('CreateQueue', { QueueName: 'made' });
  const { answer } = waiting({}, 'made');
  await queues.call('DeleteQueue', { QueueUrl: queueUrl('made') });
  expect(await answer).toEqual([]);
});

test('expired messages are swept once a minute after the start', async () => {
  const commit = jest.spyOn(log, 'commit');
  await queues.call('SetQueueAttributes', {
    QueueUrl: queueUrl('work'),
    Attributes: { MessageRetentionPeriod: '60' },
  });
  await send('a');
  queues.start();
  commit.mockClear();
  await jest.advanceTimersByTimeAsync(59_999);
  expect(commit).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(commit.mock.calls[0]?.[0]).toMatchObject([
    { part: 'queues', data: { op: 'delete', queue: 'work' } },
  ]);
});
