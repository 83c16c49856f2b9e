import { DynamoDbError } from '../tables.js';
import type { AttributeValue, Item } from '../values/attribute-value.js';
import type { ExpressionContext } from './context.js';
import type { Path } from './path.js';

/** What SET computes. */
export type SetOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'plus' | 'minus' | 'list_append'; readonly left: SetOperand; readonly right: SetOperand }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: SetOperand };

export type UpdateAction =
  | { readonly kind: 'set'; readonly path: Path; readonly operand: SetOperand }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly value: AttributeValue };

export interface Update {
  readonly actions: readonly UpdateAction[];
}

/** Parses an UpdateExpression. Errors: ValidationException. */
export function parseUpdate(text: string, context: ExpressionContext): Update {
  throw new DynamoDbError('InternalServerError', `${text} ${typeof context}`);
}

/** Errors: ValidationException when the update touches a key attribute. DynamoDB says so before it reads the item. */
export function refuseKeyUpdates(update: Update, keyNames: readonly string[]): void {
  throw new DynamoDbError('InternalServerError', `${update.actions.length} ${keyNames.length}`);
}

/**
 * The item after the update, and the paths that it touched. A new item starts from no attributes: the caller adds the
 * key. Errors: ValidationException.
 */
export function applyUpdate(
  update: Update,
  item: Item | undefined,
  keyNames: readonly string[],
): { item: Item; touched: Path[] } {
  refuseKeyUpdates(update, keyNames);
  throw new DynamoDbError('InternalServerError', typeof item);
}

/** The parts of `item` at `touched`, for ReturnValues UPDATED_OLD and UPDATED_NEW. */
export function pick(item: Item | undefined, touched: readonly Path[]): Item {
  throw new DynamoDbError('InternalServerError', `${typeof item} ${touched.length}`);
}
