import type { Comparator, Condition, Operand } from '../expressions/condition.js';
import type { Path } from '../expressions/path.js';
import { DynamoDbError } from '../tables.js';
import { attributeTypes } from '../values/attribute-value.js';
import { elements, isLiteral, literal } from './literal.js';
import { malformed } from './malformed.js';
import type { StatementReader } from './reader.js';

const comparators: Readonly<Record<string, Comparator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** "IN: at max 100 non-key attribute values" ("PartiQL arithmetic, comparison, and logical operators"). */
const maximumChoices = 100;

/** The condition of a WHERE clause. */
export function condition(reader: StatementReader): Condition {
  let left = conjunction(reader);
  while (reader.acceptKeyword('or')) left = { kind: 'or', left, right: conjunction(reader) };
  return left;
}

function conjunction(reader: StatementReader): Condition {
  let left = negation(reader);
  while (reader.acceptKeyword('and')) left = { kind: 'and', left, right: negation(reader) };
  return left;
}

function negation(reader: StatementReader): Condition {
  if (!reader.acceptKeyword('not')) return reader.nested(() => predicate(reader));
  return { kind: 'not', condition: reader.nested(() => negation(reader)) };
}

function predicate(reader: StatementReader): Condition {
  if (reader.accept('(')) {
    const inner = condition(reader);
    reader.expect(')');
    return inner;
  }
  if (isCall(reader) && !reader.isKeyword('size')) return call(reader);
  return comparison(reader, operand(reader));
}

function isCall(reader: StatementReader): boolean {
  return reader.peek().kind === 'name' && reader.isSymbol('(', 1);
}

/** A literal, a path or `size(path)`. */
function operand(reader: StatementReader): Operand {
  if (isLiteral(reader)) return { kind: 'value', value: literal(reader) };
  if (!isCall(reader)) return { kind: 'path', path: reader.path() };
  if (!reader.acceptKeyword('size')) throw reader.unexpected('a value');
  reader.expect('(');
  const of = { kind: 'path', path: reader.path() } as const;
  reader.expect(')');
  return { kind: 'size', of };
}

function comparison(reader: StatementReader, left: Operand): Condition {
  if (reader.acceptKeyword('between')) return between(reader, left);
  if (reader.acceptKeyword('in')) return inList(reader, left);
  if (reader.acceptKeyword('is')) return isClause(reader, left);
  if (reader.isKeyword('not') && reader.isKeyword('in', 1)) {
    reader.next();
    reader.next();
    return { kind: 'not', condition: inList(reader, left) };
  }
  const { kind, text } = reader.peek();
  const comparator = kind === 'symbol' ? comparators[text] : undefined;
  if (comparator === undefined) throw reader.unexpected('an operator');
  reader.next();
  return { kind: 'compare', comparator, left, right: operand(reader) };
}

function between(reader: StatementReader, left: Operand): Condition {
  const low = operand(reader);
  reader.expectKeyword('and');
  return { kind: 'between', operand: left, low, high: operand(reader) };
}

/** `IN [1, 2]` and `IN (1, 2)` are the same. */
function inList(reader: StatementReader, left: Operand): Condition {
  const end = reader.isSymbol('[') ? ']' : ')';
  reader.expect(end === ']' ? '[' : '(');
  const choices = elements(reader, end, operand);
  if (choices.length === 0) throw malformed('IN needs at least one value');
  if (choices.length > maximumChoices) {
    throw new DynamoDbError(
      'ValidationException',
      `The IN operator is provided with too many operands; number of operands: ${choices.length}`,
    );
  }
  return { kind: 'in', operand: left, choices };
}

/** `IS [NOT] MISSING` asks for the attribute, `IS [NOT] NULL` for its type. */
function isClause(reader: StatementReader, left: Operand): Condition {
  if (left.kind !== 'path') throw malformed('IS needs an attribute on its left');
  const isNegated = reader.acceptKeyword('not');
  const positive = reader.acceptKeyword('missing')
    ? ({ kind: 'attribute_not_exists', path: left.path } as const)
    : nullType(reader, left);
  return isNegated ? { kind: 'not', condition: positive } : positive;
}

function nullType(reader: StatementReader, operand: Operand): Condition {
  reader.expectKeyword('null');
  return { kind: 'attribute_type', operand, argument: { kind: 'value', value: { S: 'NULL' } } };
}

function call(reader: StatementReader): Condition {
  const name = reader.next().text.toLowerCase();
  reader.expect('(');
  const operands = elements(reader, ')', operand);
  const [first, argument] = operands;
  const path: Path | undefined = first?.kind === 'path' ? first.path : undefined;
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    if (path === undefined || operands.length !== 1) throw malformed(`${name} needs one attribute`);
    return { kind: name, path };
  }
  if (name !== 'begins_with' && name !== 'contains' && name !== 'attribute_type') {
    throw malformed(`Unknown function: ${name}`);
  }
  if (first === undefined || argument === undefined || operands.length !== 2) {
    throw malformed(`${name} needs an attribute and a value`);
  }
  if (name === 'attribute_type') checkTypeName(argument);
  return { kind: name, operand: first, argument };
}

function checkTypeName(argument: Operand): void {
  const name = argument.kind === 'value' && 'S' in argument.value ? argument.value.S : undefined;
  if (!attributeTypes.some((type) => type === name)) {
    throw malformed(`attribute_type needs one of ${attributeTypes.join(', ')}`);
  }
}
