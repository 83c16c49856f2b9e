import type { Engine } from '../engine/engine.js';
import { keyNames, type Table } from '../engine/table.js';
import { type Condition, parseCondition } from '../expressions/condition.js';
import { attributeUpdates } from '../expressions/legacy.js';
import type { Path } from '../expressions/path.js';
import { applyUpdate, parseUpdate, pick, refuseKeyUpdates, type Update } from '../expressions/update.js';
import { checkUpdatedIndexKeys, keyPlace } from '../validation/keys.js';
import { item, mapOf, oneOf, required, struct, text, value } from '../validation/shape.js';
import { checkTableInput, requireTable } from '../validation/table-name.js';
import type { Item } from '../values/attribute-value.js';
import { validateItem } from '../values/validate.js';
import { expressionContext, refuseMixture } from './expression-context.js';
import { conditionalWrite } from './input-shapes.js';
import { checkItemSize, requireCondition } from './item-write.js';
import { expectedOf } from './put-item.js';
import { commitWrite } from './write-answer.js';

const shape = struct('UpdateItemInput', {
  Key: required(item),
  UpdateExpression: text,
  AttributeUpdates: mapOf(
    struct('AttributeValueUpdate', { Value: value, Action: oneOf('ADD', 'DELETE', 'PUT') }),
  ),
  ...conditionalWrite,
});

type Input = Readonly<Record<string, unknown>>;

/** API_UpdateItem */
export function updateItem(engine: Engine, input: Input): unknown {
  const name = checkTableInput(input, shape);
  refuseMixture(input, members);
  const key = validateItem(input.Key, 'Key');
  const { update, condition } = parseUpdateRequest(input);
  const table = requireTable(engine, name);
  const place = keyPlace(key, table);
  if (update !== undefined) refuseKeyUpdates(update, keyNames(table.keys));
  const before = table.get(place);
  requireCondition(condition, before, input.ReturnValuesOnConditionCheckFailure);
  const { after, touched } = updatedItem(table, { key, before, update });
  const attributes = returned(input.ReturnValues, { before, after, touched });
  return commitWrite(engine, { table, before, after }, { input, attributes });
}

const members = {
  expressions: ['UpdateExpression', 'ConditionExpression'],
  legacy: ['AttributeUpdates', 'Expected', 'ConditionalOperator'],
};

/** The update and the condition of an UpdateItem, in either form. */
export function parseUpdateRequest(input: Input): { update?: Update; condition?: Condition } {
  const context = expressionContext(input, members);
  const { UpdateExpression: expression, ConditionExpression: check, AttributeUpdates: updates } = input;
  if (context === undefined) {
    const condition = expectedOf(input);
    return {
      ...(updates !== undefined && updates !== null && { update: attributeUpdates(updates) }),
      ...(condition !== undefined && { condition }),
    };
  }
  const update = typeof expression === 'string' ? parseUpdate(expression, context) : undefined;
  const condition =
    typeof check === 'string' ? parseCondition(check, 'ConditionExpression', context) : undefined;
  context.assertAllUsed();
  return { ...(update !== undefined && { update }), ...(condition !== undefined && { condition }) };
}

/** The item after the update, checked; an update of an item that is not there makes it. */
export function updatedItem(
  table: Table,
  { key, before, update }: { key: Item; before: Item | undefined; update: Update | undefined },
): { after: Item; touched: readonly Path[] } {
  if (update === undefined) return { after: before ?? key, touched: [] };
  // The expressions of an item that is not there yet see its key.
  const { item: after, touched } = applyUpdate(update, before ?? key, keyNames(table.keys));
  checkUpdatedIndexKeys({ before, after }, table, update.isLegacy !== true);
  checkItemSize(after, 'Item size to update');
  return { after, touched };
}

function returned(
  values: unknown,
  { before, after, touched }: { before: Item | undefined; after: Item; touched: readonly Path[] },
): Item | undefined {
  switch (values) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'UPDATED_OLD':
      return before === undefined ? undefined : pick(before, touched);
    case 'UPDATED_NEW':
      return pick(after, touched);
    default:
      return undefined;
  }
}
