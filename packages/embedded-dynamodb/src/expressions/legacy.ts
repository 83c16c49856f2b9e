import { DynamoDbError } from '../tables.js';
import { type AttributeType, typeOf } from '../values/attribute-value.js';
import { validateValue } from '../values/validate.js';
import { asBoolean, asList, asRecord, asString } from '../values/wire.js';
import type { Condition } from './condition.js';
import { type KeyCondition, type KeyTerm, keyCondition, type QueryKeys } from './key-condition.js';
import {
  type Comparison,
  comparison,
  conditionOf,
  constraint,
  invalidParameter,
  operatorAt,
  rangeOperatorOf,
} from './legacy-comparison.js';
import type { Projection } from './projection.js';
import type { Update, UpdateAction } from './update.js';

/** `Expected` with `ConditionalOperator`; undefined where nothing is expected. Errors: ValidationException. */
export function expectedCondition(expected: unknown, operator: unknown): Condition | undefined {
  const join = conditionalOperator(operator);
  return joined(membersOf(expected).map(expectation), join);
}

/** `QueryFilter` or `ScanFilter` (`member` says which) with `ConditionalOperator`. Errors: ValidationException. */
export function filterCondition(member: string, filter: unknown, operator: unknown): Condition | undefined {
  const join = conditionalOperator(operator);
  return joined(comparisons(member, filter).map(conditionOf), join);
}

/** `KeyConditions`. Errors: ValidationException. */
export function legacyKeyCondition(conditions: unknown, keys: QueryKeys): KeyCondition {
  return keyCondition(comparisons('KeyConditions', conditions).map(keyTerm), keys);
}

/** `AttributeUpdates`. Errors: ValidationException. */
export function attributeUpdates(updates: unknown): Update {
  return { actions: membersOf(updates).map(updateAction), isLegacy: true };
}

/** `AttributesToGet`. Errors: ValidationException. */
export function attributesToGet(names: unknown): Projection {
  const list = asList(names).map(asString);
  if (list.length === 0) {
    throw constraint('[]', 'attributesToGet', 'Member must have length greater than or equal to 1');
  }
  const twice = list.find((name, index) => list.indexOf(name) !== index);
  if (twice !== undefined) throw invalidParameter(`Duplicate value in attribute name: ${twice}`);
  return { paths: list.map((name) => [name] as const) };
}

type Member = readonly [name: string, condition: Readonly<Record<string, unknown>>];

function membersOf(map: unknown): Member[] {
  if (map === undefined || map === null) return [];
  return Object.entries(asRecord(map)).map(([name, condition]) => [name, asRecord(condition)]);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function conditionalOperator(operator: unknown): 'and' | 'or' | undefined {
  if (!isPresent(operator)) return undefined;
  if (operator === 'AND') return 'and';
  if (operator === 'OR') return 'or';
  throw constraint(
    asString(operator),
    'conditionalOperator',
    'Member must satisfy enum value set: [OR, AND]',
  );
}

function joined(conditions: readonly Condition[], operator: 'and' | 'or' | undefined): Condition | undefined {
  if (operator !== undefined && conditions.length < 2) {
    const message =
      conditions.length === 0
        ? 'ConditionalOperator cannot be used without Filter or Expected'
        : 'ConditionalOperator can only be used when Filter or Expected has two or more elements';
    throw new DynamoDbError('ValidationException', message);
  }
  const [first, ...others] = conditions;
  return others.reduce((left, right) => left && ({ kind: operator ?? 'and', left, right } as const), first);
}

function comparisons(member: string, conditions: unknown): Comparison[] {
  const place = member.charAt(0).toLowerCase() + member.slice(1);
  return membersOf(conditions).map(([name, condition]) => {
    const operator = operatorAt(condition.ComparisonOperator, `${place}.${name}.member.comparisonOperator`);
    return comparison(name, operator, condition.AttributeValueList);
  });
}

/** With an operator, a comparison; without one, `Exists` and `Value`. */
function expectation([name, condition]: Member): Condition {
  const { Value, Exists, ComparisonOperator, AttributeValueList } = condition;
  const refuse = (what: string) => invalidParameter(`${what} for Attribute: ${name}`);
  if (!isPresent(ComparisonOperator)) {
    if (isPresent(AttributeValueList)) {
      throw refuse('AttributeValueList can only be used with a ComparisonOperator');
    }
    return existence(name, condition);
  }
  const operator = operatorAt(ComparisonOperator, `expected.${name}.member.comparisonOperator`);
  if (isPresent(Exists)) throw refuse('Exists and ComparisonOperator cannot be used together');
  if (isPresent(Value) && isPresent(AttributeValueList)) {
    throw refuse('Value and AttributeValueList cannot be used together');
  }
  const isUnary = operator === 'NULL' || operator === 'NOT_NULL';
  if (!isUnary && !isPresent(Value) && !isPresent(AttributeValueList)) {
    throw refuse(`Value or AttributeValueList must be used with ComparisonOperator: ${operator}`);
  }
  return conditionOf(comparison(name, operator, isPresent(Value) ? [Value] : AttributeValueList));
}

function existence(name: string, { Value, Exists }: Member[1]): Condition {
  const refuse = (what: string) => invalidParameter(`${what} for Attribute: ${name}`);
  const exists = isPresent(Exists) ? asBoolean(Exists) : undefined;
  if (exists === false) {
    if (isPresent(Value)) throw refuse('Value cannot be used when Exists is false');
    return { kind: 'attribute_not_exists', path: [name] };
  }
  if (!isPresent(Value)) throw refuse(`Value must be provided when Exists is ${exists ?? 'null'}`);
  return conditionOf(comparison(name, 'EQ', [Value]));
}

function keyTerm({ name, operator, values }: Comparison): KeyTerm {
  const op = rangeOperatorOf(operator);
  if (op !== undefined) return { name, op, values };
  throw new DynamoDbError(
    'ValidationException',
    'Attempted conditional constraint is not an indexable operation',
  );
}

const actions = ['ADD', 'PUT', 'DELETE'];
const sets: readonly AttributeType[] = ['SS', 'NS', 'BS'];

function updateAction([name, { Action, Value }]: Member): UpdateAction {
  const action = isPresent(Action) ? asString(Action) : 'PUT';
  const path = [name] as const;
  if (!actions.includes(action)) {
    const rule = `Member must satisfy enum value set: [${actions.join(', ')}]`;
    throw constraint(action, `attributeUpdates.${name}.member.action`, rule);
  }
  if (!isPresent(Value)) {
    if (action === 'DELETE') return { kind: 'remove', path };
    throw invalidParameter('Only DELETE action is allowed when no attribute value is specified');
  }
  const value = validateValue(Value);
  if (action === 'PUT') return { kind: 'set', path, operand: { kind: 'value', value } };
  const type = typeOf(value);
  const isFit = sets.includes(type) || (action === 'ADD' && (type === 'N' || type === 'L'));
  if (!isFit) throw invalidParameter(`Action ${action} is not supported for the type ${type}`);
  return { kind: action === 'ADD' ? 'add' : 'delete', path, value };
}
