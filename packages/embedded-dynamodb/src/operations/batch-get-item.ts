import type { Engine } from '../engine/engine.js';
import type { Table } from '../engine/table.js';
import { type Projection, project } from '../expressions/projection.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { keyPlace } from '../validation/keys.js';
import { flag, item, listOf, mapOf, required, struct, text } from '../validation/shape.js';
import { requireTable, tableName } from '../validation/table-name.js';
import type { Item } from '../values/attribute-value.js';
import { itemSize } from '../values/size.js';
import { validateItem } from '../values/validate.js';
import { consumedCapacity, noCapacity, readUnits } from './capacity.js';
import { projectionOf } from './get-item.js';
import { attributeNames, attributesToGet, returnConsumedCapacity } from './input-shapes.js';

const maxKeys = 100;
/** API_BatchGetItem: what does not fit into 16 MB is left in UnprocessedKeys. */
const maxAnswerBytes = 16 * 1024 * 1024;

const keysAndAttributes = struct('KeysAndAttributes', {
  Keys: required(listOf(item, { min: 1 })),
  AttributesToGet: attributesToGet,
  ConsistentRead: flag,
  ProjectionExpression: text,
  ExpressionAttributeNames: attributeNames,
});

const shape = struct('BatchGetItemInput', {
  RequestItems: required(mapOf(keysAndAttributes)),
  ReturnConsumedCapacity: returnConsumedCapacity,
});

type Input = Readonly<Record<string, unknown>>;
type TableRequest = Input & { readonly Keys: readonly unknown[] };

interface TableRead {
  readonly request: TableRequest;
  readonly given: string;
  readonly table: Table;
  readonly keys: readonly Item[];
  readonly projection: Projection | undefined;
}

/** API_BatchGetItem */
export function batchGetItem(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const requests = Object.entries(input.RequestItems as Record<string, TableRequest>);
  checkCounts(requests);
  const reads = requests.map(([given, request]) => tableRead(engine, given, request));
  return answer(reads, input.ReturnConsumedCapacity);
}

function checkCounts(requests: readonly (readonly [string, TableRequest])[]): void {
  if (requests.length === 0) throw validationError('The requestItems parameter is required for BatchGetItem');
  for (const [name, { Keys: keys }] of requests) {
    if (keys.length <= maxKeys) continue;
    throw validationError(
      `1 validation error detected: Value at 'RequestItems.${name}.member.Keys' failed to satisfy constraint: Member must have length less than or equal to ${maxKeys}`,
    );
  }
  const total = requests.reduce((sum, [, { Keys: keys }]) => sum + keys.length, 0);
  if (total > maxKeys) throw validationError('Too many items requested for the BatchGetItem call');
}

function tableRead(engine: Engine, given: string, request: TableRequest): TableRead {
  const projection = projectionOf(request);
  const keys = request.Keys.map((key) => validateItem(key, 'Key'));
  const table = requireTable(engine, tableName({ TableName: given }));
  const places = new Set(
    keys.map((key) => {
      const { hash, range } = keyPlace(key, table);
      return JSON.stringify([hash, range]);
    }),
  );
  if (places.size < keys.length) throw validationError('Provided list of item keys contains duplicates');
  return { request, given, table, keys, projection };
}

function answer(reads: readonly TableRead[], mode: unknown): unknown {
  const responses: [string, Item[]][] = [];
  const unprocessed: [string, unknown][] = [];
  const consumed: unknown[] = [];
  let room = maxAnswerBytes;
  for (const { request, given, table, keys, projection } of reads) {
    const items: Item[] = [];
    const left: unknown[] = [];
    const capacity = noCapacity();
    for (const key of keys) {
      const found = table.get(keyPlace(key, table));
      const bytes = found === undefined ? 0 : itemSize(found);
      if (bytes > room) {
        left.push(key);
        continue;
      }
      room -= bytes;
      capacity.table += readUnits(bytes, request.ConsistentRead === true);
      if (found !== undefined) items.push(projection === undefined ? found : project(found, projection));
    }
    responses.push([given, items]);
    if (left.length > 0) unprocessed.push([given, { ...request, Keys: left }]);
    consumed.push(consumedCapacity(table.definition.TableName, capacity, { mode }));
  }
  return {
    Responses: Object.fromEntries(responses),
    UnprocessedKeys: Object.fromEntries(unprocessed),
    ...(consumed[0] !== undefined && { ConsumedCapacity: consumed }),
  };
}
