import { type Path, pathsFault, samePath } from '../expressions/path.js';
import type { SetOperand, Update, UpdateAction } from '../expressions/update.js';
import { DynamoDbError } from '../tables.js';
import { isLiteral, literal } from './literal.js';
import { malformed } from './malformed.js';
import type { StatementReader } from './reader.js';

/** The `SET path = value` and `REMOVE path` clauses of UPDATE, which may be repeated and may list several. */
export function assignments(reader: StatementReader): Update {
  const actions: UpdateAction[] = [];
  while (reader.isKeyword('set') || reader.isKeyword('remove')) {
    const read = reader.acceptKeyword('set') ? assignment : removal;
    if (read === removal) reader.expectKeyword('remove');
    do actions.push(read(reader));
    while (reader.accept(','));
  }
  if (actions.length === 0) throw reader.unexpected('SET or REMOVE');
  const fault = pathsFault(actions.map(({ path }) => path));
  if (fault !== undefined) throw new DynamoDbError('ValidationException', fault);
  return { actions };
}

function removal(reader: StatementReader): UpdateAction {
  return { kind: 'remove', path: reader.path() };
}

function assignment(reader: StatementReader): UpdateAction {
  const path = reader.path();
  reader.expect('=');
  for (const [name, kind] of [
    ['set_add', 'add'],
    ['set_delete', 'delete'],
  ] as const) {
    if (reader.isKeyword(name) && reader.isSymbol('(', 1)) return setChange(reader, path, kind);
  }
  return { kind: 'set', path, operand: value(reader) };
}

/** `a = set_add(a, <<…>>)`: a set is changed where it stands. */
function setChange(reader: StatementReader, path: Path, kind: 'add' | 'delete'): UpdateAction {
  const name = reader.next().text;
  reader.expect('(');
  const from = reader.path();
  reader.expect(',');
  const elements = literal(reader);
  reader.expect(')');
  if (!samePath(path, from)) throw malformed(`${name} changes the attribute that it is assigned to`);
  const isSet = 'SS' in elements || 'NS' in elements || 'BS' in elements;
  if (!isSet) throw malformed(`${name} needs a set`);
  return { kind, path, value: elements };
}

/** One operand, or two with `+` or `-` between them. */
function value(reader: StatementReader): SetOperand {
  const left = operand(reader);
  const kind = reader.accept('+') ? 'plus' : reader.accept('-') ? 'minus' : undefined;
  return kind === undefined ? left : { kind, left, right: operand(reader) };
}

function operand(reader: StatementReader): SetOperand {
  if (isLiteral(reader)) return { kind: 'value', value: literal(reader) };
  if (reader.peek().kind !== 'name' || !reader.isSymbol('(', 1)) return { kind: 'path', path: reader.path() };
  const name = reader.next().text.toLowerCase();
  reader.expect('(');
  const result = reader.nested(() => call(reader, name));
  reader.expect(')');
  return result;
}

function call(reader: StatementReader, name: string): SetOperand {
  if (name !== 'list_append' && name !== 'if_not_exists') throw malformed(`Unknown function: ${name}`);
  if (name === 'if_not_exists') {
    const path = reader.path();
    reader.expect(',');
    return { kind: name, path, otherwise: operand(reader) };
  }
  const left = operand(reader);
  reader.expect(',');
  return { kind: name, left, right: operand(reader) };
}
