import type { Comparator, Condition, Operand } from './condition.js';
import { checkBetween, checkCall, checkComparison, checkIn } from './condition-checks.js';
import type { ExpressionContext } from './context.js';
import { ExpressionReader, redundantParentheses } from './reader.js';

const keywords = ['AND', 'OR', 'NOT', 'BETWEEN', 'IN'];
const comparators: readonly string[] = ['=', '<>', '<', '<=', '>', '>='] satisfies Comparator[];

/** What stands for a call that is at fault; the fault keeps it from being used. */
const nothing: Condition = { kind: 'attribute_exists', path: [''] };

/** An operand and a condition can both stand in parentheses: which one it is shows only after it is read. */
type Term = ({ readonly operand: Operand } | { readonly condition: Condition }) & {
  readonly isEnclosed?: true;
};

/** Parses a condition; `member` names the request's member in messages. Errors: ValidationException. */
export function parseCondition(text: string, member: string, context: ExpressionContext): Condition {
  const reader = new ExpressionReader(text, member, context);
  const condition = asCondition(reader, disjunction(reader));
  reader.finish();
  return condition;
}

function asCondition(reader: ExpressionReader, term: Term): Condition {
  if ('condition' in term) return term.condition;
  if (term.operand.kind !== 'size') throw reader.syntaxError();
  misuse(reader, 'size');
  return nothing;
}

function misuse(reader: ExpressionReader, name: string): void {
  const message = 'The function is not allowed to be used this way in an expression';
  reader.fault('function', `${message}; function: ${name}`);
}

function disjunction(reader: ExpressionReader): Term {
  return chain(reader, 'or', conjunction);
}

function conjunction(reader: ExpressionReader): Term {
  return chain(reader, 'and', negation);
}

function chain(reader: ExpressionReader, kind: 'and' | 'or', part: (reader: ExpressionReader) => Term): Term {
  let term = part(reader);
  while (reader.keyword([kind.toUpperCase()])) {
    const left = asCondition(reader, term);
    reader.next();
    reader.countOperator();
    term = { condition: { kind, left, right: asCondition(reader, part(reader)) } };
  }
  return term;
}

function negation(reader: ExpressionReader): Term {
  if (!reader.acceptKeyword('NOT')) return comparison(reader);
  reader.countOperator();
  return { condition: { kind: 'not', condition: asCondition(reader, negation(reader)) } };
}

function comparison(reader: ExpressionReader): Term {
  const term = primary(reader);
  const token = reader.peek();
  const keyword = reader.keyword(['BETWEEN', 'IN']);
  const isComparator = token.kind === 'symbol' && comparators.includes(token.text);
  if (keyword === undefined && !isComparator) return term;
  const left = asOperand(reader, term);
  reader.next();
  reader.countOperator();
  if (keyword === 'BETWEEN') return { condition: between(reader, left) };
  if (keyword === 'IN') return { condition: inList(reader, left) };
  const comparator = token.text as Comparator;
  const condition = { kind: 'compare', comparator, left, right: operand(reader) } as const;
  checkComparison(reader, condition);
  return { condition };
}

/** A function other than `size` has no value that could be compared. */
function asOperand(reader: ExpressionReader, term: Term): Operand {
  if ('operand' in term) return term.operand;
  const { kind } = term.condition;
  if (!isFunction(kind)) throw reader.syntaxError();
  misuse(reader, kind);
  return { kind: 'value', value: { NULL: true } };
}

function isFunction(kind: string): boolean {
  return /^(attribute_|begins_with|contains)/.test(kind);
}

function operand(reader: ExpressionReader): Operand {
  return asOperand(reader, primary(reader));
}

function between(reader: ExpressionReader, left: Operand): Condition {
  const low = operand(reader);
  if (!reader.acceptKeyword('AND')) throw reader.syntaxError();
  const condition = { kind: 'between', operand: left, low, high: operand(reader) } as const;
  checkBetween(reader, condition);
  return condition;
}

function inList(reader: ExpressionReader, left: Operand): Condition {
  reader.expect('(');
  const condition = { kind: 'in', operand: left, choices: operands(reader) } as const;
  checkIn(reader, condition);
  return condition;
}

/** What stands between parentheses, behind the first of them. */
function operands(reader: ExpressionReader): Operand[] {
  const list: Operand[] = [];
  do list.push(operand(reader));
  while (reader.accept(','));
  reader.expect(')');
  return list;
}

function primary(reader: ExpressionReader): Term {
  const { kind } = reader.peek();
  if (reader.accept('(')) return parenthesised(reader);
  if (reader.isCall() && !reader.keyword(keywords)) return call(reader);
  if (kind === 'valueKey') return { operand: { kind: 'value', value: reader.value() } };
  return { operand: { kind: 'path', path: reader.path(keywords) } };
}

/** `((a = b))` is refused, `((a = b) AND c = d)` is not. */
function parenthesised(reader: ExpressionReader): Term {
  reader.enter();
  const term = disjunction(reader);
  reader.expect(')');
  reader.leave();
  if (term.isEnclosed) reader.fault('parentheses', redundantParentheses);
  return { ...term, isEnclosed: true };
}

function call(reader: ExpressionReader): Term {
  const name = reader.next().text;
  reader.countOperator();
  reader.expect('(');
  return checkCall(reader, name, operands(reader)) ?? { condition: nothing };
}
