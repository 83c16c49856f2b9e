import { DynamoDbError } from '../tables.js';
import type { AttributeValue, Item } from './attribute-value.js';

/** A checked copy of `item` with numbers normalised; `at` is the API's member that carries it (`Item`, `Key`). */
export function validateItem(item: unknown, at: string): Item {
  throw new DynamoDbError('InternalServerError', `${at}: ${typeof item}`);
}

/** A checked copy of `value` with numbers normalised. Errors: ValidationException, SerializationException. */
export function validateValue(value: unknown): AttributeValue {
  throw new DynamoDbError('InternalServerError', typeof value);
}
