import type { Condition, Operand } from '../expressions/condition.js';
import type { KeyCondition, QueryKeys, RangeOperator } from '../expressions/key-condition.js';
import type { Path } from '../expressions/path.js';
import { valueAt } from '../expressions/path.js';
import { DynamoDbError } from '../tables.js';
import { type AttributeValue, type Item, typeOf } from '../values/attribute-value.js';
import { equalValues } from '../values/compare.js';
import type { Select } from './statement.js';

type RangeCondition = NonNullable<KeyCondition['range']>;

/** "IN: at max 50 hash attribute values" ("PartiQL arithmetic, comparison, and logical operators"). */
const maximumPartitions = 50;

/** How a WHERE clause is answered. */
export interface SelectPlan {
  /** The partitions to query, one after the other; none when the whole table or index is scanned. */
  readonly keyConditions: readonly KeyCondition[];
  /** What the items found must satisfy besides; it may repeat what the key conditions say. */
  readonly filter?: Condition;
}

/** Queries where the hash key is given by `=` or `IN`, else a scan. */
export function planSelect(where: Condition | undefined, keys: QueryKeys): SelectPlan {
  if (where === undefined) return { keyConditions: [] };
  const parts = conjuncts(where);
  const hashes = parts.map((part) => hashValues(part, keys)).find((values) => values !== undefined);
  if (hashes === undefined) return { keyConditions: [], filter: where };
  if (hashes.length > maximumPartitions) {
    throw new DynamoDbError(
      'ValidationException',
      `A statement reads at most ${maximumPartitions} values of the hash key; number of values: ${hashes.length}`,
    );
  }
  const range = parts.map((part) => rangeOf(part, keys)).find((each) => each !== undefined);
  const keyConditions = hashes.map((hash) => (range === undefined ? { hash } : { hash, range }));
  return { keyConditions, filter: where };
}

function conjuncts(condition: Condition): Condition[] {
  if (condition.kind !== 'and') return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

function isAttribute(operand: Operand, name: string): boolean {
  return operand.kind === 'path' && operand.path.length === 1 && operand.path[0] === name;
}

/** The values that the attribute is made equal to, by `=`, `IN` or an `OR` of these. */
function equalTo(part: Condition, name: string): AttributeValue[] | undefined {
  if (part.kind === 'or') {
    const [left, right] = [equalTo(part.left, name), equalTo(part.right, name)];
    return left && right && [...left, ...right];
  }
  if (part.kind === 'in') return isAttribute(part.operand, name) ? literals(part.choices) : undefined;
  if (part.kind !== 'compare' || part.comparator !== '=') return undefined;
  if (isAttribute(part.left, name)) return literals([part.right]);
  return isAttribute(part.right, name) ? literals([part.left]) : undefined;
}

function literals(operands: readonly Operand[]): AttributeValue[] | undefined {
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []));
  return values.length === operands.length ? values : undefined;
}

/** The values of the hash key without doubles. */
function hashValues(part: Condition, { hash }: QueryKeys): AttributeValue[] | undefined {
  const values = equalTo(part, hash.name);
  if (!values?.every((value) => typeOf(value) === hash.type)) return undefined;
  return values.filter((value, at) => values.findIndex((other) => equalValues(other, value)) === at);
}

const flipped = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** What the part says of the range key, where an index can answer it. */
function rangeOf(part: Condition, { range }: QueryKeys): RangeCondition | undefined {
  if (range === undefined) return undefined;
  const found = rangeTerm(part, range.name);
  return found?.values.every((value) => typeOf(value) === range.type) ? found : undefined;
}

function rangeTerm(part: Condition, name: string): RangeCondition | undefined {
  switch (part.kind) {
    case 'between':
      return term('BETWEEN', isAttribute(part.operand, name), [part.low, part.high]);
    case 'begins_with':
      return term('begins_with', isAttribute(part.operand, name), [part.argument]);
    case 'compare':
      if (part.comparator === '<>') return undefined;
      if (isAttribute(part.left, name)) return term(part.comparator, true, [part.right]);
      return term(flipped[part.comparator], isAttribute(part.right, name), [part.left]);
    default:
      return undefined;
  }
}

function term(op: RangeOperator, isKey: boolean, operands: readonly Operand[]): RangeCondition | undefined {
  const values = literals(operands);
  return isKey && values !== undefined ? { op, values } : undefined;
}

/**
 * The key of the one item that an UPDATE or DELETE is about, and what `where` says besides. Errors: ValidationException
 * where a key attribute is not made equal to one value.
 */
export function keyOf(where: Condition, keys: QueryKeys): { key: Item; condition?: Condition } {
  const names = keys.range === undefined ? [keys.hash.name] : [keys.hash.name, keys.range.name];
  const key: [string, AttributeValue][] = [];
  const rest: Condition[] = [];
  for (const part of conjuncts(where)) {
    const name = names.find(
      (each) => !key.some(([taken]) => taken === each) && equalTo(part, each)?.length === 1,
    );
    const [value] = name === undefined ? [] : (equalTo(part, name) ?? []);
    if (name === undefined || value === undefined) rest.push(part);
    else key.push([name, value]);
  }
  if (key.length < names.length) {
    throw new DynamoDbError(
      'ValidationException',
      'Where clause does not contain a mandatory equality on all key attributes',
    );
  }
  const [first, ...others] = rest;
  const condition = others.reduce((left, right) => left && ({ kind: 'and', left, right } as const), first);
  return { key: Object.fromEntries(key), ...(condition !== undefined && { condition }) };
}

/** The columns of `item`: each by the last name of its path, a list's element by its place in the statement (`_1`). */
export function selected(item: Item, columns: Select['columns']): Item {
  if (columns === undefined) return item;
  return Object.fromEntries(
    columns.flatMap((path, index) => {
      const value = valueAt(item, path);
      return value === undefined ? [] : [[columnName(path, index), value]];
    }),
  );
}

function columnName(path: Path, index: number): string {
  const last = path[path.length - 1];
  return typeof last === 'string' ? last : `_${index + 1}`;
}
