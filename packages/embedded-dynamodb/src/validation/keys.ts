import type { KeyAttribute, Keys } from '../engine/definition.js';
import type { RowKey } from '../engine/row.js';
import { rowKey, type Table } from '../engine/table.js';
import { type AttributeValue, attributeOf, type Item, typeOf } from '../values/attribute-value.js';
import { valueSize } from '../values/size.js';
import { invalidParameter, validationError } from './errors.js';

/** Key sizes in bytes (Service quotas, "Primary keys"). */
const maxHashBytes = 2048;
const maxRangeBytes = 1024;

/** The place of a `Key`: exactly the table's key attributes, of their types. */
export function keyPlace(key: Item, table: Table): RowKey {
  const { keys } = table;
  const expected = keys.range === undefined ? 1 : 2;
  const fits = (each: KeyAttribute | undefined) =>
    each === undefined || typeFits(attributeOf(key, each.name), each.type);
  if (Object.keys(key).length !== expected || !fits(keys.hash) || !fits(keys.range)) {
    throw validationError('The provided key element does not match the schema');
  }
  checkKeyValues(key, keys);
  return rowKey(key, keys);
}

function typeFits(value: AttributeValue | undefined, type: string): boolean {
  return value !== undefined && typeOf(value) === type;
}

/** The place of a whole item, whose keys, also those of indexes, are checked. */
export function itemPlace(item: Item, table: Table): RowKey {
  for (const key of [table.keys.hash, table.keys.range]) {
    if (key === undefined) continue;
    const value = attributeOf(item, key.name);
    if (value === undefined) throw invalidParameter(`Missing the key ${key.name} in the item`);
    if (typeOf(value) !== key.type) {
      throw invalidParameter(
        `Type mismatch for key ${key.name} expected: ${key.type} actual: ${typeOf(value)}`,
      );
    }
  }
  checkKeyValues(item, table.keys);
  checkIndexKeys(item, table);
  return rowKey(item, table.keys);
}

function checkKeyValues(item: Item, keys: Keys): void {
  checkKeyValue(item, keys.hash, 'hash');
  if (keys.range !== undefined) checkKeyValue(item, keys.range, 'range');
}

function checkKeyValue(item: Item, key: KeyAttribute, role: 'hash' | 'range'): void {
  const value = item[key.name] as AttributeValue;
  const empty = emptyKind(value);
  if (empty !== undefined) {
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${key.name}`,
    );
  }
  const problem = tooLong(value, role);
  if (problem !== undefined) throw invalidParameter(problem);
}

function emptyKind(value: AttributeValue): string | undefined {
  if ('S' in value && value.S === '') return 'string';
  return 'B' in value && value.B === '' ? 'binary' : undefined;
}

function tooLong(value: AttributeValue, role: 'hash' | 'range'): string | undefined {
  const bytes = 'N' in value ? 0 : valueSize(value);
  if (role === 'hash' && bytes > maxHashBytes) {
    return `Size of hashkey has exceeded the maximum size limit of${maxHashBytes} bytes`;
  }
  return role === 'range' && bytes > maxRangeBytes
    ? `Aggregated size of all range keys has exceeded the size limit of ${maxRangeBytes} bytes`
    : undefined;
}

/** An item may lack an index's key attributes, but not have them with another type, empty or too long. */
function checkIndexKeys(item: Item, table: Table): void {
  for (const { definition, keys } of table.indexes.values()) {
    checkIndexKey(item, keys.hash, { index: definition.IndexName, role: 'hash' });
    if (keys.range === undefined) continue;
    checkIndexKey(item, keys.range, { index: definition.IndexName, role: 'range' });
  }
}

/** As for a whole item, of what an update has changed: the rest may be older than the index. */
export function checkUpdatedIndexKeys(
  { before, after }: { before: Item | undefined; after: Item },
  table: Table,
  isExpression: boolean,
): void {
  for (const { definition, keys } of table.indexes.values()) {
    for (const role of ['hash', 'range'] as const) {
      const key = keys[role];
      const value = key && attributeOf(after, key.name);
      if (key === undefined || value === undefined || value === before?.[key.name]) continue;
      if (isExpression && typeOf(value) !== key.type) {
        throw validationError(
          'The update expression attempted to update the secondary index key to unsupported type',
        );
      }
      checkIndexKey(after, key, { index: definition.IndexName, role });
    }
  }
}

function checkIndexKey(
  item: Item,
  { name, type }: KeyAttribute,
  { index, role }: { index: string; role: 'hash' | 'range' },
): void {
  const value = attributeOf(item, name);
  if (value === undefined) return;
  const actual = typeOf(value);
  if (actual !== type) {
    throw invalidParameter(
      `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${actual} IndexName: ${index}`,
    );
  }
  const empty = emptyKind(value);
  if (empty !== undefined) {
    throw validationError(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value. IndexName: ${index}, IndexKey: ${name}`,
    );
  }
  const problem = tooLong(value, role);
  if (problem !== undefined) throw invalidParameter(`${problem} IndexName: ${index}, IndexKey: ${name}`);
}
