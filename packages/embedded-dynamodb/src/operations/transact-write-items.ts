import type { Change } from '../engine/change.js';
import type { Engine } from '../engine/engine.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { item, listOf, required, type Shape, struct, text } from '../validation/shape.js';
import { itemSize } from '../values/size.js';
import { addWrite, type Capacity, consumedCapacity, noCapacity, readUnits } from './capacity.js';
import { checkToken, digestOf } from './client-token.js';
import {
  attributeNames,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValuesOnConditionCheckFailure,
} from './input-shapes.js';
import { changeOf } from './item-write.js';
import {
  evaluateWrite,
  parseWrite,
  placeWrite,
  type TransactWrite,
  type WriteResult,
} from './transact-write.js';
import { cancelled, type Reason, reasonOf, refuseRepeated } from './transaction-cancelled.js';
import { itemCollectionMetrics } from './write-answer.js';

/** Amazon DynamoDB transactions, "TransactWriteItems API". */
const maxBytes = 4 * 1024 * 1024;

const common: Readonly<Record<string, Shape>> = {
  TableName: required(text),
  ConditionExpression: text,
  ExpressionAttributeNames: attributeNames,
  ExpressionAttributeValues: item,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
};

const shape = struct('TransactWriteItemsInput', {
  TransactItems: required(
    listOf(
      struct('TransactWriteItem', {
        ConditionCheck: struct('ConditionCheck', {
          Key: required(item),
          ...common,
          ConditionExpression: required(text),
        }),
        Put: struct('Put', { Item: required(item), ...common }),
        Delete: struct('Delete', { Key: required(item), ...common }),
        Update: struct('Update', { Key: required(item), UpdateExpression: required(text), ...common }),
      }),
      { min: 1, max: 100 },
    ),
  ),
  ClientRequestToken: { kind: 'string', min: 1, max: 36 },
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
});

type Input = Readonly<Record<string, unknown>>;

/** API_TransactWriteItems: all or nothing, in one record of the log together with the request's token. */
export function transactWriteItems(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const writes = (input.TransactItems as readonly Input[]).map((each) => parseWrite(engine, each));
  const token = input.ClientRequestToken as string | undefined;
  const digest = token === undefined ? undefined : digestOf(input.TransactItems);
  if (token !== undefined && checkToken(engine, token, digest as string) === 'done') {
    return answer(writes.map(repeated), input, 'Read');
  }
  const results = evaluate(writes);
  const total = results.reduce((bytes, { after, before }) => bytes + itemSize(after ?? before ?? {}), 0);
  if (total > maxBytes) throw validationError('Collection size of the transaction exceeds the limit of 4 MB');
  const atMs = engine.now();
  const changes: (Change | undefined)[] = results.map((result) =>
    result.isCheck ? undefined : changeOf(result, atMs),
  );
  if (token !== undefined) changes.push({ do: 'token', token, digest: digest as string, atMs });
  engine.commit(changes.filter((change) => change !== undefined));
  return answer(results, input, 'Write');
}

/** What a repeated request answers: nothing is written, so only what it reads is counted. */
function repeated({ table, place }: TransactWrite): WriteResult {
  const before = place === undefined ? undefined : table.get(place);
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

function answer(results: readonly WriteResult[], input: Input, kind: 'Read' | 'Write'): unknown {
  const mode = input.ReturnConsumedCapacity;
  const spent = new Map<string, Capacity>();
  const metrics: Record<string, unknown[]> = {};
  for (const result of results) {
    const { TableName: name } = result.table.definition;
    const capacity = spent.get(name) ?? noCapacity();
    spent.set(name, capacity);
    if (kind === 'Write') addWrite(capacity, result.isCheck ? { ...result, after: result.before } : result);
    else capacity.table += readUnits(itemSize(result.before ?? {}), true);
    const collection = itemCollectionMetrics(result.table, result.after ?? result.before);
    if (collection !== undefined) metrics[name] = [...(metrics[name] ?? []), collection];
  }
  // A transaction costs twice: to prepare and to commit.
  const consumed = [...spent].map(([name, capacity]) =>
    consumedCapacity(name, capacity, { mode, factor: 2, kind }),
  );
  return {
    ...(consumed[0] !== undefined && { ConsumedCapacity: consumed }),
    ...(input.ReturnItemCollectionMetrics === 'SIZE' && { ItemCollectionMetrics: metrics }),
  };
}
