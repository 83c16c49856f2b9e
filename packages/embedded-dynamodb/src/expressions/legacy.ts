import { DynamoDbError } from '../tables.js';
import type { Condition } from './condition.js';
import type { KeyCondition, QueryKeys } from './key-condition.js';
import type { Projection } from './projection.js';
import type { Update } from './update.js';

/** `Expected` with `ConditionalOperator`. */
export function expectedCondition(expected: unknown, operator: unknown): Condition | undefined {
  throw new DynamoDbError('InternalServerError', `${typeof expected} ${typeof operator}`);
}

/** `QueryFilter` or `ScanFilter` (`member` says which) with `ConditionalOperator`. */
export function filterCondition(member: string, filter: unknown, operator: unknown): Condition | undefined {
  throw new DynamoDbError('InternalServerError', `${member} ${typeof filter} ${typeof operator}`);
}

/** `KeyConditions`. */
export function legacyKeyCondition(conditions: unknown, keys: QueryKeys): KeyCondition {
  throw new DynamoDbError('InternalServerError', `${typeof conditions} ${keys.hash.name}`);
}

/** `AttributeUpdates`. */
export function attributeUpdates(updates: unknown): Update {
  throw new DynamoDbError('InternalServerError', typeof updates);
}

/** `AttributesToGet`. */
export function attributesToGet(names: unknown): Projection {
  throw new DynamoDbError('InternalServerError', typeof names);
}
