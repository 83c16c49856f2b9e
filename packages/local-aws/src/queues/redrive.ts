import type { Attributes } from './entry.js';
import { attributesInEffect, type Queue } from './queue.js';
import type { QueueService } from './queue-service.js';
import { invalidParameter } from './sqs-error.js';

export interface Redrive {
  readonly deadLetterArn: string;
  readonly maxReceiveCount: number;
}

/** The redrive policy of a queue; an empty one has been taken off. */
export function redriveOf(attributes: Attributes): Redrive | undefined {
  const text = attributes.RedrivePolicy;
  if (text === undefined || text === '') return undefined;
  const policy = JSON.parse(text) as { deadLetterTargetArn: string; maxReceiveCount: number | string };
  return { deadLetterArn: policy.deadLetterTargetArn, maxReceiveCount: Number(policy.maxReceiveCount) };
}

/** The queues whose messages end in the given one. */
export function deadLetterSources({ set }: QueueService, { arn }: Queue): Queue[] {
  return set.list().filter((queue) => redriveOf(attributesInEffect(queue))?.deadLetterArn === arn);
}

/** A dead-letter queue is there, and of the same type. Error: InvalidParameterValue. */
export function checkRedrive(service: QueueService, attributes: Attributes, fifo: boolean): void {
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
