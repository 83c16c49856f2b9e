import type { FunctionSpec, Place, QueueSpec } from '../system.js';
import type { Reading } from './stack/stack.js';

/** Tells what SQS, Lambda and EventBridge refuse about the kind and the times of queues. */
export function checkQueues(reading: Reading): void {
  const { queues, functions, rules, eventSourceMappings } = reading.parts;
  const byArn = new Map(queues.map((each) => [each.arn, each]));
  const functionOf = new Map(functions.map((each) => [each.arn, each]));
  for (const queue of queues) checkDeadLetters(reading, queue, byArn);
  for (const { source, functionArn, place } of eventSourceMappings)
    checkTimes(reading, { queue: byArn.get(source.arn), called: functionOf.get(functionArn), place });
  const standard = (arn: string | undefined, place: Place) => {
    const queue = arn === undefined ? undefined : byArn.get(arn);
    if (queue?.fifo === true) tellFifo(reading, queue, place);
  };
  for (const { deadLetterArn, place } of functions) standard(deadLetterArn, place);
  for (const { onFailureArn, place } of eventSourceMappings) standard(onFailureArn, place);
  for (const { targets, place, logicalId } of rules)
    for (const { deadLetterArn, arn, messageGroupId } of targets) {
      standard(deadLetterArn, place);
      if (byArn.get(arn)?.fifo === true && messageGroupId === undefined)
        reading.problems.add(place, {
          code: 'message-group',
          what: `${logicalId} sends to the FIFO queue ${byArn.get(arn)?.queueName} without a message group`,
          remedy: 'Give the target SqsParameters: { MessageGroupId: … }.',
        });
    }
}

function checkDeadLetters(
  { problems }: Reading,
  queue: QueueSpec,
  byArn: ReadonlyMap<string, QueueSpec>,
): void {
  const deadLetters = byArn.get(queue.redrive?.deadLetterArn ?? '');
  if (deadLetters === undefined || deadLetters.fifo === queue.fifo) return;
  problems.add(queue.place, {
    code: 'dead-letter-kind',
    what: `${queue.logicalId} and its dead-letter queue ${deadLetters.logicalId} are not of one kind`,
    remedy:
      'The dead-letter queue of a FIFO queue is a FIFO queue, that of a standard queue a standard queue.',
  });
}

interface Mapped {
  readonly queue: QueueSpec | undefined;
  readonly called: FunctionSpec | undefined;
  readonly place: Place;
}

/** Lambda refuses a mapping whose messages come back while the function may still work on them. */
function checkTimes({ problems }: Reading, { queue, called, place }: Mapped): void {
  if (queue === undefined || called === undefined || queue.visibilityTimeoutS >= called.timeoutS) return;
  problems.add(place, {
    code: 'visibility-timeout',
    what: `Queue visibility timeout: ${queue.visibilityTimeoutS} seconds is less than Function timeout: ${called.timeoutS} seconds`,
    remedy: `Give ${queue.logicalId} a VisibilityTimeout of six times the function's Timeout.`,
  });
}

function tellFifo({ problems }: Reading, queue: QueueSpec, place: Place): void {
  problems.add(place, {
    code: 'fifo-dead-letters',
    what: `${queue.queueName} is a FIFO queue, which Lambda and EventBridge do not take for what failed`,
    remedy: 'Name a standard queue.',
  });
}
