import type { Attributes } from './entry.js';
import { type Input, optionalText, text, textMap, texts } from './input.js';
import { pageOf } from './page.js';
import { attributesInEffect, type Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { checkAttributes, defaultAttributes, redriveOf } from './settings.js';
import { invalidParameter, sqsError } from './sqs-error.js';
import { expire } from './take.js';

export async function createQueue(service: QueueService, input: Input): Promise<unknown> {
  const name = text(input, 'QueueName');
  const given = textMap(input, 'Attributes');
  const fifo = checkName(name, given);
  checkAttributes(given, fifo);
  const existing = service.set.find(name);
  if (existing !== undefined) checkSame(existing, given);
  else {
    const attributes = { ...defaultAttributes(fifo), ...withoutEmpty(given) };
    checkRedrive(service, attributes, fifo);
    commit(service, [
      { op: 'create', queue: name, attributes, tags: textMap(input, 'tags'), at: service.now() },
    ]);
    await service.log.durable();
  }
  return { QueueUrl: service.queueUrl(name) };
}

/** Whether the name is one of a FIFO queue. Error: InvalidParameterValue. */
function checkName(name: string, attributes: Attributes): boolean {
  const fifo = attributes.FifoQueue === 'true';
  if (fifo && !/^[A-Za-z0-9_-]{1,75}\.fifo$/.test(name)) {
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!fifo && !/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw invalidParameter(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
    );
  }
  return fifo;
}

function checkSame(queue: Queue, given: Attributes): void {
  const present = attributesInEffect(queue);
  const other = Object.keys(given).find((name) => given[name] !== (present[name] ?? ''));
  if (other !== undefined) {
    throw sqsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${other}`,
    );
  }
}

function withoutEmpty(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}

/** A dead-letter queue is there, and of the same type. Error: InvalidParameterValue. */
function checkRedrive(service: QueueService, attributes: Attributes, fifo: boolean): void {
  const redrive = redriveOf(attributes);
  if (redrive === undefined) return;
  const why =
    service.set.findByArn(redrive.deadLetterArn) === undefined
      ? 'Dead letter target does not exist.'
      : redrive.deadLetterArn.endsWith('.fifo') !== fifo
        ? 'Dead-letter queue must be same type of queue as the source.'
        : undefined;
  if (why !== undefined) {
    throw invalidParameter(
      `Value ${attributes.RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${why}`,
    );
  }
}

/** A queue of the templates stays: it would be back at the next start, which no queue on AWS is. */
export async function deleteQueue(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  if (queue.ofTemplate) {
    throw sqsError(
      'UnsupportedOperation',
      `The queue ${queue.name} is declared by a template: take it out there instead of deleting it.`,
    );
  }
  commit(service, [{ op: 'drop', queue: queue.name }]);
  await service.log.durable();
  return {};
}

export function getQueueUrl(service: QueueService, input: Input): unknown {
  const name = text(input, 'QueueName');
  const owner = optionalText(input, 'QueueOwnerAWSAccountId') ?? service.set.system.accountId;
  service.set.named(owner === service.set.system.accountId ? name : '');
  return { QueueUrl: service.queueUrl(name) };
}

export function listQueues(service: QueueService, input: Input): unknown {
  const prefix = optionalText(input, 'QueueNamePrefix') ?? '';
  const all = service.set.list().map(({ name }) => name);
  const { names, nextToken } = pageOf(
    all.filter((name) => name.startsWith(prefix)),
    input,
  );
  return {
    ...(names.length > 0 && { QueueUrls: names.map(service.queueUrl) }),
    ...(nextToken !== undefined && { NextToken: nextToken }),
  };
}

export function listDeadLetterSourceQueues(service: QueueService, input: Input): unknown {
  const { arn } = queueOf(service, input);
  const sources = service.set
    .list()
    .filter((queue) => redriveOf(attributesInEffect(queue))?.deadLetterArn === arn)
    .map(({ name }) => name);
  const { names, nextToken } = pageOf(sources, input);
  return { queueUrls: names.map(service.queueUrl), ...(nextToken !== undefined && { NextToken: nextToken }) };
}

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

export async function purgeQueue(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  commit(service, [{ op: 'purge', queue: queue.name }]);
  await service.log.durable();
  return {};
}
