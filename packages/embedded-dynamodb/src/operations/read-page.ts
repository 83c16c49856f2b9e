import type { Row } from '../engine/row.js';
import { type Condition, matches } from '../expressions/condition.js';
import type { Item } from '../values/attribute-value.js';
import { itemSize } from '../values/size.js';

/** A Query or Scan reads at most 1 MB, before filters (API_Query, "1 MB"). */
const maxPageBytes = 1024 * 1024;

export interface Page {
  readonly items: readonly Item[];
  readonly scannedCount: number;
  readonly bytes: number;
  /** Of the table's items that were read beside the rows of an index. */
  readonly fetchedBytes: number;
  /** Where the next page goes on after; undefined at the end. */
  readonly last?: Row;
}

interface PageOptions {
  readonly limit: number | undefined;
  readonly filter: Condition | undefined;
  /** The item behind a row that the reader sees: what the index projects, or the whole. */
  readonly view: (row: Row) => Item;
  readonly isFetched?: boolean;
}

/** Reads rows until the limit (counted before the filter), 1 MB or the end. */
export function readPage(
  rows: Iterable<Row>,
  { limit = Number.POSITIVE_INFINITY, filter, view, isFetched = false }: PageOptions,
): Page {
  const items: Item[] = [];
  let scannedCount = 0;
  let bytes = 0;
  let fetchedBytes = 0;
  for (const row of rows) {
    scannedCount++;
    bytes += row.size;
    if (isFetched) fetchedBytes += itemSize(row.whole);
    const item = view(row);
    if (filter === undefined || matches(filter, item)) items.push(item);
    // The row that reaches a limit is the page's last, even when nothing follows it.
    if (scannedCount === limit || bytes >= maxPageBytes) {
      return { items, scannedCount, bytes, fetchedBytes, last: row };
    }
  }
  return { items, scannedCount, bytes, fetchedBytes };
}
