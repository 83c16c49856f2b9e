import { DynamoDbError } from '../tables.js';
import { type AttributeValue, typeOf } from '../values/attribute-value.js';
import type { Comparator, Condition, Operand } from './condition.js';
import type { ExpressionContext } from './context.js';
import { parseCondition } from './parse-condition.js';
import type { Path } from './path.js';

export type RangeOperator = '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with';

export interface KeyCondition {
  readonly hash: AttributeValue;
  readonly range?: { readonly op: RangeOperator; readonly values: readonly AttributeValue[] };
}

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key attributes of the table or index that is queried. */
export interface QueryKeys {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

/** One attribute, its operator and the operator's values. */
export interface KeyTerm {
  readonly name: string;
  readonly op: RangeOperator;
  readonly values: readonly AttributeValue[];
}

/** Parses a KeyConditionExpression. Errors: ValidationException. */
export function parseKeyCondition(text: string, context: ExpressionContext, keys: QueryKeys): KeyCondition {
  const parts = conjuncts(parseCondition(text, 'KeyConditionExpression', context));
  const terms = new Map<string, KeyTerm>();
  for (const part of parts) {
    const term = termOf(part);
    if (terms.has(term.name)) {
      throw invalid(
        'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
      );
    }
    terms.set(term.name, term);
  }
  return keyCondition([...terms.values()], keys);
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

/** Puts the terms together where they fit the key. Errors: ValidationException. */
export function keyCondition(terms: readonly KeyTerm[], keys: QueryKeys): KeyCondition {
  if (terms.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  const hash = terms.find(({ name }) => name === keys.hash.name);
  const other = terms.find((term) => term !== hash);
  if (hash === undefined) throw missed(keys.hash.name);
  if (hash.op !== '=') throw invalid('Query key condition not supported');
  if (other !== undefined && other.name !== keys.range?.name) {
    throw keys.range === undefined ? invalid('Query key condition not supported') : missed(keys.range.name);
  }
  checkValues(hash, keys.hash);
  if (other === undefined || keys.range === undefined) return { hash: hash.values[0] as AttributeValue };
  checkValues(other, keys.range);
  return { hash: hash.values[0] as AttributeValue, range: { op: other.op, values: other.values } };
}

function missed(name: string): DynamoDbError {
  return invalid(`Query condition missed key schema element: ${name}`);
}

function checkValues({ values }: KeyTerm, key: KeyAttribute): void {
  for (const value of values) {
    if (typeOf(value) !== key.type) {
      throw invalid(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    }
    if (!isEmpty(value)) continue;
    const kind = key.type === 'S' ? 'string' : 'binary';
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${key.name}`,
    );
  }
}

function isEmpty(value: AttributeValue): boolean {
  return ('S' in value && value.S === '') || ('B' in value && value.B === '');
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind !== 'and') return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

function termOf(condition: Condition): KeyTerm {
  switch (condition.kind) {
    case 'compare':
      return comparisonTerm(condition.comparator, condition.left, condition.right);
    case 'between':
      return term('BETWEEN', condition.operand, [condition.low, condition.high]);
    case 'begins_with':
      return term('begins_with', condition.operand, [condition.argument]);
    case 'or':
    case 'not':
    case 'in':
      throw unsupported(condition.kind.toUpperCase());
    default:
      throw unsupported(condition.kind);
  }
}

function unsupported(operator: string): DynamoDbError {
  return invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

const flipped = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** `:value < key` is `key > :value`. */
function comparisonTerm(comparator: Comparator, left: Operand, right: Operand): KeyTerm {
  if (comparator === '<>') throw unsupported(comparator);
  if (right.kind === 'path' && left.kind === 'value') return term(flipped[comparator], right, [left]);
  return term(comparator, left, [right]);
}

function term(op: RangeOperator, key: Operand, operands: readonly Operand[]): KeyTerm {
  if ([key, ...operands].some(({ kind }) => kind === 'size')) throw unsupported('size');
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []));
  if (key.kind !== 'path') throw keyNotFirst(op, operands);
  if (values.length < operands.length) throw condition('Multiple attribute names used in one condition');
  return { name: keyName(key.path), op, values };
}

function condition(message: string): DynamoDbError {
  return invalid(`Invalid condition in KeyConditionExpression: ${message}`);
}

function keyNotFirst(op: RangeOperator, operands: readonly Operand[]): DynamoDbError {
  if (operands.every(({ kind }) => kind === 'value')) return condition('No key attribute specified');
  return condition(`${op} operator must have the key attribute as its first operand`);
}

function keyName(path: Path): string {
  if (path.length === 1) return path[0];
  throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
}
