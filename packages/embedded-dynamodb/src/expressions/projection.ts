import { DynamoDbError } from '../tables.js';
import type { Item } from '../values/attribute-value.js';
import type { ExpressionContext } from './context.js';
import type { Path } from './path.js';

/** The paths that are kept. */
export interface Projection {
  readonly paths: readonly Path[];
}

/** Parses a ProjectionExpression. Errors: ValidationException. */
export function parseProjection(text: string, context: ExpressionContext): Projection {
  throw new DynamoDbError('InternalServerError', `${text} ${typeof context}`);
}

/** The parts of `item` that the projection names; list elements move together. */
export function project(item: Item, projection: Projection): Item {
  throw new DynamoDbError('InternalServerError', `${typeof item} ${projection.paths.length}`);
}
