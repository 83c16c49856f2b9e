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
  streamArn: string,
  context: MappingContext,
  settle: Settle,
): Promise<void> {
  const state: BatchState = { records, failures: 0 };
  for (let pauses = 0; !context.signal.aborted; ) {
    discardExpired(state, context, settle);
    if (state.records.length === 0) return;
    const result = await invokeReported(state.records, streamArn, context);
    if (result.kind === 'throttled') {
      await wait(backoffMs(++pauses), context.signal);
      continue;
    }
    state.last = result;
    takeDone(state, result, settle);
    if (state.records.length === 0) return;
    state.failures++;
    if (mustBisect(state, result, context)) {
      const middle = Math.ceil(state.records.length / 2);
      await runRecordBatch(state.records.slice(0, middle), streamArn, context, settle);
      return runRecordBatch(state.records.slice(middle), streamArn, context, settle);
    }
    if (isExhausted(state, context)) return discard(state, 'RetryAttemptsExhausted', settle);
    await wait(backoffMs(++pauses), context.signal);
  }
}

function invokeReported(
  records: readonly StreamRecord[],
  streamArn: string,
  context: MappingContext,
): Promise<BatchResult> {
  const startMs = context.now();
  const identifiers = new Set(records.map(({ dynamodb }) => dynamodb.SequenceNumber));
  const shown = records.map((record) => ({ ...record, eventSourceARN: streamArn }));
  return invokeBatch(shown, identifiers, context).then((result) => {
    report(records, result, context, startMs);
    return result;
  });
}

/** Settles what the function took: all, or what comes before the first record that it reported. */
function takeDone(state: BatchState, result: BatchResult, settle: Settle): void {
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

function discardExpired(state: BatchState, context: MappingContext, settle: Settle): void {
  const { maximumRecordAgeS } = context.mapping;
  const oldestS = context.now() / 1000 - (maximumRecordAgeS < 0 ? retentionS : maximumRecordAgeS);
  const isYoung = ({ dynamodb }: StreamRecord) => dynamodb.ApproximateCreationDateTime >= oldestS;
  const firstYoung = state.records.findIndex(isYoung);
  const kept = firstYoung < 0 ? [] : state.records.slice(firstYoung);
  if (kept.length === state.records.length) return;
  const expired = state.records.slice(0, state.records.length - kept.length);
  discard({ ...state, records: expired }, 'RecordAgeExceeded', settle);
  state.records = kept;
  state.failures = 0;
}

function discard(state: BatchState, condition: DiscardedBatch['condition'], settle: Settle): void {
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
  context: MappingContext,
  startMs: number,
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
    durationMs: context.now() - startMs,
  });
  if (result.kind === 'failure')
    output.error(`${to} failed a batch of ${total} from the stream of ${name}`, result.reason);
}

function outcomeOf(records: readonly StreamRecord[], result: BatchResult): string {
  if (result.kind === 'success') return 'done';
  if (result.kind === 'throttled') return 'wait: the function is throttled';
  if (result.kind === 'failure') return 'failed';
  return `taken, ${records.length - firstFailed(records, result)} to retry`;
}
