import { AwsError, type ReceivedMessage } from '../parts.js';
import type { Json } from '../system.js';
import { backoffMs } from './backoff.js';
import { type BatchResult, invokeBatch } from './invoke-batch.js';
import { type MappingContext, nameOf } from './mapping-context.js';
import { messageRecord } from './message-record.js';
import { wait } from './wait.js';

interface Message {
  readonly received: ReceivedMessage;
  /** As the function gets it. */
  readonly record: { [key: string]: Json };
}

/** Invokes the function with the messages that the filters take and removes from the queue what is done with. */
export async function runMessageBatch(
  received: readonly ReceivedMessage[],
  context: MappingContext,
): Promise<'done' | 'throttled'> {
  const taken: Message[] = [];
  const dropped: ReceivedMessage[] = [];
  for (const each of received) {
    const record = messageRecord(each, context.mapping.source.arn, context.system.region);
    if (context.passes(record)) taken.push({ received: each, record });
    else dropped.push(each);
  }
  await remove(dropped, context);
  return taken.length === 0 ? 'done' : invokeAndSettle(taken, context);
}

/** What failed stays in the queue and is visible again after its visibility timeout. */
async function invokeAndSettle(
  batch: readonly Message[],
  context: MappingContext,
): Promise<'done' | 'throttled'> {
  const startMs = context.now();
  const messages = batch.map(({ received }) => received);
  const result = await invokeUnthrottled(batch, context);
  if (result.kind === 'throttled') {
    for (const message of messages) giveBack(message, context);
  } else {
    await remove(doneOf(messages, result), context);
  }
  report(messages, result, { ...context, startMs });
  return result.kind === 'throttled' ? 'throttled' : 'done';
}

async function remove(
  messages: readonly ReceivedMessage[],
  { queues, mapping }: MappingContext,
): Promise<void> {
  const handles = messages.map(({ receiptHandle }) => receiptHandle);
  if (handles.length > 0) await queues.remove(mapping.source.arn, handles);
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
async function invokeUnthrottled(batch: readonly Message[], context: MappingContext): Promise<BatchResult> {
  const identifiers = new Set(batch.map(({ received }) => received.messageId));
  const records = batch.map(({ record }) => record);
  const endMs = context.now() + holdMs(context);
  for (let attempt = 1; ; attempt++) {
    const result = await invokeBatch(records, identifiers, context);
    const pauseMs = backoffMs(attempt);
    const mayHold = context.now() + pauseMs <= endMs && !context.signal.aborted;
    if (result.kind !== 'throttled' || !mayHold) return result;
    await wait(pauseMs, context.signal);
  }
}

function holdMs({ system, mapping }: MappingContext): number {
  const queue = system.queues.find(({ arn }) => arn === mapping.source.arn);
  return ((queue?.visibilityTimeoutS ?? 30) * 1000) / 2;
}

function doneOf(messages: readonly ReceivedMessage[], result: BatchResult): readonly ReceivedMessage[] {
  if (result.kind === 'success') return messages;
  return result.kind === 'partial' ? notFailed(messages, result.failed) : [];
}

/** In a FIFO group, nothing after the first failed message may count as done, or the order is lost. */
function notFailed(messages: readonly ReceivedMessage[], failed: ReadonlySet<string>): ReceivedMessage[] {
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
  context: MappingContext & { readonly startMs: number },
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
    durationMs: context.now() - context.startMs,
  });
  if (result.kind === 'failure') {
    output.error(`${to} failed a batch of ${total} from queue ${name}`, result.reason);
  }
}

function outcomeOf(messages: readonly ReceivedMessage[], result: BatchResult): string {
  if (result.kind === 'success') return 'done';
  if (result.kind === 'throttled') return 'given back: the function is throttled';
  if (result.kind === 'failure') return 'failed';
  const done = doneOf(messages, result).length;
  return `taken, ${messages.length - done} failed`;
}
