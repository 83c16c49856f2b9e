import type { Change } from '../engine/change.js';
import type { Table } from '../engine/table.js';
import { keyNames, pickAttributes } from '../engine/table.js';
import { type Condition, matches } from '../expressions/condition.js';
import { DynamoDbError } from '../tables.js';
import { validationError } from '../validation/errors.js';
import type { Item } from '../values/attribute-value.js';
import { equalValues } from '../values/compare.js';
import { itemSize } from '../values/size.js';

/** 400 KB (Service quotas, "Items"). */
const maxItemBytes = 400 * 1024;

/** A write that has passed its checks. `after` undefined: the item is deleted. */
export interface ItemWrite {
  readonly table: Table;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What the write commits; undefined when it changes nothing, as such a write leaves no stream record either. */
export function changeOf({ table, before, after }: ItemWrite, atMs: number): Change | undefined {
  const name = table.definition.TableName;
  if (after === undefined) {
    if (before === undefined) return undefined;
    return { do: 'delete', table: name, key: pickAttributes(before, keyNames(table.keys)), atMs };
  }
  if (before !== undefined && (before === after || equalValues({ M: before }, { M: after })))
    return undefined;
  return { do: 'put', table: name, item: after, atMs };
}

export function checkItemSize(item: Item, what: 'Item size' | 'Item size to update'): void {
  if (itemSize(item) > maxItemBytes) throw validationError(`${what} has exceeded the maximum allowed size`);
}

/** Error: ConditionalCheckFailedException, with the item when ALL_OLD asks for it. */
export function requireCondition(
  condition: Condition | undefined,
  item: Item | undefined,
  onFailure: unknown,
): void {
  if (condition === undefined || matches(condition, item)) return;
  throw new DynamoDbError('ConditionalCheckFailedException', 'The conditional request failed', {
    details: onFailure === 'ALL_OLD' && item !== undefined ? { Item: item } : {},
  });
}
