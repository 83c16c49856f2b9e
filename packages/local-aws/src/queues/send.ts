import { batchResult, eachEntry, readBatch } from './batch.js';
import type { QueueEntry } from './entry.js';
import type { Input } from './input.js';
import type { SentMessage } from './message.js';
import { md5, md5OfAttributes } from './message-attributes.js';
import { messageBytes, newMessage } from './new-message.js';
import type { Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { sqsError } from './sqs-error.js';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const maxBatchBytes = 1_048_576;

export function sendEntry(queue: Queue, message: SentMessage): QueueEntry {
  return { op: 'send', queue: queue.name, message };
}

export async function sendMessage(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  const message = newMessage(queue, input, service.now());
  commit(service, [sendEntry(queue, message)]);
  const answer = sendResult(queue, message);
  await service.log.durable();
  return answer;
}

export async function sendMessageBatch(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  const now = service.now();
  const { done, failed } = eachEntry(readBatch(input, 'SendMessageBatchRequestEntry'), (entry) => ({
    id: entry.id,
    message: newMessage(queue, entry.input, now),
  }));
  const bytes = done.reduce((sum, { message }) => sum + messageBytes(message), 0);
  if (bytes > maxBatchBytes) {
    throw sqsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${maxBatchBytes} bytes. You have sent ${bytes} bytes.`,
    );
  }
  commit(
    service,
    done.map(({ message }) => sendEntry(queue, message)),
  );
  const successful = done.map(({ id, message }) => ({ Id: id, ...sendResult(queue, message) }));
  await service.log.durable();
  return batchResult(successful, failed);
}

/** After the commit: a duplicate is answered with the id and number of the message that was accepted. */
function sendResult(queue: Queue, message: SentMessage): object {
  const accepted = queue.store.fifo
    ? queue.store.deduplicator.find(message.deduplicationKey ?? message.id)
    : undefined;
  return {
    MessageId: accepted?.messageId ?? message.id,
    MD5OfMessageBody: md5(message.body),
    ...(message.attributes && { MD5OfMessageAttributes: md5OfAttributes(message.attributes) }),
    ...(message.traceHeader !== undefined && {
      MD5OfMessageSystemAttributes: md5OfAttributes({
        AWSTraceHeader: { DataType: 'String', StringValue: message.traceHeader },
      }),
    }),
    ...(accepted && { SequenceNumber: accepted.sequenceNumber }),
  };
}
