import type { Engine } from '../engine/engine.js';
import type { Table } from '../engine/table.js';
import type { Condition } from '../expressions/condition.js';
import { keyOf } from '../partiql/plan.js';
import type { Statement } from '../partiql/statement.js';
import { invalidParameter, validationError } from '../validation/errors.js';
import { requireTable, tableName } from '../validation/table-name.js';
import type { TransactWrite } from './transact-write.js';

export type WriteStatement = Exclude<Statement, { readonly kind: 'select' }>;

/** A statement's write in the form of a transaction's action. Errors: ValidationException, ResourceNotFoundException. */
export function statementWrite(engine: Engine, statement: WriteStatement, onFailure: unknown): TransactWrite {
  if (statement.kind === 'exists') {
    const { select } = statement;
    if (select.where === undefined) {
      throw validationError('Where clause does not contain a mandatory equality on all key attributes');
    }
    if (select.index !== undefined) throw invalidParameter('EXISTS cannot read an index');
    const table = statementTable(engine, select.table);
    const { key, condition } = keyOf(select.where, table.keys);
    return { kind: 'ConditionCheck', table, target: key, condition: present(table, condition), onFailure };
  }
  const table = statementTable(engine, statement.table);
  if (statement.kind === 'insert') {
    return { kind: 'Put', table, target: statement.item, onFailure, isInsert: true };
  }
  const { key, condition } = keyOf(statement.where, table.keys);
  if (statement.kind === 'delete') {
    return { kind: 'Delete', table, target: key, onFailure, ...(condition !== undefined && { condition }) };
  }
  const { update } = statement;
  return { kind: 'Update', table, target: key, update, condition: present(table, condition), onFailure };
}

/** UPDATE and EXISTS are about an item that is there. */
function present(table: Table, condition: Condition | undefined): Condition {
  const exists: Condition = { kind: 'attribute_exists', path: [table.keys.hash.name] };
  return condition === undefined ? exists : { kind: 'and', left: exists, right: condition };
}

export function statementTable(engine: Engine, name: string): Table {
  return requireTable(engine, tableName({ TableName: name }));
}
