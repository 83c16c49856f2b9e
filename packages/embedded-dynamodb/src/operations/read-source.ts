import type { KeyAttribute, Keys } from '../engine/definition.js';
import type { Row, RowKey } from '../engine/row.js';
import type { SortedRows } from '../engine/sorted-rows.js';
import { type Index, indexKey, keyNames, pickAttributes, rowKey, type Table } from '../engine/table.js';
import { DynamoDbError } from '../tables.js';
import { validationError } from '../validation/errors.js';
import { attributeOf, type Item, typeOf } from '../values/attribute-value.js';
import { validateItem } from '../values/validate.js';
import { consumedCapacity, noCapacity, readUnits } from './capacity.js';
import type { Page } from './read-page.js';

/** What a Query or Scan reads: the table, or one of its indexes. */
export interface ReadSource {
  readonly table: Table;
  readonly index: Index | undefined;
  readonly rows: SortedRows;
  readonly keys: Keys;
}

type Input = Readonly<Record<string, unknown>>;

/** Errors: ValidationException for an index that is not there, and for a consistent read of a global one. */
export function readSource(table: Table, input: Input): ReadSource {
  const { IndexName: name, ConsistentRead: consistent } = input;
  if (name === undefined || name === null) {
    return { table, index: undefined, rows: table.rows, keys: table.keys };
  }
  const index = table.indexes.get(name as string);
  if (index === undefined) throw validationError(`The table does not have the specified index: ${name}`);
  if (index.isGlobal && consistent === true) {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  return { table, index, rows: index.rows, keys: index.keys };
}

/** The key after which the next page starts: of the index and of the table. */
export function lastEvaluatedKey({ table, keys }: ReadSource, row: Row): Item {
  return pickAttributes(row.whole, new Set([...keyNames(keys), ...keyNames(table.keys)]));
}

const startKeyInvalid = 'The provided starting key is invalid';
/** What is wrong with a value's type is said of the key; what is wrong with its content, of the value alone. */
const prefixed = /^Supplied AttributeValue|Null attribute value types|Binary sets should not be empty/;
const notOfSchema = 'The provided key element does not match the schema';

/** The `ExclusiveStartKey` as an item. Error: ValidationException. */
export function startKeyOf(input: Input): Item | undefined {
  const { ExclusiveStartKey: given } = input;
  if (given === undefined || given === null) return undefined;
  try {
    return validateItem(given, 'ExclusiveStartKey');
  } catch (error) {
    if (!(error instanceof DynamoDbError) || error.code !== 'ValidationException') throw error;
    throw prefixed.test(error.message) ? validationError(`${startKeyInvalid}: ${error.message}`) : error;
  }
}

/** The place of a start key. Errors: ValidationException when it is not a key of what is read. */
export function startPlace(source: ReadSource, key: Item | undefined): RowKey | undefined {
  if (key === undefined) return undefined;
  const { table, index, keys } = source;
  const names = new Set([...keyNames(keys), ...keyNames(table.keys)]);
  if (Object.keys(key).length !== names.size) throw validationError(startKeyInvalid);
  for (const each of [keys.hash, keys.range]) {
    const value = each && attributeOf(key, each.name);
    if (each === undefined) continue;
    if (value === undefined) throw validationError(startKeyInvalid);
    if (typeOf(value) !== each.type) throw validationError(notOfSchema);
  }
  if (!isOfSchema(key, table.keys)) throw validationError(`${startKeyInvalid}: ${notOfSchema}`);
  return index === undefined ? rowKey(key, table.keys) : indexKey(key, keys, table.keys);
}

/** As startPlace, for a Scan, which says of a table's own key no more than that it does not fit. */
export function scanStartPlace(source: ReadSource, key: Item | undefined): RowKey | undefined {
  if (key === undefined || source.index !== undefined) return startPlace(source, key);
  const isWhole = Object.keys(key).length === keyNames(source.keys).length;
  if (!isWhole || !isOfSchema(key, source.keys)) throw validationError(`${startKeyInvalid}: ${notOfSchema}`);
  return rowKey(key, source.keys);
}

function isOfSchema(key: Item, { hash, range }: Keys): boolean {
  const fits = (each: KeyAttribute) => {
    const value = attributeOf(key, each.name);
    return value !== undefined && typeOf(value) === each.type;
  };
  return fits(hash) && (range === undefined || fits(range));
}

/** The members that Query and Scan answer alike. */
export function pageAnswer(
  source: ReadSource,
  page: Page,
  { input, items }: { input: Input; items: readonly Item[] | undefined },
): Record<string, unknown> {
  const capacity = noCapacity();
  const units = readUnits(page.bytes, input.ConsistentRead === true);
  if (page.fetchedBytes > 0) capacity.table = readUnits(page.fetchedBytes, input.ConsistentRead === true);
  if (source.index === undefined) capacity.table = units;
  else
    (source.index.isGlobal ? capacity.global : capacity.local).set(source.index.definition.IndexName, units);
  const name = source.table.definition.TableName;
  const consumed = consumedCapacity(name, capacity, { mode: input.ReturnConsumedCapacity });
  return {
    ...(items !== undefined && { Items: items }),
    Count: page.items.length,
    ScannedCount: page.scannedCount,
    ...(page.last !== undefined && { LastEvaluatedKey: lastEvaluatedKey(source, page.last) }),
    ...(consumed !== undefined && { ConsumedCapacity: consumed }),
  };
}
