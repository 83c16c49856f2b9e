import { DynamoDbError } from '../tables.js';
import type { AttributeValue, Item } from '../values/attribute-value.js';
import { levelsOf, maximumLevels, tooDeep } from '../values/levels.js';
import { addNumbers, subtractNumbers } from '../values/number.js';
import { type Path, valueAt } from './path.js';
import { project } from './projection.js';
import type { SetOperand, Update, UpdateAction } from './update.js';
import { removeAt, setAt } from './write-path.js';

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

const incorrectType = 'An operand in the update expression has an incorrect data type';

/** Errors: ValidationException when the update touches a key attribute, which DynamoDB says before it reads the item. */
export function refuseKeyUpdates(update: Update, keyNames: readonly string[]): void {
  const action = update.actions.find(({ path }) => keyNames.includes(path[0]));
  if (action === undefined) return;
  throw invalid(
    `One or more parameter values were invalid: Cannot update attribute ${action.path[0]}. This attribute is part of the key`,
  );
}

/**
 * The item after the update, and the paths that it touched. A new item starts from no attributes: the caller adds the
 * key. Every operand is read from the item as it was before. Errors: ValidationException.
 */
export function applyUpdate(
  update: Update,
  item: Item | undefined,
  keyNames: readonly string[],
): { item: Item; touched: Path[] } {
  refuseKeyUpdates(update, keyNames);
  const before = item ?? {};
  const mismatch = update.isLegacy ? 'Type mismatch for attribute to update' : incorrectType;
  const writes = update.actions.map((action) => ({
    path: action.path,
    value: resultOf(action, before, mismatch),
  }));
  for (const { path, value } of writes) checkLevels(path, value);
  let after = before;
  // Sets go by index, so that those past the end of a list append in order; removals go from the end, since each of
  // them moves the elements behind it.
  const byPath = [...writes].sort((one, other) => comparePaths(one.path, other.path));
  for (const { path, value } of byPath) if (value !== undefined) after = setAt(after, path, value);
  for (const { path, value } of byPath.reverse()) if (value === undefined) after = removeAt(after, path);
  return { item: after, touched: writes.map(({ path }) => path) };
}

/** Each step of a path below the attribute is one level. */
function checkLevels(path: Path, value: AttributeValue | undefined): void {
  if (value !== undefined && path.length - 1 + levelsOf(value) > maximumLevels) throw tooDeep();
}

/** Step by step; indexes by their value. */
function comparePaths(one: Path, other: Path): number {
  const at = one.findIndex((step, index) => step !== other[index]);
  const [left = '', right = ''] = [one[at], other[at]];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}

/** The parts of `item` at `touched`, for ReturnValues UPDATED_OLD and UPDATED_NEW. */
export function pick(item: Item | undefined, touched: readonly Path[]): Item {
  return item === undefined ? {} : project(item, { paths: touched });
}

/** What the action leaves at its path; undefined where it leaves nothing. */
function resultOf(action: UpdateAction, before: Item, mismatch: string): AttributeValue | undefined {
  if (action.kind === 'remove') return undefined;
  if (action.kind === 'set') return evaluate(action.operand, before);
  const present = valueAt(before, action.path);
  if (present === undefined) return action.kind === 'add' ? action.value : undefined;
  const change = action.kind === 'add' ? sum : difference;
  const result = change(present, action.value);
  if (result === undefined) throw invalid(mismatch);
  return isEmptySet(result) ? undefined : result;
}

function evaluate(operand: SetOperand, before: Item): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return existing(valueAt(before, operand.path));
    case 'if_not_exists':
      return valueAt(before, operand.path) ?? evaluate(operand.otherwise, before);
    default:
      return combine(operand.kind, evaluate(operand.left, before), evaluate(operand.right, before));
  }
}

function existing(value: AttributeValue | undefined): AttributeValue {
  if (value !== undefined) return value;
  throw invalid('The provided expression refers to an attribute that does not exist in the item');
}

function combine(
  kind: 'plus' | 'minus' | 'list_append',
  left: AttributeValue,
  right: AttributeValue,
): AttributeValue {
  if (kind === 'list_append') {
    if (!('L' in left && 'L' in right)) throw invalid(incorrectType);
    return { L: [...left.L, ...right.L] };
  }
  if (!('N' in left && 'N' in right)) throw invalid(incorrectType);
  return { N: kind === 'plus' ? addNumbers(left.N, right.N) : subtractNumbers(left.N, right.N) };
}

function union(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set([...left, ...right])];
}

/** What ADD makes of both; undefined for types that do not go together. */
function sum(present: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if ('N' in present && 'N' in value) return { N: addNumbers(present.N, value.N) };
  if ('SS' in present && 'SS' in value) return { SS: union(present.SS, value.SS) };
  if ('NS' in present && 'NS' in value) return { NS: union(present.NS, value.NS) };
  if ('BS' in present && 'BS' in value) return { BS: union(present.BS, value.BS) };
  return 'L' in present && 'L' in value ? { L: [...present.L, ...value.L] } : undefined;
}

function others(elements: readonly string[], without: readonly string[]): string[] {
  const gone = new Set(without);
  return elements.filter((element) => !gone.has(element));
}

/** What DELETE leaves of the set; undefined for types that do not go together. */
function difference(present: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  if ('SS' in present && 'SS' in value) return { SS: others(present.SS, value.SS) };
  if ('NS' in present && 'NS' in value) return { NS: others(present.NS, value.NS) };
  return 'BS' in present && 'BS' in value ? { BS: others(present.BS, value.BS) } : undefined;
}

/** DynamoDB keeps no empty set: with its last element the attribute goes. */
function isEmptySet(value: AttributeValue): boolean {
  if ('SS' in value) return value.SS.length === 0;
  if ('NS' in value) return value.NS.length === 0;
  return 'BS' in value && value.BS.length === 0;
}
