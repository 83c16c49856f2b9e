import { type AttributeValue, attributeOf, type Item } from './attribute-value.js';
import { compareNumbers } from './number.js';

/** Whether both, in normal form, are of one type and equal; the order of a set's elements does not count. */
export function equalValues(left: AttributeValue, right: AttributeValue): boolean {
  if ('S' in left) return 'S' in right && left.S === right.S;
  if ('N' in left) return 'N' in right && left.N === right.N;
  if ('B' in left) return 'B' in right && left.B === right.B;
  if ('BOOL' in left) return 'BOOL' in right && left.BOOL === right.BOOL;
  if ('NULL' in left) return 'NULL' in right;
  if ('M' in left) return 'M' in right && equalItems(left.M, right.M);
  if ('L' in left) return 'L' in right && equalLists(left.L, right.L);
  if ('SS' in left) return 'SS' in right && equalSets(left.SS, right.SS);
  if ('NS' in left) return 'NS' in right && equalSets(left.NS, right.NS);
  return 'BS' in right && equalSets(left.BS, right.BS);
}

function equalItems(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const [one, other] = [attributeOf(left, name), attributeOf(right, name)];
      return one !== undefined && other !== undefined && equalValues(one, other);
    })
  );
}

function equalLists(left: readonly AttributeValue[], right: readonly AttributeValue[]): boolean {
  return (
    left.length === right.length &&
    left.every((element, index) => {
      const other = right[index];
      return other !== undefined && equalValues(element, other);
    })
  );
}

function equalSets(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const elements = new Set(left);
  return right.every((element) => elements.has(element));
}

/** Order of two values of one type S (UTF-8 bytes), N (numeric) or B (unsigned bytes); undefined for all others. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if ('S' in left && 'S' in right) return Buffer.compare(Buffer.from(left.S), Buffer.from(right.S));
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if ('B' in left && 'B' in right) return Buffer.compare(bytesOf(left.B), bytesOf(right.B));
  return undefined;
}

export function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
