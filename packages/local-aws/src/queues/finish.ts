import { batchResult, eachEntry, readBatch } from './batch.js';
import { type Input, optionalInteger, text } from './input.js';
import type { Held } from './message.js';
import type { Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { readReceiptHandle } from './receipt-handle.js';
import { invalidValue, missingParameter, sqsError } from './sqs-error.js';

const maxVisibilityS = 43_200;

/**
 * The id of the message to delete; undefined when the handle asks for nothing: the message is gone, or, in a standard
 * queue, was given out again since ("the request succeeds, but the message will not be deleted").
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 * Errors: ReceiptHandleIsInvalid; InvalidParameterValue in a FIFO queue once the visibility timeout has passed.
 */
export function deletable(service: QueueService, queue: Queue, handle: string): string | undefined {
  const { messageId, receipt } = readReceiptHandle(handle, queue.name);
  queue.store.wake(service.now());
  const held = queue.store.get(messageId);
  if (held === undefined) return undefined;
  const latest = held.message.receipt === receipt;
  if (queue.store.fifo && (!latest || held.phase !== 'inFlight')) {
    throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.');
  }
  return latest ? messageId : undefined;
}

export async function deleteMessages(
  service: QueueService,
  queue: Queue,
  ids: readonly (string | undefined)[],
): Promise<void> {
  const found = ids.filter((id) => id !== undefined);
  if (found.length > 0) commit(service, [{ op: 'delete', queue: queue.name, ids: found }]);
  await service.log.durable();
}

export async function deleteMessage(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  await deleteMessages(service, queue, [deletable(service, queue, text(input, 'ReceiptHandle'))]);
  return {};
}

export async function deleteMessageBatch(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  const entries = readBatch(input, 'DeleteMessageBatchRequestEntry');
  const { done, failed } = eachEntry(entries, (entry) => ({
    id: entry.id,
    messageId: deletable(service, queue, text(entry.input, 'ReceiptHandle')),
  }));
  await deleteMessages(
    service,
    queue,
    done.map(({ messageId }) => messageId),
  );
  return batchResult(
    done.map(({ id }) => ({ Id: id })),
    failed,
  );
}

/** Errors: ReceiptHandleIsInvalid, MessageNotInflight, InvalidParameterValue. */
export function changeVisibility(
  service: QueueService,
  queue: Queue,
  { handle, timeoutS }: { handle: string; timeoutS: number },
): void {
  const held = inFlight(service, queue, handle);
  const until = service.now() + 1000 * timeoutS;
  if (until > held.receivedAt + 1000 * maxVisibilityS) {
    throw invalidValue(
      timeoutS,
      'VisibilityTimeout',
      `Total VisibilityTimeout for the message is beyond the limit [${maxVisibilityS} seconds].`,
    );
  }
  if (timeoutS === 0) queue.store.show(held);
  else queue.store.hide(held, until);
}

function inFlight(service: QueueService, queue: Queue, handle: string): Held {
  const { messageId, receipt } = readReceiptHandle(handle, queue.name);
  queue.store.wake(service.now());
  const held = queue.store.get(messageId);
  if (held === undefined) {
    throw invalidValue(
      handle,
      'ReceiptHandle',
      'Message does not exist or is not available for visibility timeout change.',
    );
  }
  if (held.phase === 'inFlight' && held.message.receipt === receipt) return held;
  throw sqsError('MessageNotInflight', 'The specified message is not in flight.');
}

function changeFrom(service: QueueService, queue: Queue, input: Input): void {
  const handle = text(input, 'ReceiptHandle');
  const timeoutS = optionalInteger(input, 'VisibilityTimeout', {
    min: 0,
    max: maxVisibilityS,
    reason: 'VisibilityTimeout must be an integer between 0 and 43200.',
  });
  if (timeoutS === undefined) throw missingParameter('VisibilityTimeout');
  changeVisibility(service, queue, { handle, timeoutS });
}

export function changeMessageVisibility(service: QueueService, input: Input): unknown {
  changeFrom(service, queueOf(service, input), input);
  return {};
}

export function changeMessageVisibilityBatch(service: QueueService, input: Input): unknown {
  const queue = queueOf(service, input);
  const entries = readBatch(input, 'ChangeMessageVisibilityBatchRequestEntry');
  const { done, failed } = eachEntry(entries, (entry) => {
    changeFrom(service, queue, entry.input);
    return { Id: entry.id };
  });
  return batchResult(done, failed);
}
