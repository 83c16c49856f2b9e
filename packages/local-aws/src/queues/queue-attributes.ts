import type { Attributes } from './entry.js';
import { type Input, textMap, texts } from './input.js';
import { attributesInEffect, type Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { checkRedrive } from './redrive.js';
import { checkAttributes, defaultAttributes, withoutEmpty } from './settings.js';
import { sqsError } from './sqs-error.js';
import { expire } from './take.js';

function allAttributes(service: QueueService, queue: Queue): Attributes {
  queue.store.wake(service.now());
  expire(service, queue);
  return {
    ...withoutEmpty(attributesInEffect(queue)),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(queue.store.count('ready')),
    ApproximateNumberOfMessagesNotVisible: String(queue.store.count('inFlight')),
    ApproximateNumberOfMessagesDelayed: String(queue.store.count('delayed')),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
}

/** Known, but without a value while nobody has set them. */
const optionalNames = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
];

export function getQueueAttributes(service: QueueService, input: Input): unknown {
  const all = allAttributes(service, queueOf(service, input));
  const wanted = texts(input, 'AttributeNames');
  const unknown = wanted.find((name) => name !== 'All' && !(name in all) && !optionalNames.includes(name));
  const isFifoName = unknown !== undefined && unknown in defaultAttributes(true);
  if (unknown !== undefined && !isFifoName) {
    throw sqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  }
  const chosen = Object.entries(all).filter(([name]) => wanted.includes('All') || wanted.includes(name));
  return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
}

export async function setQueueAttributes(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  const attributes = textMap(input, 'Attributes');
  const { fifo } = queue.store;
  checkAttributes({ ...attributesInEffect(queue), ...attributes }, fifo);
  if (attributes.FifoQueue !== undefined) {
    throw sqsError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
  }
  checkRedrive(service, attributes, fifo);
  const over = JSON.stringify(queue.base);
  commit(service, [{ op: 'set', queue: queue.name, attributes, over, at: service.now() }]);
  await service.log.durable();
  return {};
}
