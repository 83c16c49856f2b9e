import type { Engine } from '../engine/engine.js';
import type { RowKey } from '../engine/row.js';
import type { Table } from '../engine/table.js';
import { type Projection, project } from '../expressions/projection.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { keyPlace } from '../validation/keys.js';
import { item, listOf, required, struct, text } from '../validation/shape.js';
import { requireTable, tableName } from '../validation/table-name.js';
import type { Item } from '../values/attribute-value.js';
import { itemSize } from '../values/size.js';
import { validateItem } from '../values/validate.js';
import { type Capacity, consumedCapacity, noCapacity, readUnits } from './capacity.js';
import { projectionOf } from './get-item.js';
import { attributeNames, returnConsumedCapacity } from './input-shapes.js';
import { cancelled, type Reason, reasonOf, refuseRepeated } from './transaction-cancelled.js';

const shape = struct('TransactGetItemsInput', {
  TransactItems: required(
    listOf(
      struct('TransactGetItem', {
        Get: required(
          struct('Get', {
            Key: required(item),
            TableName: required(text),
            ProjectionExpression: text,
            ExpressionAttributeNames: attributeNames,
          }),
        ),
      }),
      { min: 1, max: 100 },
    ),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
});

const maxBytes = 4 * 1024 * 1024;

type Input = Readonly<Record<string, unknown>>;

interface Get {
  readonly table: Table;
  readonly key: Item;
  readonly projection: Projection | undefined;
}

/** API_TransactGetItems */
export function transactGetItems(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const gets = (input.TransactItems as readonly { readonly Get: Input }[]).map(({ Get: get }): Get => {
    const projection = projectionOf(get);
    const key = validateItem(get.Key, 'Key');
    return { table: requireTable(engine, tableName(get)), key, projection };
  });
  const found = readAll(gets);
  const total = found.reduce((bytes, each) => bytes + itemSize(each ?? {}), 0);
  if (total > maxBytes) throw validationError('Collection size of the transaction exceeds the limit of 4 MB');
  const consumed = consumedOf(gets, found, input.ReturnConsumedCapacity);
  return {
    Responses: found.map((each, index) => {
      if (each === undefined) return {};
      const projection = gets[index]?.projection;
      return { Item: projection === undefined ? each : project(each, projection) };
    }),
    ...(consumed[0] !== undefined && { ConsumedCapacity: consumed }),
  };
}

/** Errors: TransactionCanceledException where a key does not fit its table. */
function readAll(gets: readonly Get[]): readonly (Item | undefined)[] {
  const places: { readonly table: Table; readonly place: RowKey }[] = [];
  const reasons: Reason[] = gets.map(({ table, key }) => {
    try {
      places.push({ table, place: keyPlace(key, table) });
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof DynamoDbError)) throw error;
      return reasonOf(error);
    }
  });
  refuseRepeated(places);
  if (places.length < gets.length) throw cancelled(reasons);
  return places.map(({ table, place }) => table.get(place));
}

function consumedOf(
  gets: readonly Get[],
  found: readonly (Item | undefined)[],
  mode: unknown,
): readonly unknown[] {
  const spent = new Map<string, Capacity>();
  gets.forEach(({ table }, index) => {
    const { TableName: name } = table.definition;
    const capacity = spent.get(name) ?? noCapacity();
    capacity.table += readUnits(itemSize(found[index] ?? {}), true);
    spent.set(name, capacity);
  });
  return [...spent].map(([name, capacity]) =>
    consumedCapacity(name, capacity, { mode, factor: 2, kind: 'Read' }),
  );
}
