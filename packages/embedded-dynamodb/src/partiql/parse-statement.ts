import type { Path } from '../expressions/path.js';
import { validateItem } from '../values/validate.js';
import { assignments } from './assignments.js';
import { literal } from './literal.js';
import { malformed } from './malformed.js';
import { StatementReader } from './reader.js';
import type {
  DeleteStatement,
  Exists,
  Insert,
  Returning,
  Select,
  Statement,
  UpdateStatement,
} from './statement.js';
import { condition } from './where.js';

/** Parses one PartiQL statement; `parameters` stand for its question marks. Errors: ValidationException. */
export function parseStatement(text: string, parameters?: unknown): Statement {
  const reader = new StatementReader(text, parameters);
  const statement = read(reader);
  reader.finish();
  return statement;
}

function read(reader: StatementReader): Statement {
  if (reader.acceptKeyword('select')) return select(reader);
  if (reader.acceptKeyword('insert')) return insert(reader);
  if (reader.acceptKeyword('update')) return update(reader);
  if (reader.acceptKeyword('delete')) return remove(reader);
  if (reader.acceptKeyword('exists')) return exists(reader);
  throw malformed('Expected data manipulation');
}

function select(reader: StatementReader): Select {
  const columns = reader.accept('*') ? undefined : paths(reader);
  reader.expectKeyword('from');
  const table = reader.name();
  const index = reader.accept('.') ? reader.name() : undefined;
  const where = reader.acceptKeyword('where') ? condition(reader) : undefined;
  const order = reader.acceptKeyword('order') ? orderBy(reader) : undefined;
  return {
    kind: 'select',
    table,
    ...(index !== undefined && { index }),
    ...(columns !== undefined && { columns }),
    ...(where !== undefined && { where }),
    ...(order !== undefined && { orderBy: order }),
  };
}

function paths(reader: StatementReader): Path[] {
  const list: Path[] = [];
  do list.push(reader.path());
  while (reader.accept(','));
  return list;
}

function orderBy(reader: StatementReader): { name: string; descending: boolean } {
  reader.expectKeyword('by');
  const name = reader.name();
  const descending = reader.acceptKeyword('desc');
  if (!descending) reader.acceptKeyword('asc');
  return { name, descending };
}

function insert(reader: StatementReader): Insert {
  reader.expectKeyword('into');
  const table = reader.name();
  reader.expectKeyword('value');
  const value = literal(reader);
  if (!('M' in value)) throw malformed('INSERT needs a map of attributes');
  return { kind: 'insert', table, item: validateItem(value.M, 'Item') };
}

function update(reader: StatementReader): UpdateStatement {
  const table = reader.name();
  const changes = assignments(reader);
  return { kind: 'update', table, update: changes, ...ofOneItem(reader) };
}

function remove(reader: StatementReader): DeleteStatement {
  reader.expectKeyword('from');
  const table = reader.name();
  const rest = ofOneItem(reader);
  if (rest.returning !== undefined && rest.returning !== 'ALL_OLD') {
    throw malformed('DELETE returns ALL OLD * and nothing else');
  }
  return { kind: 'delete', table, ...rest };
}

function ofOneItem(reader: StatementReader): Pick<UpdateStatement, 'where' | 'returning'> {
  reader.expectKeyword('where');
  const where = condition(reader);
  return reader.acceptKeyword('returning') ? { where, returning: returning(reader) } : { where };
}

function returning(reader: StatementReader): Returning {
  const extent = reader.acceptKeyword('all') ? 'ALL' : 'MODIFIED';
  if (extent === 'MODIFIED') reader.expectKeyword('modified');
  const time = reader.acceptKeyword('old') ? 'OLD' : 'NEW';
  if (time === 'NEW') reader.expectKeyword('new');
  reader.expect('*');
  return `${extent}_${time}`;
}

function exists(reader: StatementReader): Exists {
  reader.expect('(');
  reader.expectKeyword('select');
  const inner = select(reader);
  reader.expect(')');
  return { kind: 'exists', select: inner };
}
