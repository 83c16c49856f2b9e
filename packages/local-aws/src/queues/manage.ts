import type { Attributes } from './entry.js';
import { type Input, optionalText, text, textMap } from './input.js';
import { pageOf } from './page.js';
import { attributesInEffect, type Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { checkRedrive, deadLetterSources } from './redrive.js';
import { checkAttributes, defaultAttributes, withoutEmpty } from './settings.js';
import { invalidParameter, queueDoesNotExist, sqsError } from './sqs-error.js';

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
  if (owner !== service.set.system.accountId) throw queueDoesNotExist();
  service.set.named(name);
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
  const sources = deadLetterSources(service, queueOf(service, input)).map(({ name }) => name);
  const { names, nextToken } = pageOf(sources, input);
  return { queueUrls: names.map(service.queueUrl), ...(nextToken !== undefined && { NextToken: nextToken }) };
}

export async function purgeQueue(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  commit(service, [{ op: 'purge', queue: queue.name }]);
  await service.log.durable();
  return {};
}
