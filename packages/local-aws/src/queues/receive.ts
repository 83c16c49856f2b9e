import type { ReceivedMessage, ReceiveOptions } from '../parts.js';
import { type Input, optionalInteger, optionalText, texts } from './input.js';
import type { Held, StoredMessage } from './message.js';
import { md5, md5OfAttributes, selectAttributes } from './message-attributes.js';
import type { Waiters } from './poll.js';
import { integerAttribute, type Queue } from './queue.js';
import type { QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { receiptHandle } from './receipt-handle.js';
import { sqsError } from './sqs-error.js';
import { take } from './take.js';

const systemAttributes = [
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
];

/** Quota of messages in flight: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const maxInFlight = 120_000;

export interface Receiver {
  readonly service: QueueService;
  readonly waiters: Waiters;
  /** Once the part is closed, whoever waits gets nothing. */
  readonly closed: () => boolean;
}

/** Waits up to `waitS` for the first messages. */
export async function receive(
  { service, waiters, closed }: Receiver,
  queue: Queue,
  options: ReceiveOptions,
): Promise<Held[]> {
  const visibilityS = options.visibilityTimeoutS ?? integerAttribute(queue, 'VisibilityTimeout');
  const until = service.now() + 1000 * options.waitS;
  const { signal } = options;
  for (;;) {
    if (closed() || signal?.aborted || service.set.find(queue.name) !== queue) return [];
    if (queue.store.count('inFlight') >= maxInFlight) {
      throw sqsError('OverLimit', `Too many messages in flight: the limit is ${maxInFlight}.`);
    }
    const taken = take(service, queue, { max: options.maxMessages, visibilityMs: 1000 * visibilityS });
    if (taken.length > 0 || service.now() >= until) return taken;
    await waiters.wait(service, queue, { until, signal });
  }
}

export function systemAttributesOf(message: StoredMessage, senderId: string): Record<string, string> {
  const { sequenceNumber, deduplicationId, groupId, traceHeader, deadLetterSource } = message;
  return {
    SenderId: senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  };
}

/** The message with everything that it has. */
export function receivedMessage(service: QueueService, queue: Queue, { message }: Held): ReceivedMessage {
  const { id, body, receipt = '' } = message;
  return {
    messageId: id,
    receiptHandle: receiptHandle({ queue: queue.name, messageId: id, receipt }),
    body,
    attributes: systemAttributesOf(message, service.set.system.accountId),
    messageAttributes: { ...message.attributes },
    md5OfBody: md5(body),
  };
}

/** ReceiveMessage of the API: the message with what was asked for. */
export async function receiveMessage(
  receiver: Receiver,
  input: Input,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const queue = queueOf(receiver.service, input);
  const wanted = readWanted(input);
  const options = { ...readReceiveOptions(queue, input), ...(signal && { signal }) };
  const taken = await receive(receiver, queue, options);
  if (taken.length === 0) return {};
  return { Messages: taken.map((held) => asAnswered(receiver.service, queue, { held, wanted })) };
}

interface Wanted {
  readonly system: readonly string[];
  readonly attributes: readonly string[];
}

function readWanted(input: Input): Wanted {
  const system = [...texts(input, 'AttributeNames'), ...texts(input, 'MessageSystemAttributeNames')];
  const unknown = system.find((name) => name !== 'All' && !systemAttributes.includes(name));
  if (unknown !== undefined) throw sqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  return { system, attributes: texts(input, 'MessageAttributeNames') };
}

function readReceiveOptions(queue: Queue, input: Input): ReceiveOptions {
  if (optionalText(input, 'ReceiveRequestAttemptId') !== undefined) {
    throw sqsError('UnsupportedOperation', 'local-aws does not play ReceiveRequestAttemptId: leave it out.');
  }
  const visibilityTimeoutS = optionalInteger(input, 'VisibilityTimeout', {
    min: 0,
    max: 43_200,
    reason: 'Must be between 0 and 43200, if provided.',
  });
  return {
    maxMessages: optionalInteger(input, 'MaxNumberOfMessages', { min: 1, max: 10 }) ?? 1,
    waitS:
      optionalInteger(input, 'WaitTimeSeconds', {
        min: 0,
        max: 20,
        reason: 'Must be >= 0 and <= 20, if provided.',
      }) ?? integerAttribute(queue, 'ReceiveMessageWaitTimeSeconds'),
    ...(visibilityTimeoutS !== undefined && { visibilityTimeoutS }),
  };
}

function asAnswered(
  service: QueueService,
  queue: Queue,
  { held, wanted }: { held: Held; wanted: Wanted },
): object {
  const received = receivedMessage(service, queue, held);
  const all = wanted.system.includes('All');
  const system = Object.entries(received.attributes).filter(([name]) => all || wanted.system.includes(name));
  const attributes = selectAttributes(held.message.attributes ?? {}, wanted.attributes);
  return {
    MessageId: received.messageId,
    ReceiptHandle: received.receiptHandle,
    MD5OfBody: received.md5OfBody,
    Body: received.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(attributes).length > 0 && {
      MD5OfMessageAttributes: md5OfAttributes(attributes),
      MessageAttributes: attributes,
    }),
  };
}
