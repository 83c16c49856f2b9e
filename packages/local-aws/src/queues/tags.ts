import { type Input, textMap, texts } from './input.js';
import { commit, type QueueService } from './queue-service.js';
import { queueOf } from './queue-url.js';
import { invalidParameter, missingParameter } from './sqs-error.js';

const maxTags = 50;

export async function tagQueue(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  const tags = textMap(input, 'Tags');
  if (Object.keys(tags).length === 0) throw missingParameter('Tags');
  if (Object.keys({ ...queue.tags, ...tags }).length > maxTags) {
    throw invalidParameter(`Too many tags added for queue ${queue.name}.`);
  }
  commit(service, [{ op: 'tag', queue: queue.name, tags }]);
  await service.log.durable();
  return {};
}

export async function untagQueue(service: QueueService, input: Input): Promise<unknown> {
  const queue = queueOf(service, input);
  const keys = texts(input, 'TagKeys');
  if (keys.length === 0) throw missingParameter('TagKeys');
  commit(service, [{ op: 'untag', queue: queue.name, keys }]);
  await service.log.durable();
  return {};
}

export function listQueueTags(service: QueueService, input: Input): unknown {
  const { tags } = queueOf(service, input);
  return Object.keys(tags).length > 0 ? { Tags: tags } : {};
}
