import { randomUUID } from 'node:crypto';
import type { QueueEntry } from './entry.js';
import { type Input, optionalInteger, optionalText, text } from './input.js';
import type { StoredMessage } from './message.js';
import type { Queue } from './queue.js';
import { commit, type QueueService } from './queue-service.js';
import { deadLetterSources } from './redrive.js';
import { invalidParameter, invalidValue, sqsError } from './sqs-error.js';

/** Messages moved by one record. */
const chunkSize = 100;

/** Finished tasks that ListMessageMoveTasks remembers of a queue, as on AWS. */
const rememberedTasks = 10;

type Status = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

interface MoveTask {
  readonly handle: string;
  readonly source: Queue;
  readonly destinationArn: string | undefined;
  readonly perSecond: number | undefined;
  readonly startedAt: number;
  readonly toMove: number;
  moved: number;
  status: Status;
  failure: string | undefined;
}

/** Moves messages out of dead-letter queues. Tasks live as long as the process; what they moved is in the log. */
export class MoveTasks {
  readonly #service: QueueService;
  #tasks: MoveTask[] = [];

  constructor(service: QueueService) {
    this.#service = service;
  }

  /** Errors: ResourceNotFoundException, InvalidParameterValue, UnsupportedOperation while another task runs. */
  startTask(input: Input): unknown {
    const source = this.#source(input);
    if (deadLetterSources(this.#service, source).length === 0) {
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    }
    const destinationArn = optionalText(input, 'DestinationArn');
    if (destinationArn !== undefined) this.#checkDestination(source, destinationArn);
    if (this.#tasks.some((task) => task.source === source && task.status === 'RUNNING')) {
      throw sqsError(
        'UnsupportedOperation',
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    const task: MoveTask = {
      handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: source.arn })).toString('base64'),
      source,
      destinationArn,
      perSecond: optionalInteger(input, 'MaxNumberOfMessagesPerSecond', { min: 1, max: 500 }),
      startedAt: this.#service.now(),
      toMove: source.store.count('ready'),
      moved: 0,
      status: 'RUNNING',
      failure: undefined,
    };
    this.#remember(task);
    setImmediate(() => this.#run(task));
    return { TaskHandle: task.handle };
  }

  cancelTask(input: Input): unknown {
    const handle = text(input, 'TaskHandle');
    const task = this.#tasks.find((each) => each.handle === handle);
    if (task === undefined) throw sqsError('ResourceNotFoundException', 'Task does not exist.');
    if (task.status !== 'RUNNING') {
      throw sqsError(
        'UnsupportedOperation',
        `Only active tasks can be cancelled; this one is ${task.status}.`,
      );
    }
    task.status = 'CANCELLED';
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  listTasks(input: Input): unknown {
    const source = this.#source(input);
    const max = optionalInteger(input, 'MaxResults', { min: 1, max: rememberedTasks }) ?? 1;
    const tasks = this.#tasks.filter((task) => task.source === source);
    return { Results: tasks.reverse().slice(0, max).map(described) };
  }

  close(): void {
    for (const task of this.#tasks) if (task.status === 'RUNNING') task.status = 'CANCELLED';
  }

  #run(task: MoveTask): void {
    if (task.status !== 'RUNNING') return;
    try {
      const moved = this.#moveChunk(task);
      task.moved += moved;
      if (moved === 0 || task.moved >= task.toMove) task.status = 'COMPLETED';
      else setTimeout(() => this.#run(task), task.perSecond === undefined ? 0 : 1000).unref();
    } catch (error) {
      task.status = 'FAILED';
      task.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** How many it moved: up to a chunk, or what the rate allows in one second. */
  #moveChunk(task: MoveTask): number {
    const { source } = task;
    const at = this.#service.now();
    source.store.wake(at);
    const max = Math.min(task.perSecond ?? chunkSize, task.toMove - task.moved);
    const helds = source.store.next(max);
    try {
      const entries = helds.map(
        ({ message }): QueueEntry => ({
          op: 'redrive',
          queue: source.name,
          id: message.id,
          to: this.#destination(task, message).name,
          newId: randomUUID(),
          at,
        }),
      );
      commit(this.#service, entries);
    } finally {
      source.store.putBack(helds);
    }
    return helds.length;
  }

  #destination(task: MoveTask, message: StoredMessage): Queue {
    const arn = task.destinationArn ?? message.deadLetterSource;
    const queue = arn === undefined ? undefined : this.#service.set.findByArn(arn);
    if (queue !== undefined) return queue;
    throw new Error(
      arn === undefined
        ? `CouldNotDetermineMessageSource: message ${message.id} was sent to the dead-letter queue itself; give a DestinationArn`
        : `AWS.SimpleQueueService.NonExistentQueue: the queue ${arn} does not exist`,
    );
  }

  #source(input: Input): Queue {
    const arn = text(input, 'SourceArn');
    const queue = this.#service.set.findByArn(arn);
    if (queue !== undefined) return queue;
    throw sqsError(
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    );
  }

  #checkDestination(source: Queue, arn: string): void {
    const queue = this.#service.set.findByArn(arn);
    if (queue === undefined) {
      throw sqsError(
        'ResourceNotFoundException',
        "The resource that you specified for the DestinationArn parameter doesn't exist.",
      );
    }
    if (queue === source)
      throw invalidParameter('Source queue arn and destination queue arn cannot be the same.');
    if (queue.store.fifo !== source.store.fifo) {
      throw invalidValue(arn, 'DestinationArn', 'Source and destination must be queues of the same type.');
    }
  }

  #remember(task: MoveTask): void {
    const others = this.#tasks.filter(({ source }) => source !== task.source);
    const own = this.#tasks.filter(({ source }) => source === task.source);
    this.#tasks = [...others, ...own.slice(1 - rememberedTasks), task];
  }
}

function described(task: MoveTask): object {
  return {
    ...(task.status === 'RUNNING' && { TaskHandle: task.handle }),
    Status: task.status,
    SourceArn: task.source.arn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failure !== undefined && { FailureReason: task.failure }),
    StartedTimestamp: task.startedAt,
  };
}
