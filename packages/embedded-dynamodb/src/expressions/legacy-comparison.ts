import { DynamoDbError } from '../tables.js';
import {
  type AttributeType,
  type AttributeValue,
  attributeTypes,
  typeOf,
} from '../values/attribute-value.js';
import { compareValues } from '../values/compare.js';
import { validateValue } from '../values/validate.js';
import { asList, asString } from '../values/wire.js';
import type { Comparator, Condition } from './condition.js';
import type { RangeOperator } from './key-condition.js';

/** In the order of DynamoDB's message. */
const operators = [
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
] as const;
type Operator = (typeof operators)[number];

/** One attribute's condition in a legacy parameter, checked. */
export interface Comparison {
  readonly name: string;
  readonly operator: Operator;
  readonly values: readonly AttributeValue[];
}

export function invalidParameter(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', `One or more parameter values were invalid: ${message}`);
}

/** What a value must satisfy by the API's model, at `place` in the request. */
export function constraint(value: unknown, place: string, rule: string): DynamoDbError {
  const shown = value === undefined || value === null ? 'null' : `'${value}'`;
  return new DynamoDbError(
    'ValidationException',
    `1 validation error detected: Value ${shown} at '${place}' failed to satisfy constraint: ${rule}`,
  );
}

const scalars: readonly AttributeType[] = ['S', 'N', 'B'];
const operandTypes: Readonly<Record<Operator, readonly AttributeType[]>> = {
  EQ: attributeTypes,
  NE: attributeTypes,
  LT: scalars,
  LE: scalars,
  GT: scalars,
  GE: scalars,
  BETWEEN: scalars,
  IN: scalars,
  BEGINS_WITH: ['S', 'B'],
  CONTAINS: ['S', 'N', 'B', 'BOOL', 'NULL'],
  NOT_CONTAINS: ['S', 'N', 'B', 'BOOL', 'NULL'],
  NULL: [],
  NOT_NULL: [],
};

/** The operator's name at `place`. Errors: ValidationException. */
export function operatorAt(value: unknown, place: string): Operator {
  if (value === undefined || value === null) throw constraint(value, place, 'Member must not be null');
  const name = asString(value);
  const operator = operators.find((each) => each === name);
  if (operator !== undefined) return operator;
  throw constraint(name, place, `Member must satisfy enum value set: [${operators.join(', ')}]`);
}

/** Checks number and types of the values. Errors: ValidationException. */
export function comparison(name: string, operator: Operator, list: unknown): Comparison {
  const values = (list === undefined || list === null ? [] : asList(list)).map(validateValue);
  if (!hasRightCount(operator, values.length)) {
    throw invalidParameter(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
  }
  const types = new Set(values.map(typeOf));
  if (types.size > 1) {
    throw invalidParameter('AttributeValues inside AttributeValueList must be of same type');
  }
  for (const type of types) {
    if (operandTypes[operator].includes(type)) continue;
    throw invalidParameter(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`);
  }
  if (operator === 'BETWEEN') checkBounds(values);
  return { name, operator, values };
}

function hasRightCount(operator: Operator, count: number): boolean {
  if (operator === 'IN') return count > 0;
  if (operator === 'NULL' || operator === 'NOT_NULL') return count === 0;
  return count === (operator === 'BETWEEN' ? 2 : 1);
}

function checkBounds([low, high]: readonly AttributeValue[]): void {
  if (low === undefined || high === undefined || (compareValues(low, high) ?? 0) <= 0) return;
  throw new DynamoDbError(
    'ValidationException',
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
  );
}

const comparators: Readonly<Partial<Record<Operator, Comparator>>> = {
  EQ: '=',
  NE: '<>',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
};

/** The same as a condition of an expression. */
export function conditionOf({ name, operator, values }: Comparison): Condition {
  const path = [name] as const;
  const attribute = { kind: 'path', path } as const;
  const [first, second] = values.map((value) => ({ kind: 'value', value }) as const);
  if (operator === 'NULL') return { kind: 'attribute_not_exists', path };
  if (operator === 'NOT_NULL' || first === undefined) return { kind: 'attribute_exists', path };
  if (operator === 'IN') {
    return { kind: 'in', operand: attribute, choices: values.map((value) => ({ kind: 'value', value })) };
  }
  if (operator === 'BETWEEN')
    return { kind: 'between', operand: attribute, low: first, high: second ?? first };
  if (operator === 'BEGINS_WITH') return { kind: 'begins_with', operand: attribute, argument: first };
  const contains = { kind: 'contains', operand: attribute, argument: first } as const;
  if (operator === 'CONTAINS') return contains;
  if (operator === 'NOT_CONTAINS') return { kind: 'not', condition: contains };
  return { kind: 'compare', comparator: comparators[operator] ?? '=', left: attribute, right: first };
}

const rangeOperators: Readonly<Partial<Record<Operator, RangeOperator>>> = {
  EQ: '=',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
  BETWEEN: 'BETWEEN',
  BEGINS_WITH: 'begins_with',
};

/** The same as an operator on a key; undefined for those that keys do not have. */
export function rangeOperatorOf(operator: Operator): RangeOperator | undefined {
  return rangeOperators[operator];
}
