import type { Item } from '../values/attribute-value.js';

/** Where a row stands: partitions by token, rows of a partition by range, equal rows of an index by the item's own key. */
export interface RowKey {
  readonly token: number;
  readonly hash: string;
  readonly range: string;
  /** The item's own token and key, by which equal rows of an index stand; empty in the table itself. */
  readonly ownToken: number;
  readonly ownHash: string;
  readonly ownRange: string;
}

/** An item, or what an index projects of it. */
export interface Row extends RowKey {
  readonly item: Item;
  /** In bytes, as DynamoDB counts. */
  readonly size: number;
  /** The table's item behind the row of an index. */
  readonly whole: Item;
}

/** A row at `key`. All rows are made here: objects of one layout are what comparing them fast depends on. */
export function rowAt(key: RowKey, { item, whole, size }: Pick<Row, 'item' | 'whole' | 'size'>): Row {
  const { token, hash, range, ownToken, ownHash, ownRange } = key;
  return { token, hash, range, ownToken, ownHash, ownRange, item, whole, size };
}

/** A place between rows: a prefix of a key; the members after the first that is absent are not compared. */
export type Probe = Pick<RowKey, 'token'> & Partial<RowKey>;

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Compares a row with a probe on the members that the probe has. */
export function compareRow(row: RowKey, probe: Probe): number {
  if (row.token !== probe.token) return row.token - probe.token;
  if (probe.hash === undefined) return 0;
  if (row.hash !== probe.hash) return compareText(row.hash, probe.hash);
  if (probe.range === undefined) return 0;
  if (row.range !== probe.range) return compareText(row.range, probe.range);
  if (probe.ownHash === undefined || probe.ownRange === undefined) return 0;
  if (row.ownToken !== probe.ownToken) return row.ownToken - (probe.ownToken ?? 0);
  return compareText(row.ownHash, probe.ownHash) || compareText(row.ownRange, probe.ownRange);
}
