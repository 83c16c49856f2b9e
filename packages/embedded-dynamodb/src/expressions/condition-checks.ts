import {
  type AttributeType,
  type AttributeValue,
  attributeTypes,
  typeOf,
} from '../values/attribute-value.js';
import { compareValues } from '../values/compare.js';
import type { Condition, Operand } from './condition.js';
import { describePath, samePath } from './path.js';
import type { ExpressionReader } from './reader.js';

type Kind<K extends Condition['kind']> = Extract<Condition, { readonly kind: K }>;

/** At most so many operands ("Comparison operator and function reference", IN). */
const maximumChoices = 100;
const ordered: readonly AttributeType[] = ['S', 'N', 'B'];
const sized: readonly AttributeType[] = ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'];
const textual: readonly AttributeType[] = ['S', 'B'];

/** The type of a literal must be one of `types`; what an attribute holds shows only later. */
export function checkType(
  reader: ExpressionReader,
  name: string,
  { operand, types }: { operand: Operand; types: readonly AttributeType[] },
): void {
  if (operand.kind !== 'value' || types.includes(typeOf(operand.value))) return;
  const where = `operator or function: ${name}, operand type: ${typeOf(operand.value)}`;
  reader.fault('operand', `Incorrect operand type for operator or function; ${where}`);
}

function checkDistinct(
  reader: ExpressionReader,
  name: string,
  [first, ...others]: readonly [Operand, ...Operand[]],
): void {
  if (first.kind !== 'path') return;
  if (!others.some((other) => other.kind === 'path' && samePath(first.path, other.path))) return;
  const where = `operator: ${name}, first operand: ${describePath(first.path)}`;
  reader.fault(
    'operand',
    `The first operand must be distinct from the remaining operands for this operator or function; ${where}`,
  );
}

export function checkComparison(reader: ExpressionReader, condition: Kind<'compare'>): void {
  const { comparator, left, right } = condition;
  if (comparator !== '=' && comparator !== '<>') {
    for (const operand of [left, right]) checkType(reader, comparator, { operand, types: ordered });
  }
  checkDistinct(reader, comparator, [left, right]);
}

export function checkBetween(reader: ExpressionReader, { operand, low, high }: Kind<'between'>): void {
  for (const each of [operand, low, high]) checkType(reader, 'BETWEEN', { operand: each, types: ordered });
  checkDistinct(reader, 'BETWEEN', [operand, low, high]);
  if (low.kind === 'value' && high.kind === 'value') checkBounds(reader, low.value, high.value);
}

function checkBounds(reader: ExpressionReader, low: AttributeValue, high: AttributeValue): void {
  const bounds = `lower bound operand: ${describe(low)}, upper bound operand: ${describe(high)}`;
  const order = compareValues(low, high);
  if (order === undefined) {
    reader.fault(
      'operand',
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  } else if (order > 0) {
    reader.fault(
      'operand',
      `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function describe(value: AttributeValue): string {
  const type = typeOf(value);
  return `AttributeValue: {${type}:${Object.values(value)[0]}}`;
}

export function checkIn(reader: ExpressionReader, { operand, choices }: Kind<'in'>): void {
  if (choices.length > maximumChoices) {
    reader.fault(
      'operand',
      `The IN operator is provided with too many operands; number of operands: ${choices.length}`,
    );
  }
  checkDistinct(reader, 'IN', [operand, ...choices]);
}

/** Functions of conditions, with the number of their operands. */
const operandCounts: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

/** The number of operands of a function that conditions have. */
function operandCount(reader: ExpressionReader, name: string): number | undefined {
  if (Object.hasOwn(operandCounts, name)) return operandCounts[name];
  const isOfUpdates = name === 'if_not_exists' || name === 'list_append';
  const message = isOfUpdates
    ? 'The function is not allowed in a condition expression'
    : 'Invalid function name';
  reader.fault('function', `${message}; function: ${name}`);
  return undefined;
}

export function faultCount(reader: ExpressionReader, name: string, count: number): void {
  const where = `operator or function: ${name}, number of operands: ${count}`;
  reader.fault('operand', `Incorrect number of operands for operator or function; ${where}`);
}

export function faultNoPath(reader: ExpressionReader, name: string): void {
  reader.fault('operand', `Operator or function requires a document path; operator or function: ${name}`);
}

/** A call by its name; undefined where it is at fault. */
export function checkCall(
  reader: ExpressionReader,
  name: string,
  operands: readonly Operand[],
): { readonly operand: Operand } | { readonly condition: Condition } | undefined {
  const count = operandCount(reader, name);
  const [operand, argument] = operands;
  if (count === undefined || operand === undefined) return undefined;
  if (count !== operands.length) faultCount(reader, name, operands.length);
  if (name === 'size') return checkSize(reader, operand);
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (operand.kind === 'path') return { condition: { kind: name, path: operand.path } };
    faultNoPath(reader, name);
    return undefined;
  }
  if (argument === undefined) return undefined;
  const condition = { kind: name as 'attribute_type' | 'begins_with' | 'contains', operand, argument };
  checkArgument(reader, condition);
  return { condition };
}

function checkSize(reader: ExpressionReader, of: Operand): { readonly operand: Operand } {
  checkType(reader, 'size', { operand: of, types: sized });
  return { operand: { kind: 'size', of } };
}

function checkArgument(
  reader: ExpressionReader,
  condition: Kind<'attribute_type' | 'begins_with' | 'contains'>,
): void {
  const { kind, operand, argument } = condition;
  if (kind === 'attribute_type') checkTypeName(reader, argument);
  if (kind === 'begins_with') {
    for (const each of [operand, argument]) checkType(reader, kind, { operand: each, types: textual });
  }
  checkDistinct(reader, kind, [operand, argument]);
}

function checkTypeName(reader: ExpressionReader, argument: Operand): void {
  checkType(reader, 'attribute_type', { operand: argument, types: ['S'] });
  if (argument.kind !== 'value' || !('S' in argument.value)) return;
  const name = argument.value.S;
  if (attributeTypes.some((type) => type === name)) return;
  // The order is that of DynamoDB's message.
  const valid = '{B,NULL,SS,BOOL,L,BS,N,NS,S,M}';
  reader.fault('operand', `Invalid attribute type name found; type: ${name}, valid types: ${valid}`);
}
