import type { Engine } from '../engine/engine.js';
import { attributesToGet as parseAttributesToGet } from '../expressions/legacy.js';
import { type Projection, parseProjection, project } from '../expressions/projection.js';
import { keyPlace } from '../validation/keys.js';
import { flag, item, required, struct, text } from '../validation/shape.js';
import { checkTableInput, requireTable } from '../validation/table-name.js';
import { itemSize } from '../values/size.js';
import { validateItem } from '../values/validate.js';
import { consumedCapacity, noCapacity, readUnits } from './capacity.js';
import { expressionContext, refuseMixture } from './expression-context.js';
import { attributeNames, attributesToGet, returnConsumedCapacity } from './input-shapes.js';

const shape = struct('GetItemInput', {
  Key: required(item),
  AttributesToGet: attributesToGet,
  ConsistentRead: flag,
  ProjectionExpression: text,
  ExpressionAttributeNames: attributeNames,
  ReturnConsumedCapacity: returnConsumedCapacity,
});

type Input = Readonly<Record<string, unknown>>;

/** API_GetItem */
export function getItem(engine: Engine, input: Input): unknown {
  const name = checkTableInput(input, shape);
  refuseMixture(input, members);
  const key = validateItem(input.Key, 'Key');
  const projection = projectionOf(input);
  const table = requireTable(engine, name);
  const found = table.get(keyPlace(key, table));
  const answer: Record<string, unknown> = {};
  if (found !== undefined) answer.Item = projection === undefined ? found : project(found, projection);
  const { ReturnConsumedCapacity: mode } = input;
  if (mode === 'TOTAL' || mode === 'INDEXES') {
    const bytes = found === undefined ? 0 : itemSize(found);
    const capacity = { ...noCapacity(), table: readUnits(bytes, input.ConsistentRead === true) };
    answer.ConsumedCapacity = consumedCapacity(table.definition.TableName, capacity, { mode });
  }
  return answer;
}

const members = { expressions: ['ProjectionExpression'], legacy: ['AttributesToGet'] };

/** What a read keeps of items, in either form; undefined: all. */
export function projectionOf(input: Input): Projection | undefined {
  const context = expressionContext(input, members);
  if (context !== undefined) {
    const projection = parseProjection(input.ProjectionExpression as string, context);
    context.assertAllUsed();
    return projection;
  }
  const names = input.AttributesToGet;
  return names === undefined || names === null ? undefined : parseAttributesToGet(names);
}
