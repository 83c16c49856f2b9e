import type { Engine } from '../engine/engine.js';
import type { RowKey } from '../engine/row.js';
import { keyNames, pickAttributes, type Table } from '../engine/table.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { javaText } from '../validation/java-text.js';
import { itemPlace, keyPlace } from '../validation/keys.js';
import { item, listOf, mapOf, required, struct } from '../validation/shape.js';
import { requireTable, tableName } from '../validation/table-name.js';
import type { Item } from '../values/attribute-value.js';
import { validateItem } from '../values/validate.js';
import { addWrite, consumedCapacity, noCapacity } from './capacity.js';
import { returnConsumedCapacity, returnItemCollectionMetrics } from './input-shapes.js';
import { changeOf, checkItemSize, type ItemWrite } from './item-write.js';
import { itemCollectionMetrics } from './write-answer.js';

const maxWrites = 25;

const requestItems = mapOf(
  listOf(
    struct('WriteRequest', {
      PutRequest: struct('PutRequest', { Item: required(item) }),
      DeleteRequest: struct('DeleteRequest', { Key: required(item) }),
    }),
  ),
);

const shape = struct('BatchWriteItemInput', {
  RequestItems: required(requestItems),
  ReturnConsumedCapacity: returnConsumedCapacity,
  ReturnItemCollectionMetrics: returnItemCollectionMetrics,
});

type Input = Readonly<Record<string, unknown>>;

interface WriteRequest {
  readonly PutRequest?: { readonly Item: unknown } | null;
  readonly DeleteRequest?: { readonly Key: unknown } | null;
}

type Requests = Readonly<Record<string, readonly WriteRequest[]>>;

/** API_BatchWriteItem. All of a batch is written, in one record; nothing is ever unprocessed. */
export function batchWriteItem(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const requests = input.RequestItems as Requests;
  checkCounts(requests);
  const tables = Object.entries(requests).map(([given, writes]) => tableWrites(engine, given, writes));
  const atMs = engine.now();
  const changes = tables.flatMap((each) => each.writes.map((write) => changeOf(write, atMs)));
  const consumed = tables.map(({ writes, table }) => {
    const capacity = noCapacity();
    for (const write of writes) addWrite(capacity, write);
    return consumedCapacity(table.definition.TableName, capacity, { mode: input.ReturnConsumedCapacity });
  });
  engine.commit(changes.filter((change) => change !== undefined));
  return {
    UnprocessedItems: {},
    ...(consumed[0] !== undefined && { ConsumedCapacity: consumed }),
    ...(input.ReturnItemCollectionMetrics === 'SIZE' && { ItemCollectionMetrics: metricsOf(tables) }),
  };
}

function checkCounts(requests: Requests): void {
  const lists = Object.values(requests);
  if (lists.length === 0) throw validationError('The requestItems parameter is required for BatchWriteItem');
  if (lists.some((list) => list.length > maxWrites || list.length === 0)) {
    throw validationError(
      `1 validation error detected: Value '${javaText(requests, requestItems)}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to ${maxWrites}, Member must have length greater than or equal to 1]`,
    );
  }
  if (lists.flat().length > maxWrites) {
    throw validationError('Too many items requested for the BatchWriteItem call');
  }
}

interface TableWrites {
  readonly given: string;
  readonly table: Table;
  readonly writes: readonly ItemWrite[];
}

function tableWrites(engine: Engine, given: string, requests: readonly WriteRequest[]): TableWrites {
  const parsed = requests.map(parseRequest);
  const table = requireTable(engine, tableName({ TableName: given }));
  const places = new Set<string>();
  const writes = parsed.map(({ after, key }) => {
    const place = after === undefined ? keyPlace(key as Item, table) : batchPlace(after, table);
    places.add(JSON.stringify([place.hash, place.range]));
    return { table, before: table.get(place), after };
  });
  if (places.size < writes.length) throw validationError('Provided list of item keys contains duplicates');
  return { given, table, writes };
}

/** BatchWriteItem says less of a key that does not fit than PutItem. */
function batchPlace(item: Item, table: Table): RowKey {
  keyPlace(pickAttributes(item, keyNames(table.keys)), table);
  return itemPlace(item, table);
}

function parseRequest({ PutRequest: put, DeleteRequest: remove }: WriteRequest): {
  after?: Item;
  key?: Item;
} {
  if (put && remove) {
    throw validationError(
      'A WriteRequest must contain exactly one of PutRequest and DeleteRequest, but has both',
    );
  }
  if (put) {
    const after = validateItem(put.Item, 'Item');
    checkItemSize(after, 'Item size');
    return { after };
  }
  if (remove) return { key: validateItem(remove.Key, 'Key') };
  throw validationError(
    'A WriteRequest must contain exactly one of PutRequest and DeleteRequest, but has none',
  );
}

function metricsOf(tables: readonly TableWrites[]): Record<string, unknown> {
  const entries = tables.map(({ given, table, writes }) => {
    const collections = new Map<string, unknown>();
    for (const { before, after } of writes) {
      const metrics = itemCollectionMetrics(table, after ?? before);
      const key = pickAttributes(after ?? before ?? {}, keyNames({ hash: table.keys.hash }));
      if (metrics !== undefined) collections.set(JSON.stringify(key), metrics);
    }
    return [given, [...collections.values()]] as const;
  });
  return Object.fromEntries(entries.filter(([, collections]) => collections.length > 0));
}
