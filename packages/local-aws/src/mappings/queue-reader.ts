import type { ReceivedMessage } from '../parts.js';
import { backoffMs } from './backoff.js';
import { type MappingContext, nameOf } from './mapping-context.js';
import { runMessageBatch } from './message-batch.js';
import { wait } from './wait.js';

/** SQS long polling, the longest that ReceiveMessage takes. */
const pollS = 20;
/** Of one ReceiveMessage. */
const mostReceived = 10;
/** Lambda begins with five concurrent batches. */
const defaultConcurrency = 5;
/** The payload limit of an invocation ends a batch early. */
const largestBatchBytes = 6 * 1024 * 1024;

/**
 * Polls the mapping's queue until the signal aborts: receives a batch as soon as fewer run than the mapping's
 * concurrency allows. Resolves when all batches have ended.
 */
export async function readQueue(context: MappingContext): Promise<void> {
  const most = context.mapping.maximumConcurrency ?? defaultConcurrency;
  const running = new Set<Promise<void>>();
  const failures = { inARow: 0 };
  while (!context.signal.aborted) {
    if (failures.inARow > 0) await wait(backoffMs(failures.inARow), context.signal);
    if (running.size >= most) await Promise.race(running);
    else await startBatch(context, running, failures);
  }
  await Promise.all(running);
}

interface Failures {
  inARow: number;
}

async function startBatch(
  context: MappingContext,
  running: Set<Promise<void>>,
  failures: Failures,
): Promise<void> {
  const messages = await guarded(() => collect(context), context, failures);
  if (messages === undefined) return;
  // A queue that is closing answers at once with nothing: without a pause that would be a loop that starves all else.
  if (messages.length === 0) return wait(10, context.signal);
  const batch: Promise<void> = runBatch(messages, context, failures).finally(() => running.delete(batch));
  running.add(batch);
}

async function runBatch(
  messages: ReceivedMessage[],
  context: MappingContext,
  failures: Failures,
): Promise<void> {
  const outcome = await guarded(() => runMessageBatch(messages, context), context, failures);
  if (outcome === 'done') failures.inARow = 0;
  if (outcome === 'throttled') failures.inARow++;
}

/** A queue that cannot be read, or written, is told of and tried again later; other mappings go on. */
async function guarded<T>(
  work: () => Promise<T>,
  context: MappingContext,
  failures: Failures,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (context.signal.aborted) return undefined;
    failures.inARow++;
    const { output, mapping } = context;
    const what = `the event source mapping of ${nameOf(mapping.functionArn)} failed on queue ${nameOf(mapping.source.arn)}`;
    output.error(what, String(error));
    return undefined;
  }
}

/** One batch: what is there, or what comes within the batching window after the first message. */
async function collect(context: MappingContext): Promise<ReceivedMessage[]> {
  const { batchSize, maximumBatchingWindowS } = context.mapping;
  const messages = await receive(context, batchSize, pollS);
  const endMs = context.now() + maximumBatchingWindowS * 1000;
  while (messages.length > 0 && messages.length < batchSize && bytesOf(messages) < largestBatchBytes) {
    const leftS = Math.ceil((endMs - context.now()) / 1000);
    if (leftS <= 0 || context.signal.aborted) break;
    messages.push(...(await receive(context, batchSize - messages.length, Math.min(pollS, leftS))));
  }
  return messages;
}

function receive(
  { queues, mapping, signal }: MappingContext,
  most: number,
  waitS: number,
): Promise<ReceivedMessage[]> {
  return queues.receive(mapping.source.arn, { maxMessages: Math.min(mostReceived, most), waitS, signal });
}

function bytesOf(messages: readonly ReceivedMessage[]): number {
  return messages.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
}
