import type { AttributeValue, Item } from './attribute-value.js';
import { numberSize } from './number.js';

/** A map or a list takes 3 bytes, and 1 for each of its elements ("DynamoDB Item sizes and formats"). */
const documentBytes = 3;
const elementBytes = 1;

/** Bytes of names and values ("DynamoDB Item sizes and formats"). */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) bytes += Buffer.byteLength(name) + valueSize(value);
  return bytes;
}

/** Bytes of a value ("DynamoDB Item sizes and formats"). */
export function valueSize(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('SS' in value) return sum(value.SS, Buffer.byteLength);
  if ('NS' in value) return sum(value.NS, numberSize);
  if ('BS' in value) return sum(value.BS, (binary) => Buffer.byteLength(binary, 'base64'));
  if ('M' in value) return documentBytes + itemSize(value.M) + elementBytes * Object.keys(value.M).length;
  if ('L' in value) return documentBytes + sum(value.L, (element) => valueSize(element) + elementBytes);
  return 1;
}

function sum<T>(values: readonly T[], size: (value: T) => number): number {
  return values.reduce((bytes, value) => bytes + size(value), 0);
}
