import { type AttributeValue, type Item, typeOf } from '../values/attribute-value.js';
import { bytesOf, compareValues, equalValues } from '../values/compare.js';
import type { Comparator, Condition, Operand } from './condition.js';
import { valueAt } from './path.js';

/** Whether `item` (undefined: none is there) satisfies the condition. */
export function matches(condition: Condition, item: Item | undefined): boolean {
  const present = item ?? {};
  const evaluate = (operand: Operand) => operandValue(operand, present);
  switch (condition.kind) {
    case 'and':
      return matches(condition.left, item) && matches(condition.right, item);
    case 'or':
      return matches(condition.left, item) || matches(condition.right, item);
    case 'not':
      return !matches(condition.condition, item);
    case 'compare':
      return compares(condition.comparator, evaluate(condition.left), evaluate(condition.right));
    case 'between':
      return isBetween(evaluate(condition.operand), evaluate(condition.low), evaluate(condition.high));
    case 'in':
      return condition.choices.some((choice) => compares('=', evaluate(condition.operand), evaluate(choice)));
    case 'attribute_exists':
      return valueAt(present, condition.path) !== undefined;
    case 'attribute_not_exists':
      return valueAt(present, condition.path) === undefined;
    default:
      return call(condition.kind, evaluate(condition.operand), evaluate(condition.argument));
  }
}

function operandValue(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'path') return valueAt(item, operand.path);
  if (operand.kind === 'value') return operand.value;
  const value = operandValue(operand.of, item);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** What `size` answers; undefined for types that have none. */
function sizeOf(value: AttributeValue): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('M' in value) return Object.keys(value.M).length;
  if ('L' in value) return value.L.length;
  return elementsOf(value)?.length;
}

function elementsOf(value: AttributeValue): readonly string[] | undefined {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  return 'BS' in value ? value.BS : undefined;
}

function compares(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  // An attribute that is not there differs from every value, and is neither less nor greater.
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return equalValues(left, right);
  if (comparator === '<>') return !equalValues(left, right);
  const order = compareValues(left, right);
  return order !== undefined && isInOrder(comparator, order);
}

function isInOrder(comparator: Comparator, order: number): boolean {
  if (order === 0) return comparator === '<=' || comparator === '>=';
  return comparator.startsWith(order < 0 ? '<' : '>');
}

function isBetween(
  value: AttributeValue | undefined,
  low: AttributeValue | undefined,
  high: AttributeValue | undefined,
): boolean {
  return compares('>=', value, low) && compares('<=', value, high);
}

function call(
  name: 'attribute_type' | 'begins_with' | 'contains',
  value: AttributeValue | undefined,
  argument: AttributeValue | undefined,
): boolean {
  if (value === undefined || argument === undefined) return false;
  if (name === 'contains') return contains(value, argument);
  if (name === 'begins_with') return beginsWith(value, argument);
  return 'S' in argument && typeOf(value) === argument.S;
}

function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const start = bytesOf(prefix.B);
  return bytesOf(value.B).subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue, part: AttributeValue): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && bytesOf(value.B).includes(bytesOf(part.B));
  if ('L' in value) return value.L.some((element) => equalValues(element, part));
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  return 'BS' in value && 'B' in part && value.BS.includes(part.B);
}
