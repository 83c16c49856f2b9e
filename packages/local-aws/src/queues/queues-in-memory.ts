import { type CommitLog, memoryLog } from '@atoll/embedded-dynamodb';
import type { QueueSpec } from '../system.js';
import { createQueues, type SqsQueues } from './create-queues.js';
import type { QueueSystem } from './queue-set.js';

/** For tests: a queue as a template makes it. */
export function queueSpec(queueName: string, changes: Partial<QueueSpec> = {}): QueueSpec {
  return {
    place: { file: 'template.yaml', line: 1, column: 1 },
    logicalId: queueName,
    stack: '',
    queueName,
    arn: arnOf(queueName),
    fifo: queueName.endsWith('.fifo'),
    contentBasedDeduplication: false,
    visibilityTimeoutS: 30,
    messageRetentionS: 345_600,
    delayS: 0,
    receiveWaitS: 0,
    maximumMessageBytes: 1_048_576,
    ...changes,
  };
}

export function arnOf(queueName: string): string {
  return `arn:aws:sqs:eu-central-1:000000000000:${queueName}`;
}

export function queueUrl(queueName: string): string {
  return `http://127.0.0.1:4566/000000000000/${queueName}`;
}

export function systemOf(queues: readonly QueueSpec[]): QueueSystem {
  return { region: 'eu-central-1', accountId: '000000000000', queues };
}

export interface Clock {
  now: number;
}

export interface QueuesInTest {
  readonly queues: SqsQueues;
  readonly clock: Clock;
  readonly log: CommitLog;
}

/** For tests: queues on a log of their own, with a clock that stands until the test moves it. */
export function queuesInMemory(specs: readonly QueueSpec[]): QueuesInTest {
  const clock: Clock = { now: Date.parse('2026-11-25T10:00:00Z') };
  const log = memoryLog();
  const queues = createQueues({ system: systemOf(specs), log, now: () => clock.now, queueUrl });
  return { queues, clock, log };
}
