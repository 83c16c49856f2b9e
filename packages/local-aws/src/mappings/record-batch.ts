import { backoffMs } from './backoff.js';
import type { DiscardedBatch } from './failure-message.js';
import { type BatchResult, invokeBatch } from './invoke-batch.js';
import { type MappingContext, nameOf } from './mapping-context.js';
import type { StreamRecord } from './stream-api.js';
import { wait } from './wait.js';

/** Records that are done with: taken by the function, or given up and told of by `discarded`. */
export type Settle = (records: readonly StreamRecord[], discarded?: DiscardedBatch) => void;

/** DynamoDB keeps stream records for a day; nothing is retried beyond that. */
const retentionS = 24 * 60 * 60;

/** A mapping at work on one stream. */
export interface StreamContext extends MappingContext {
  readonly streamArn: string;
  readonly settle: Settle;
}

interface BatchState {
  records: readonly StreamRecord[];
  /** Failures with this batch's first record at its head. */
  failures: number;
  last?: BatchResult;
}

/**
 * Gives a batch to the function until every record is settled, in order; ends early, with the rest unsettled, when
 * the mapping closes.
 */
export async function runRecordBatch(
  records: readonly StreamRecord[],
  context: StreamContext,
): Promise<void> {
  const state: BatchState = { records, failures: 0 };
  for (let throttles = 0; !context.signal.aborted; ) {
    discardExpired(state, context);
    if (state.records.length === 0) return;
    const result = await invokeReported(state.records, context);
    if (result.kind === 'throttled') {
      await wait(backoffMs(++throttles), context.signal);
      continue;
    }
    throttles = 0;
    state.last = result;
    takeDone(state, result, context);
    if (state.records.length === 0) return;
    state.failures++;
    if (mustBisect(state, result, context)) return runHalves(state.records, context);
    if (isExhausted(state, context)) return discard(state, 'RetryAttemptsExhausted', context);
    await wait(backoffMs(state.failures), context.signal);
  }
}

/** The second half begins only after the first one is settled: the order within a shard is kept. */
async function runHalves(records: readonly StreamRecord[], context: StreamContext): Promise<void> {
  const middle = Math.ceil(records.length / 2);
  await runRecordBatch(records.slice(0, middle), context);
  await runRecordBatch(records.slice(middle), context);
}

async function invokeReported(
  records: readonly StreamRecord[],
  context: StreamContext,
): Promise<BatchResult> {
  const startMs = context.now();
  const identifiers = new Set(records.map(({ dynamodb }) => dynamodb.SequenceNumber));
  const shown = records.map((record) => ({ ...record, eventSourceARN: context.streamArn }));
  const result = await invokeBatch(shown, identifiers, context);
  report(records, result, { ...context, startMs });
  return result;
}

/** Settles what the function took: all, or what comes before the first record that it reported. */
function takeDone(state: BatchState, result: BatchResult, { settle }: StreamContext): void {
  const { records } = state;
  const done = result.kind === 'success' ? records.length : firstFailed(records, result);
  if (done === 0) return;
  settle(records.slice(0, done));
  state.records = records.slice(done);
  state.failures = 0;
}

function firstFailed(records: readonly StreamRecord[], result: BatchResult): number {
  if (result.kind !== 'partial') return 0;
  return records.findIndex(({ dynamodb }) => result.failed.has(dynamodb.SequenceNumber));
}

/** A function that names the record it failed at needs no search by halves. Halving costs no retry attempt. */
function mustBisect(state: BatchState, result: BatchResult, { mapping }: MappingContext): boolean {
  return mapping.bisectBatchOnFunctionError && result.kind === 'failure' && state.records.length > 1;
}

function isExhausted(state: BatchState, { mapping }: MappingContext): boolean {
  return mapping.maximumRetryAttempts >= 0 && state.failures > mapping.maximumRetryAttempts;
}

function discardExpired(state: BatchState, context: StreamContext): void {
  const { maximumRecordAgeS } = context.mapping;
  const oldestS = context.now() / 1000 - (maximumRecordAgeS < 0 ? retentionS : maximumRecordAgeS);
  const isYoung = ({ dynamodb }: StreamRecord) => dynamodb.ApproximateCreationDateTime >= oldestS;
  const firstYoung = state.records.findIndex(isYoung);
  const kept = firstYoung < 0 ? [] : state.records.slice(firstYoung);
  if (kept.length === state.records.length) return;
  const expired = state.records.slice(0, state.records.length - kept.length);
  discard({ ...state, records: expired }, 'RecordAgeExceeded', context);
  state.records = kept;
  state.failures = 0;
}

function discard(state: BatchState, condition: DiscardedBatch['condition'], { settle }: StreamContext): void {
  const { records, failures, last } = state;
  settle(records, {
    records,
    condition,
    invokeCount: failures,
    requestId: last?.requestId ?? '',
    ...(last?.functionError === undefined ? {} : { functionError: last.functionError }),
  });
}

function report(
  records: readonly StreamRecord[],
  result: BatchResult,
  context: StreamContext & { readonly startMs: number },
): void {
  const { mapping, output } = context;
  const name = nameOf(mapping.source.arn.replace(/\/stream\/.*/, ''));
  const to = nameOf(mapping.functionArn);
  const total = `${records.length} record${records.length === 1 ? '' : 's'}`;
  output.event({
    kind: 'stream',
    name,
    to,
    outcome: `${total} ${outcomeOf(records, result)}`,
    durationMs: context.now() - context.startMs,
  });
  if (result.kind === 'failure') {
    output.error(`${to} failed a batch of ${total} from the stream of ${name}`, result.reason);
  }
}

function outcomeOf(records: readonly StreamRecord[], result: BatchResult): string {
  if (result.kind === 'success') return 'done';
  if (result.kind === 'throttled') return 'wait: the function is throttled';
  if (result.kind === 'failure') return 'failed';
  return `taken, ${records.length - firstFailed(records, result)} to retry`;
}
