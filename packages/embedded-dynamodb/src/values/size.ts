import type { AttributeValue, Item } from './attribute-value.js';

/** Bytes of names and values ("DynamoDB Item sizes and formats"). */
export function itemSize(item: Item): number {
  return Object.keys(item).length;
}

/** Bytes of a value. */
export function valueSize(value: AttributeValue): number {
  return Object.keys(value).length;
}
