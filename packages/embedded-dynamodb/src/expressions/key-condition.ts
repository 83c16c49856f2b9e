import { DynamoDbError } from '../tables.js';
import type { AttributeValue } from '../values/attribute-value.js';
import type { ExpressionContext } from './context.js';

export type RangeOperator = '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with';

export interface KeyCondition {
  readonly hash: AttributeValue;
  readonly range?: { readonly op: RangeOperator; readonly values: readonly AttributeValue[] };
}

interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key attributes of the table or index that is queried. */
export interface QueryKeys {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

/** Parses a KeyConditionExpression. Errors: ValidationException. */
export function parseKeyCondition(text: string, context: ExpressionContext, keys: QueryKeys): KeyCondition {
  throw new DynamoDbError('InternalServerError', `${text} ${typeof context} ${keys.hash.name}`);
}
