import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.js';
import { itemSize } from '../values/size.js';
import { type IndexDefinition, type Keys, keysOf, type TableDefinition } from './definition.js';
import { Expiry } from './expiry.js';
import { orderedKey, tokenOf } from './ordered-key.js';
import { type Row, type RowKey, rowAt } from './row.js';
import { SortedRows } from './sorted-rows.js';

/** A secondary index: rows for the items that have its key attributes. */
export interface Index {
  readonly definition: IndexDefinition;
  readonly isGlobal: boolean;
  readonly keys: Keys;
  readonly rows: SortedRows;
}

/** A table's items and what derives from them. */
export class Table {
  definition: TableDefinition;
  readonly keys: Keys;
  readonly rows = new SortedRows();
  readonly indexes = new Map<string, Index>();
  expiry: Expiry | undefined;

  constructor(definition: TableDefinition) {
    this.definition = definition;
    this.keys = keysOf(definition.KeySchema, definition.AttributeDefinitions);
    this.redefine(definition);
  }

  /** Takes a new definition: fills indexes that are new, drops those that are gone, follows the TTL attribute. */
  redefine(definition: TableDefinition): void {
    this.definition = definition;
    const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = definition;
    const wanted = new Set([...global, ...local].map((each) => each.IndexName));
    for (const name of this.indexes.keys()) if (!wanted.has(name)) this.indexes.delete(name);
    for (const each of global) this.#defineIndex(each, true);
    for (const each of local) this.#defineIndex(each, false);
    if (this.expiry?.attribute === definition.timeToLive) return;
    this.expiry = definition.timeToLive === undefined ? undefined : new Expiry(definition.timeToLive);
    if (this.expiry !== undefined) for (const row of this.all()) this.expiry.add(row);
  }

  #defineIndex(definition: IndexDefinition, isGlobal: boolean): void {
    const present = this.indexes.get(definition.IndexName);
    const keys = keysOf(definition.KeySchema, this.definition.AttributeDefinitions);
    const index: Index = { definition, isGlobal, keys, rows: present?.rows ?? new SortedRows() };
    this.indexes.set(definition.IndexName, index);
    if (present === undefined) for (const row of this.all()) addTo(index, row, this.keys);
  }

  all(): Generator<Row, void, undefined> {
    return this.rows.between(this.rows.begin(), this.rows.end());
  }

  get(key: RowKey): Item | undefined {
    return this.rows.find(key)?.item;
  }

  /** Stores the item and returns the one it replaces. */
  put(item: Item): Item | undefined {
    const row = rowAt(rowKey(item, this.keys), { item, whole: item, size: itemSize(item) });
    const replaced = this.rows.put(row);
    for (const index of this.indexes.values()) {
      if (replaced !== undefined) removeFrom(index, replaced, this.keys);
      addTo(index, row, this.keys);
    }
    if (replaced !== undefined) this.expiry?.remove(replaced);
    this.expiry?.add(row);
    return replaced?.item;
  }

  /** Removes the item with this key and returns it. */
  delete(key: Item): Item | undefined {
    const removed = this.rows.remove(rowKey(key, this.keys));
    if (removed === undefined) return undefined;
    for (const index of this.indexes.values()) removeFrom(index, removed, this.keys);
    this.expiry?.remove(removed);
    return removed.item;
  }
}

/** Where an item stands by `keys`, which it has. */
export function rowKey(item: Item, keys: Keys): RowKey {
  const value = item[keys.hash.name] as AttributeValue;
  const range = keys.range === undefined ? '' : orderedKey(item[keys.range.name] as AttributeValue);
  return { token: tokenOf(value), hash: orderedKey(value), range, ownToken: 0, ownHash: '', ownRange: '' };
}

/** Where an item stands in an index; undefined when it lacks a key attribute, so that the index leaves it out. */
export function indexKey(item: Item, keys: Keys, tableKeys: Keys): RowKey | undefined {
  if (!hasKey(item, keys.hash) || (keys.range !== undefined && !hasKey(item, keys.range))) return undefined;
  const own = keyNames(tableKeys).map((name) => item[name] as AttributeValue);
  const [ownHash = '', ownRange = ''] = own.map(orderedKey);
  const { token, hash, range } = rowKey(item, keys);
  return { token, hash, range, ownToken: tokenOf(...own), ownHash, ownRange };
}

function hasKey(item: Item, key: { readonly name: string; readonly type: string }): boolean {
  const value = attributeOf(item, key.name);
  return value !== undefined && key.type in value;
}

function addTo(index: Index, row: Row, tableKeys: Keys): void {
  const key = indexKey(row.item, index.keys, tableKeys);
  if (key === undefined) return;
  const item = projected(row.item, index, tableKeys);
  const size = item === row.item ? row.size : itemSize(item);
  index.rows.put(rowAt(key, { item, size, whole: row.item }));
}

function removeFrom(index: Index, row: Row, tableKeys: Keys): void {
  const key = indexKey(row.item, index.keys, tableKeys);
  if (key !== undefined) index.rows.remove(key);
}

function projected(item: Item, index: Index, tableKeys: Keys): Item {
  const { ProjectionType: type, NonKeyAttributes: extra } = index.definition.Projection;
  if (type === 'ALL') return item;
  const names = [...keyNames(tableKeys), ...keyNames(index.keys), ...(extra ?? [])];
  return pickAttributes(item, names);
}

export function keyNames(keys: Keys): string[] {
  return keys.range === undefined ? [keys.hash.name] : [keys.hash.name, keys.range.name];
}

/** The attributes of `item` with these names, where present. */
export function pickAttributes(item: Item, names: Iterable<string>): Item {
  const picked: [string, AttributeValue][] = [];
  for (const name of names) {
    const value = attributeOf(item, name);
    if (value !== undefined) picked.push([name, value]);
  }
  return Object.fromEntries(picked);
}
