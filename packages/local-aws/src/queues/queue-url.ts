import type { Input } from './input.js';
import { text } from './input.js';
import type { Queue } from './queue.js';
import type { QueueService } from './queue-service.js';
import { queueDoesNotExist, sqsError } from './sqs-error.js';

/**
 * The queue that `QueueUrl` names: any host will do, since one queue is reached by several (127.0.0.1, localhost, from
 * a container). Errors: MissingParameter, InvalidAddress, QueueDoesNotExist.
 */
export function queueOf({ set }: QueueService, input: Input): Queue {
  const url = text(input, 'QueueUrl');
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const match = /^(?:\/?(\d{12})\/)?([A-Za-z0-9_.-]+)$/.exec(path);
  if (match === null) throw sqsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  const [, account, name] = match;
  if (account !== undefined && account !== set.system.accountId) throw queueDoesNotExist();
  return set.named(name ?? '');
}
