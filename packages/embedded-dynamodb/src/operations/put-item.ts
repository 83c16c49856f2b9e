import type { Engine } from '../engine/engine.js';
import { type Condition, parseCondition } from '../expressions/condition.js';
import { expectedCondition } from '../expressions/legacy.js';
import { validationError } from '../validation/errors.js';
import { itemPlace } from '../validation/keys.js';
import { item, required, struct } from '../validation/shape.js';
import { checkTableInput, requireTable } from '../validation/table-name.js';
import { validateItem } from '../values/validate.js';
import { expressionContext, refuseMixture } from './expression-context.js';
import { conditionalWrite } from './input-shapes.js';
import { checkItemSize, requireCondition } from './item-write.js';
import { commitWrite } from './write-answer.js';

const shape = struct('PutItemInput', { Item: required(item), ...conditionalWrite });

type Input = Readonly<Record<string, unknown>>;

/** API_PutItem */
export function putItem(engine: Engine, input: Input): unknown {
  const name = checkTableInput(input, shape);
  if (!['NONE', 'ALL_OLD', undefined, null].includes(input.ReturnValues as string | undefined)) {
    throw validationError('ReturnValues can only be ALL_OLD or NONE');
  }
  refuseMixture(input, conditionMembers);
  const after = validateItem(input.Item, 'Item');
  checkItemSize(after, 'Item size');
  const condition = writeCondition(input);
  const table = requireTable(engine, name);
  const place = itemPlace(after, table);
  const before = table.get(place);
  requireCondition(condition, before, input.ReturnValuesOnConditionCheckFailure);
  const attributes = input.ReturnValues === 'ALL_OLD' ? before : undefined;
  return commitWrite(engine, { table, before, after }, { input, attributes });
}

/** What a PutItem or DeleteItem may say its condition in. */
export const conditionMembers = {
  expressions: ['ConditionExpression'],
  legacy: ['Expected', 'ConditionalOperator'],
};

/** The condition of a PutItem or DeleteItem, in either form. */
export function writeCondition(input: Input): Condition | undefined {
  const context = expressionContext(input, conditionMembers);
  if (context !== undefined) {
    const condition = parseCondition(input.ConditionExpression as string, 'ConditionExpression', context);
    context.assertAllUsed();
    return condition;
  }
  return expectedOf(input);
}

/** `Expected` where it is present. */
export function expectedOf(input: Input): Condition | undefined {
  const { Expected: expected, ConditionalOperator: operator } = input;
  return expected === undefined && operator === undefined ? undefined : expectedCondition(expected, operator);
}
