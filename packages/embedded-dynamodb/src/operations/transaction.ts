import type { Change } from '../engine/change.js';
import type { Engine } from '../engine/engine.js';
import type { RowKey } from '../engine/row.js';
import { DynamoDbError } from '../tables.js';
import { validationError } from '../validation/errors.js';
import { itemSize } from '../values/size.js';
import { addWrite, type Capacity, consumedCapacity, noCapacity, readUnits } from './capacity.js';
import { checkToken, digestOf } from './client-token.js';
import { changeOf } from './item-write.js';
import { evaluateWrite, placeWrite, type TransactWrite, type WriteResult } from './transact-write.js';
import { cancelled, type Reason, reasonOf, refuseRepeated } from './transaction-cancelled.js';
import { itemCollectionMetrics } from './write-answer.js';

/** Amazon DynamoDB transactions, "TransactWriteItems API". */
const maxBytes = 4 * 1024 * 1024;

type Input = Readonly<Record<string, unknown>>;

/**
 * Commits all writes or none, in one record of the log together with the request's token. `request` is what a
 * repetition with the same token must repeat.
 */
export function commitTransaction(
  engine: Engine,
  writes: readonly TransactWrite[],
  { input, request }: { input: Input; request: unknown },
): Record<string, unknown> {
  const token = input.ClientRequestToken as string | undefined;
  const digest = token === undefined ? '' : digestOf(request);
  if (token !== undefined && checkToken(engine, token, digest) === 'done') {
    return answer(writes.map(repeated), input, 'Read');
  }
  const results = evaluate(writes);
  const total = results.reduce((bytes, { after, before }) => bytes + itemSize(after ?? before ?? {}), 0);
  if (total > maxBytes) throw validationError('Collection size of the transaction exceeds the limit of 4 MB');
  const atMs = engine.now();
  const changes: (Change | undefined)[] = results.map((result) =>
    result.isCheck ? undefined : changeOf(result, atMs),
  );
  if (token !== undefined) changes.push({ do: 'token', token, digest, atMs });
  engine.commit(changes.filter((change) => change !== undefined));
  return answer(results, input, 'Write');
}

/** What a repeated request answers: nothing is written, so only what it reads is counted. */
function repeated(write: TransactWrite): WriteResult {
  const { table, place } = placeWrite(write);
  const before = table.get(place as RowKey);
  return { table, before, after: before, isCheck: true };
}

/** Errors: TransactionCanceledException with the reason of each action. */
function evaluate(writes: readonly TransactWrite[]): readonly WriteResult[] {
  const placed = writes.map((write) => attempt(() => placeWrite(write)));
  refuseRepeated(placed.flatMap((each) => ('result' in each ? [each.result] : [])));
  const results = placed.map((each) => ('result' in each ? attempt(() => evaluateWrite(each.result)) : each));
  const done = results.flatMap((each) => ('result' in each ? [each.result] : []));
  if (done.length === results.length) return done;
  throw cancelled(results.map((each): Reason => ('result' in each ? { Code: 'None' } : each.reason)));
}

type Attempt<T> = { readonly result: T } | { readonly reason: Reason };

function attempt<T>(step: () => T): Attempt<T> {
  try {
    return { result: step() };
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    return { reason: reasonOf(error) };
  }
}

function answer(
  results: readonly WriteResult[],
  input: Input,
  kind: 'Read' | 'Write',
): Record<string, unknown> {
  const mode = input.ReturnConsumedCapacity;
  const spent = new Map<string, Capacity>();
  const metrics = new Map<string, unknown[]>();
  for (const result of results) {
    const { TableName: name } = result.table.definition;
    const capacity = spent.get(name) ?? noCapacity();
    spent.set(name, capacity);
    if (kind === 'Write') addWrite(capacity, result.isCheck ? { ...result, after: result.before } : result);
    else capacity.table += readUnits(itemSize(result.before ?? {}), true);
    const collection = itemCollectionMetrics(result.table, result.after ?? result.before);
    if (collection !== undefined) metrics.set(name, [...(metrics.get(name) ?? []), collection]);
  }
  // A transaction costs twice: to prepare and to commit.
  const consumed = [...spent].map(([name, capacity]) =>
    consumedCapacity(name, capacity, { mode, factor: 2, kind }),
  );
  return {
    ...(consumed[0] !== undefined && { ConsumedCapacity: consumed }),
    ...(input.ReturnItemCollectionMetrics === 'SIZE' && {
      ItemCollectionMetrics: Object.fromEntries(metrics),
    }),
  };
}
