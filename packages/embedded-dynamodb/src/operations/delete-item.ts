import type { Engine } from '../engine/engine.js';
import { validationError } from '../validation/errors.js';
import { keyPlace } from '../validation/keys.js';
import { item, required, struct } from '../validation/shape.js';
import { checkTableInput, requireTable } from '../validation/table-name.js';
import { validateItem } from '../values/validate.js';
import { refuseMixture } from './expression-context.js';
import { conditionalWrite } from './input-shapes.js';
import { requireCondition } from './item-write.js';
import { conditionMembers, writeCondition } from './put-item.js';
import { commitWrite } from './write-answer.js';

const shape = struct('DeleteItemInput', { Key: required(item), ...conditionalWrite });

/** API_DeleteItem */
export function deleteItem(engine: Engine, input: Readonly<Record<string, unknown>>): unknown {
  const name = checkTableInput(input, shape);
  if (!['NONE', 'ALL_OLD', undefined, null].includes(input.ReturnValues as string | undefined)) {
    throw validationError('ReturnValues can only be ALL_OLD or NONE');
  }
  refuseMixture(input, conditionMembers);
  const key = validateItem(input.Key, 'Key');
  const condition = writeCondition(input);
  const table = requireTable(engine, name);
  const before = table.get(keyPlace(key, table));
  requireCondition(condition, before, input.ReturnValuesOnConditionCheckFailure);
  const attributes = input.ReturnValues === 'ALL_OLD' ? before : undefined;
  return commitWrite(engine, { table, before, after: undefined }, { input, attributes });
}
