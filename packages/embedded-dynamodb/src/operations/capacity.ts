import { compareRow } from '../engine/row.js';
import type { Index } from '../engine/table.js';
import { indexKey } from '../engine/table.js';
import type { Item } from '../values/attribute-value.js';
import { equalValues } from '../values/compare.js';
import { itemSize } from '../values/size.js';
import type { ItemWrite } from './item-write.js';

/** Capacity units by where they were spent (Provisioned capacity mode, "Read and write operations"). */
export interface Capacity {
  table: number;
  readonly local: Map<string, number>;
  readonly global: Map<string, number>;
}

export function noCapacity(): Capacity {
  return { table: 0, local: new Map(), global: new Map() };
}

/** Units for `bytes` read: 4 KB each, half of that when the read is eventually consistent. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5);
}

/** Units for `bytes` written: 1 KB each. */
function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** Adds what a write costs: the larger of both images in the table, and each index whose row it changes. */
export function addWrite(capacity: Capacity, { table, before, after }: ItemWrite): void {
  const bytes = Math.max(
    before === undefined ? 0 : itemSize(before),
    after === undefined ? 0 : itemSize(after),
  );
  capacity.table += writeUnits(bytes);
  for (const [name, index] of table.indexes) {
    const units = indexWriteUnits(index, { table, before, after });
    const spent = index.isGlobal ? capacity.global : capacity.local;
    if (units > 0) spent.set(name, (spent.get(name) ?? 0) + units);
  }
}

/** A row that moves is a delete and a put (Global secondary indexes, "Write capacity units"). */
function indexWriteUnits(index: Index, { table, before, after }: ItemWrite): number {
  const from = before && indexKey(before, index.keys, table.keys);
  const to = after && indexKey(after, index.keys, table.keys);
  const cost = (item: Item | undefined) => (item === undefined ? 0 : writeUnits(itemSize(item)));
  if (from === undefined) return to === undefined ? 0 : cost(after);
  if (to === undefined) return cost(before);
  if (compareRow(from, to) !== 0) return cost(before) + cost(after);
  return equalValues({ M: before as Item }, { M: after as Item }) ? 0 : cost(after);
}

/** `ConsumedCapacity` as `ReturnConsumedCapacity` asks for it; nothing for NONE. */
export function consumedCapacity(
  tableName: string,
  capacity: Capacity,
  { mode, factor = 1, kind }: { mode: unknown; factor?: number; kind?: 'Read' | 'Write' },
): Record<string, unknown> | undefined {
  if (mode !== 'TOTAL' && mode !== 'INDEXES') return undefined;
  const units = (spent: number) => ({
    CapacityUnits: spent * factor,
    ...(kind !== undefined && { [`${kind}CapacityUnits`]: spent * factor }),
  });
  const total = [capacity.table, ...capacity.local.values(), ...capacity.global.values()].reduce(
    (a, b) => a + b,
  );
  const indexes = (spent: Map<string, number>) =>
    Object.fromEntries([...spent].map(([name, each]) => [name, units(each)]));
  return {
    TableName: tableName,
    ...units(total),
    ...(mode === 'INDEXES' && { Table: units(capacity.table) }),
    ...(mode === 'INDEXES' && capacity.local.size > 0 && { LocalSecondaryIndexes: indexes(capacity.local) }),
    ...(mode === 'INDEXES' &&
      capacity.global.size > 0 && { GlobalSecondaryIndexes: indexes(capacity.global) }),
  };
}
