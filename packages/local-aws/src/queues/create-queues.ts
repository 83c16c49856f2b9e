import type { CommitLog, Entry } from '@atoll/embedded-dynamodb';
import { AwsError, type QueueMessage, type Queues, type ReceivedMessage } from '../parts.js';
import { queueActions } from './actions.js';
import { changeVisibility, deletable, deleteMessages } from './finish.js';
import { asInput, type Input } from './input.js';
import { MoveTasks } from './move-tasks.js';
import { newMessage } from './new-message.js';
import { Waiters } from './poll.js';
import type { Queue } from './queue.js';
import { part, type QueueService } from './queue-service.js';
import { QueueSet, type QueueSystem } from './queue-set.js';
import { type Receiver, receive, receivedMessage } from './receive.js';
import { sendEntry } from './send.js';
import { expire } from './take.js';

/** How often messages past their retention are looked for. */
const sweepMs = 60_000;

export interface QueuesOptions {
  readonly system: QueueSystem;
  readonly log: CommitLog;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The URL by which clients name a queue. */
  readonly queueUrl: (name: string) => string;
}

export interface SqsQueues extends Queues {
  /** The signal ends a ReceiveMessage whose client is gone, before it takes a message. */
  call(action: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
}

/**
 * Plays SQS: the queues of the templates and those that CreateQueue adds. Messages and receive counts are in the log;
 * visibility is not: after a restart every unfinished message is visible at once, its consumers died with the process.
 */
export function createQueues({ system, log, now = Date.now, queueUrl }: QueuesOptions): SqsQueues {
  const waiters = new Waiters();
  const set = new QueueSet(system, { startedAt: now(), onChange: (queue) => waiters.wake(queue) });
  const service: QueueService = { set, log, now, queueUrl };
  const tasks = new MoveTasks(service);
  let closed = false;
  let sweep: NodeJS.Timeout | undefined;
  const receiver: Receiver = { service, waiters, closed: () => closed };
  const actions = queueActions(receiver, tasks);
  log.join(part, set);
  return {
    async call(action, input, signal) {
      const act = actions.get(action);
      if (act === undefined) throw unknownAction(action, [...actions.keys()]);
      return act(asInput(input), signal);
    },
    enqueue: (arn, message) => enqueue(service, set.byArn(arn), message),
    async receive(arn, options): Promise<ReceivedMessage[]> {
      const queue = set.byArn(arn);
      const taken = await receive(receiver, queue, options);
      return taken.map((held) => receivedMessage(service, queue, held));
    },
    remove: (arn, handles) => remove(service, set.byArn(arn), handles),
    changeVisibility(arn, handle, timeoutS) {
      changeVisibility(service, set.byArn(arn), { handle, timeoutS });
    },
    start() {
      sweep ??= setInterval(() => {
        for (const queue of set.list()) expire(service, queue);
      }, sweepMs).unref();
    },
    close() {
      closed = true;
      clearInterval(sweep);
      tasks.close();
      waiters.wakeAll();
    },
  };
}

function unknownAction(action: string, known: readonly string[]): AwsError {
  const list = [...known].sort().join(', ');
  return new AwsError('UnknownOperationException', `SQS has no ${action} in local-aws; it plays ${list}.`);
}

function enqueue(service: QueueService, queue: Queue, message: QueueMessage): readonly Entry[] {
  const { body, messageAttributes, traceHeader, messageGroupId, deduplicationId, delayS } = message;
  const input: Input = {
    MessageBody: body,
    MessageAttributes: messageAttributes,
    ...(traceHeader && {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
    }),
    MessageGroupId: messageGroupId,
    MessageDeduplicationId: deduplicationId,
    DelaySeconds: delayS,
  };
  return [{ part, data: sendEntry(queue, newMessage(queue, input, service.now())) }];
}

/** Deletes all that may be deleted, then tells of the first handle that may not. */
async function remove(service: QueueService, queue: Queue, handles: readonly string[]): Promise<void> {
  const ids: (string | undefined)[] = [];
  let refused: AwsError | undefined;
  for (const handle of handles) {
    try {
      ids.push(deletable(service, queue, handle));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      refused ??= error;
    }
  }
  await deleteMessages(service, queue, ids);
  if (refused !== undefined) throw refused;
}
