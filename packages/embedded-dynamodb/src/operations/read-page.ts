import type { Row } from '../engine/row.js';
import { type Condition, matches } from '../expressions/condition.js';
import type { Item } from '../values/attribute-value.js';

/** A Query or Scan reads at most 1 MB, before filters (API_Query, "1 MB"). */
const maxPageBytes = 1024 * 1024;

export interface Page {
  readonly items: readonly Item[];
  readonly scannedCount: number;
  readonly bytes: number;
  /** Where the next page goes on after; undefined at the end. */
  readonly last?: Row;
}

interface PageOptions {
  readonly limit: number | undefined;
  readonly filter: Condition | undefined;
  /** The item behind a row that the reader sees: what the index projects, or the whole. */
  readonly view: (row: Row) => Item;
}

/** Reads rows until the limit (counted before the filter), 1 MB or the end. */
export function readPage(
  rows: Iterable<Row>,
  { limit = Number.POSITIVE_INFINITY, filter, view }: PageOptions,
): Page {
  const items: Item[] = [];
  let scannedCount = 0;
  let bytes = 0;
  for (const row of rows) {
    scannedCount++;
    bytes += row.size;
    const item = view(row);
    if (filter === undefined || matches(filter, item)) items.push(item);
    // The row that reaches a limit is the page's last, even when nothing follows it.
    if (scannedCount === limit || bytes >= maxPageBytes) return { items, scannedCount, bytes, last: row };
  }
  return { items, scannedCount, bytes };
}
