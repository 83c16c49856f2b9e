import { DynamoDbError } from '../tables.js';
import type { AttributeValue, Item } from '../values/attribute-value.js';
import type { ExpressionContext } from './context.js';
import type { Path } from './path.js';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Operand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly of: Operand };

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | {
      readonly kind: 'compare';
      readonly comparator: Comparator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly choices: readonly Operand[] }
  | { readonly kind: 'attribute_exists' | 'attribute_not_exists'; readonly path: Path }
  | {
      readonly kind: 'attribute_type' | 'begins_with' | 'contains';
      readonly operand: Operand;
      readonly argument: Operand;
    };

/** Parses a condition; `kind` names the request's member in messages. Errors: ValidationException. */
export function parseCondition(text: string, kind: string, context: ExpressionContext): Condition {
  throw new DynamoDbError('InternalServerError', `${kind} ${text} ${typeof context}`);
}

/** Whether `item` (undefined: none is there) satisfies the condition. */
export function matches(condition: Condition, item: Item | undefined): boolean {
  throw new DynamoDbError('InternalServerError', `${condition.kind} ${typeof item}`);
}
