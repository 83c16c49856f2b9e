import { AwsError, type ReceivedMessage } from '../parts.js';
import { backoffMs } from './backoff.js';
import { type BatchResult, invokeBatch } from './invoke-batch.js';
import { type MappingContext, nameOf } from './mapping-context.js';
import { messageRecord } from './message-record.js';
import { wait } from './wait.js';

/** Invokes the function with the messages that the filters take and removes from the queue what is done with. */
export async function runMessageBatch(
  received: readonly ReceivedMessage[],
  context: MappingContext,
): Promise<'done' | 'throttled'> {
  const { mapping, queues } = context;
  const record = (message: ReceivedMessage) =>
    messageRecord(message, mapping.source.arn, context.system.region);
  const messages = received.filter((message) => context.passes(record(message)));
  const dropped = received.filter((message) => !messages.includes(message));
  if (dropped.length > 0)
    await queues.remove(
      mapping.source.arn,
      dropped.map(({ receiptHandle }) => receiptHandle),
    );
  if (messages.length === 0) return 'done';
  const startMs = context.now();
  const result = await invokeUnthrottled(messages, record, context);
  if (result.kind === 'throttled') {
    for (const message of messages) giveBack(message, context);
  } else {
    await settle(messages, result, context);
  }
  report(messages, result, context, startMs);
  return result.kind === 'throttled' ? 'throttled' : 'done';
}

function giveBack({ receiptHandle }: ReceivedMessage, { queues, mapping }: MappingContext): void {
  try {
    queues.changeVisibility(mapping.source.arn, receiptHandle, 0);
  } catch (error) {
    // Its visibility timeout has run out meanwhile: it is back already.
    if (!(error instanceof AwsError && error.code === 'MessageNotInflight')) throw error;
  }
}

/**
 * Holds a batch that finds no free function and tries again while half of the visibility timeout lasts; giving it
 * back each time would count as a receive and drive messages into the dead-letter queue.
 */
async function invokeUnthrottled(
  messages: readonly ReceivedMessage[],
  record: (message: ReceivedMessage) => ReturnType<typeof messageRecord>,
  context: MappingContext,
): Promise<BatchResult> {
  const identifiers = new Set(messages.map(({ messageId }) => messageId));
  const records = messages.map(record);
  const endMs = context.now() + holdMs(context);
  for (let attempt = 1; ; attempt++) {
    const result = await invokeBatch(records, identifiers, context);
    const pauseMs = backoffMs(attempt);
    if (result.kind !== 'throttled' || context.now() + pauseMs > endMs || context.signal.aborted)
      return result;
    await wait(pauseMs, context.signal);
  }
}

function holdMs({ system, mapping }: MappingContext): number {
  const queue = system.queues.find(({ arn }) => arn === mapping.source.arn);
  return ((queue?.visibilityTimeoutS ?? 30) * 1000) / 2;
}

/** What failed stays in the queue and is visible again after its visibility timeout. */
async function settle(
  messages: readonly ReceivedMessage[],
  result: BatchResult,
  context: MappingContext,
): Promise<void> {
  const { mapping, queues } = context;
  const taken = takenOf(messages, result);
  if (taken.length > 0)
    await queues.remove(
      mapping.source.arn,
      taken.map(({ receiptHandle }) => receiptHandle),
    );
}

function takenOf(messages: readonly ReceivedMessage[], result: BatchResult): readonly ReceivedMessage[] {
  if (result.kind === 'success') return messages;
  return result.kind === 'partial' ? notFailed(messages, result.failed) : [];
}

/** In a FIFO group, nothing after the first failed message may count as done, or the order is lost. */
export function notFailed(
  messages: readonly ReceivedMessage[],
  failed: ReadonlySet<string>,
): ReceivedMessage[] {
  const stopped = new Set<string>();
  return messages.filter(({ messageId, attributes }) => {
    const group = attributes.MessageGroupId;
    if (group !== undefined && attributes.SequenceNumber !== undefined) {
      if (failed.has(messageId)) stopped.add(group);
      return !stopped.has(group);
    }
    return !failed.has(messageId);
  });
}

function report(
  messages: readonly ReceivedMessage[],
  result: BatchResult,
  context: MappingContext,
  startMs: number,
): void {
  const { mapping, output } = context;
  const name = nameOf(mapping.source.arn);
  const to = nameOf(mapping.functionArn);
  const total = `${messages.length} message${messages.length === 1 ? '' : 's'}`;
  output.event({
    kind: 'queue',
    name,
    to,
    outcome: `${total} ${outcomeOf(messages, result)}`,
    durationMs: context.now() - startMs,
  });
  if (result.kind === 'failure')
    output.error(`${to} failed a batch of ${total} from queue ${name}`, result.reason);
}

function outcomeOf(messages: readonly ReceivedMessage[], result: BatchResult): string {
  if (result.kind === 'success') return 'done';
  if (result.kind === 'throttled') return 'given back: the function is throttled';
  if (result.kind === 'failure') return 'failed';
  const done = takenOf(messages, result).length;
  return `taken, ${messages.length - done} failed`;
}
