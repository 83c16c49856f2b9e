import type { Engine } from '../engine/engine.js';
import { rowKey, type Table } from '../engine/table.js';
import type { Item } from '../values/attribute-value.js';
import { addWrite, consumedCapacity, noCapacity } from './capacity.js';
import { changeOf, type ItemWrite } from './item-write.js';

interface AnswerOptions {
  readonly ReturnConsumedCapacity?: unknown;
  readonly ReturnItemCollectionMetrics?: unknown;
}

/** Commits one write and makes the answer that PutItem, UpdateItem and DeleteItem share. */
export function commitWrite(
  engine: Engine,
  write: ItemWrite,
  { input, attributes }: { input: AnswerOptions; attributes: Item | undefined },
): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  if (attributes !== undefined && Object.keys(attributes).length > 0) answer.Attributes = attributes;
  const { ReturnConsumedCapacity: mode } = input;
  if (mode === 'TOTAL' || mode === 'INDEXES') {
    const capacity = noCapacity();
    addWrite(capacity, write);
    answer.ConsumedCapacity = consumedCapacity(write.table.definition.TableName, capacity, { mode });
  }
  const change = changeOf(write, engine.now());
  if (change !== undefined) engine.commit([change]);
  if (input.ReturnItemCollectionMetrics === 'SIZE') {
    const metrics = itemCollectionMetrics(write.table, (write.after ?? write.before) as Item | undefined);
    if (metrics !== undefined) answer.ItemCollectionMetrics = metrics;
  }
  return answer;
}

const bytesPerGb = 1024 ** 3;

/** The size of the item's collection; only tables with local secondary indexes have item collections. */
export function itemCollectionMetrics(
  table: Table,
  item: Item | undefined,
): Record<string, unknown> | undefined {
  const locals = [...table.indexes.values()].filter((index) => !index.isGlobal);
  if (locals.length === 0 || item === undefined) return undefined;
  const { token, hash } = rowKey(item, table.keys);
  let bytes = 0;
  for (const rows of [table.rows, ...locals.map((index) => index.rows)]) {
    const start = rows.seek({ token, hash });
    for (const row of rows.between(start, rows.seek({ token, hash }, true))) bytes += row.size;
  }
  const lower = Math.floor(bytes / bytesPerGb);
  const { name } = table.keys.hash;
  return { ItemCollectionKey: { [name]: item[name] }, SizeEstimateRangeGB: [lower, lower + 1] };
}
