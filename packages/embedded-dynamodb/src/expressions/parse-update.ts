import { type AttributeType, type AttributeValue, typeOf } from '../values/attribute-value.js';
import { checkType, faultCount, faultNoPath } from './condition-checks.js';
import type { ExpressionContext } from './context.js';
import { pathsFault } from './path.js';
import { ExpressionReader, redundantParentheses } from './reader.js';
import type { SetOperand, Update, UpdateAction } from './update.js';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'];

/** Parses an UpdateExpression. Errors: ValidationException. */
export function parseUpdate(text: string, context: ExpressionContext): Update {
  const reader = new ExpressionReader(text, 'UpdateExpression', context);
  const actions: UpdateAction[] = [];
  const seen = new Set<string>();
  do {
    const section = reader.keyword(sections);
    if (section === undefined) throw reader.syntaxError();
    reader.next();
    if (seen.has(section)) {
      reader.fault('section', `The "${section}" section can only be used once in an update expression;`);
    }
    seen.add(section);
    do actions.push(action(reader, section));
    while (reader.accept(','));
  } while (reader.peek().kind !== 'end');
  const fault = pathsFault(actions.map(({ path }) => path));
  if (fault !== undefined) reader.fault('paths', fault);
  reader.finish();
  return { actions };
}

function action(reader: ExpressionReader, section: string): UpdateAction {
  const path = reader.path(sections);
  if (section === 'REMOVE') return { kind: 'remove', path };
  if (section === 'SET') {
    reader.expect('=');
    return { kind: 'set', path, operand: setValue(reader).operand };
  }
  const value = reader.value();
  checkSetType(reader, section, value);
  return { kind: section === 'ADD' ? 'add' : 'delete', path, value };
}

/** DynamoDB's long names of types, which only the messages on ADD and DELETE use. */
const longNames: Readonly<Record<AttributeType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  M: 'MAP',
  L: 'LIST',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
};

/** ADD takes numbers and sets, DELETE takes sets. */
function checkSetType(reader: ExpressionReader, section: string, value: AttributeValue): void {
  const type = typeOf(value);
  if (['SS', 'NS', 'BS'].includes(type) || (section === 'ADD' && type === 'N')) return;
  const where = `operator: ${section}, operand type: ${longNames[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`;
  reader.fault('operand', `Incorrect operand type for operator or function; ${where}`);
}

interface Term {
  readonly operand: SetOperand;
  readonly isEnclosed?: true;
}

/** One operand, or two with `+` or `-` between them; the grammar has no longer sums. */
function setValue(reader: ExpressionReader): Term {
  const term = operand(reader);
  const kind = reader.accept('+') ? 'plus' : reader.accept('-') ? 'minus' : undefined;
  if (kind === undefined) return term;
  reader.countOperator();
  const sides = [term.operand, operand(reader).operand] as const;
  for (const side of sides) checkLiteral(reader, kind === 'plus' ? '+' : '-', { operand: side, type: 'N' });
  return { operand: { kind, left: sides[0], right: sides[1] } };
}

function checkLiteral(
  reader: ExpressionReader,
  name: string,
  { operand, type }: { operand: SetOperand; type: AttributeType },
): void {
  if (operand.kind === 'value') checkType(reader, name, { operand, types: [type] });
}

function operand(reader: ExpressionReader): Term {
  if (reader.peek().kind === 'valueKey') return { operand: { kind: 'value', value: reader.value() } };
  if (reader.accept('(')) return parenthesised(reader);
  if (reader.isCall()) return { operand: call(reader) };
  return { operand: { kind: 'path', path: reader.path(sections) } };
}

function parenthesised(reader: ExpressionReader): Term {
  reader.enter();
  const term = setValue(reader);
  reader.expect(')');
  reader.leave();
  if (term.isEnclosed) reader.fault('parentheses', redundantParentheses);
  return { ...term, isEnclosed: true };
}

const conditionFunctions = [
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
];

function call(reader: ExpressionReader): SetOperand {
  const name = reader.next().text;
  reader.countOperator();
  reader.expect('(');
  const operands: SetOperand[] = [];
  do operands.push(operand(reader).operand);
  while (reader.accept(','));
  reader.expect(')');
  const [left, right] = operands;
  // What stands for a call that is at fault; the fault keeps it from being used.
  const nothing: SetOperand = { kind: 'value', value: { NULL: true } };
  if (name !== 'if_not_exists' && name !== 'list_append') {
    faultName(reader, name);
    return nothing;
  }
  if (operands.length !== 2) faultCount(reader, name, operands.length);
  if (left === undefined || right === undefined) return nothing;
  return name === 'list_append' ? listAppend(reader, left, right) : ifNotExists(reader, left, right);
}

function faultName(reader: ExpressionReader, name: string): void {
  const message = conditionFunctions.includes(name)
    ? 'The function is not allowed in an update expression'
    : 'Invalid function name';
  reader.fault('function', `${message}; function: ${name}`);
}

function listAppend(reader: ExpressionReader, left: SetOperand, right: SetOperand): SetOperand {
  for (const operand of [left, right]) checkLiteral(reader, 'list_append', { operand, type: 'L' });
  return { kind: 'list_append', left, right };
}

function ifNotExists(reader: ExpressionReader, left: SetOperand, otherwise: SetOperand): SetOperand {
  if (left.kind !== 'path') {
    faultNoPath(reader, 'if_not_exists');
    return otherwise;
  }
  return { kind: 'if_not_exists', path: left.path, otherwise };
}
