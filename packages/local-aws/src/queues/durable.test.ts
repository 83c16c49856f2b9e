import { memoryLog } from '@atoll/embedded-dynamodb';
import { createQueues } from './create-queues.js';
import { arnOf, queueSpec, queueUrl, systemOf } from './queues-in-memory.js';

/** Queues on a log whose records are durable only when the test says so. */
function queuesOnSlowLog() {
  let release: () => void = () => undefined;
  let slow = false;
  const durable = (): Promise<void> =>
    slow
      ? new Promise((resolve) => {
          release = resolve;
        })
      : Promise.resolve();
  const queues = createQueues({
    system: systemOf([queueSpec('work'), queueSpec('steps.fifo')]),
    log: { ...memoryLog(), durable },
    queueUrl,
  });
  return {
    queues,
    slowDown: () => {
      slow = true;
    },
    release: () => release(),
  };
}

const QueueUrl = queueUrl('work');
const fifo = { MessageGroupId: 'a', MessageDeduplicationId: '1' };

test.each([
  ['SendMessage', { QueueUrl, MessageBody: 'x' }],
  ['SendMessage', { QueueUrl: queueUrl('steps.fifo'), MessageBody: 'duplicate', ...fifo }],
  ['SendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }],
  ['PurgeQueue', { QueueUrl }],
  ['CreateQueue', { QueueName: 'made' }],
  ['DeleteQueue', { QueueUrl: queueUrl('other') }],
  ['SetQueueAttributes', { QueueUrl, Attributes: { DelaySeconds: '1' } }],
  ['TagQueue', { QueueUrl, Tags: { a: 'b' } }],
  ['UntagQueue', { QueueUrl, TagKeys: ['a'] }],
  ['DeleteMessage', { QueueUrl }],
  ['DeleteMessageBatch', { QueueUrl, Entries: [{ Id: 'a' }] }],
])('%s of %j is not answered before it is durable', async (action, input) => {
  const { queues, slowDown, release } = queuesOnSlowLog();
  await queues.call('CreateQueue', { QueueName: 'other' });
  await queues.call('SendMessage', { QueueUrl, MessageBody: 'x' });
  await queues.call('SendMessage', {
    QueueUrl: queueUrl('steps.fifo'),
    MessageBody: 'first',
    ...fifo,
  });
  const [message] = await queues.receive(arnOf('work'), { maxMessages: 1, waitS: 0 });
  const ReceiptHandle = message?.receiptHandle;
  const { Entries } = input as { Entries?: object[] };
  slowDown();
  let answered = false;
  const answer = queues
    .call(action, {
      ...input,
      ReceiptHandle,
      ...(Entries && { Entries: Entries.map((entry) => ({ ...entry, ReceiptHandle })) }),
    })
    .then(() => {
      answered = true;
    });
  await new Promise((resolve) => setImmediate(resolve));
  expect(answered).toBe(false);
  release();
  await answer;
});
