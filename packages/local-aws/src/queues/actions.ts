import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './finish.js';
import type { Input } from './input.js';
import {
  createQueue,
  deleteQueue,
  getQueueUrl,
  listDeadLetterSourceQueues,
  listQueues,
  purgeQueue,
} from './manage.js';
import type { MoveTasks } from './move-tasks.js';
import { getQueueAttributes, setQueueAttributes } from './queue-attributes.js';
import type { QueueService } from './queue-service.js';
import { type Receiver, receiveMessage } from './receive.js';
import { sendMessage, sendMessageBatch } from './send.js';
import { listQueueTags, tagQueue, untagQueue } from './tags.js';

type ServiceAction = (service: QueueService, input: Input) => unknown;
export type Action = (input: Input, signal: AbortSignal | undefined) => unknown;

const serviceActions: Readonly<Record<string, ServiceAction>> = {
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  CreateQueue: createQueue,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  DeleteQueue: deleteQueue,
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
  ListQueues: listQueues,
  ListQueueTags: listQueueTags,
  PurgeQueue: purgeQueue,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  SetQueueAttributes: setQueueAttributes,
  TagQueue: tagQueue,
  UntagQueue: untagQueue,
};

/** What SQS is played, by action. AddPermission and RemovePermission are not: a queue's policy is that of its template. */
export function queueActions(receiver: Receiver, tasks: MoveTasks): ReadonlyMap<string, Action> {
  const actions = new Map<string, Action>();
  for (const [name, act] of Object.entries(serviceActions)) {
    actions.set(name, (input) => act(receiver.service, input));
  }
  actions.set('ReceiveMessage', (input, signal) => receiveMessage(receiver, input, signal));
  actions.set('StartMessageMoveTask', (input) => tasks.startTask(input));
  actions.set('CancelMessageMoveTask', (input) => tasks.cancelTask(input));
  actions.set('ListMessageMoveTasks', (input) => tasks.listTasks(input));
  return actions;
}
