import type { Engine } from '../engine/engine.js';
import type { Path } from '../expressions/path.js';
import { pick } from '../expressions/update.js';
import { parseStatement } from '../partiql/parse-statement.js';
import type { Statement } from '../partiql/statement.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { flag, integer, listOf, required, type Shape, struct, text, value } from '../validation/shape.js';
import type { Item } from '../values/attribute-value.js';
import { returnConsumedCapacity, returnValuesOnConditionCheckFailure } from './input-shapes.js';
import { selectStatement } from './statement-select.js';
import { statementWrite, type WriteStatement } from './statement-write.js';
import { evaluateWrite, placeWrite, type WriteResult } from './transact-write.js';
import { commitWrite } from './write-answer.js';

export const statementMembers: Readonly<Record<string, Shape>> = {
  Statement: required({ kind: 'string', min: 1, max: 8192 }),
  Parameters: listOf(value, { min: 1 }),
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
};

const shape = struct('ExecuteStatementInput', {
  ...statementMembers,
  ConsistentRead: flag,
  NextToken: text,
  Limit: integer({ min: 1 }),
  ReturnConsumedCapacity: returnConsumedCapacity,
});

type Input = Readonly<Record<string, unknown>>;

/** API_ExecuteStatement */
export function executeStatement(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const statement = parsed(input);
  if (statement.kind === 'select') return selectStatement(engine, statement, input);
  return writeStatement(engine, statement, input);
}

export function parsed(input: Input): Statement {
  return parseStatement(input.Statement as string, input.Parameters ?? undefined);
}

/** Executes an INSERT, UPDATE or DELETE; `Items` has what RETURNING asks for. */
export function writeStatement(
  engine: Engine,
  statement: WriteStatement,
  input: Input,
): Record<string, unknown> {
  if (statement.kind === 'exists') throw validationError('EXISTS is a condition of ExecuteTransaction alone');
  const write = statementWrite(engine, statement, input.ReturnValuesOnConditionCheckFailure);
  const result = evaluateWrite(placeWrite(write));
  const { ConsumedCapacity: consumed } = commitWrite(engine, result, { input, attributes: undefined });
  const returned = returning(statement, result);
  return {
    Items: returned === undefined ? [] : [returned],
    ...(consumed !== undefined && { ConsumedCapacity: consumed }),
  };
}

function returning(statement: WriteStatement, { before, after }: WriteResult): Item | undefined {
  if (statement.kind !== 'update' && statement.kind !== 'delete') return undefined;
  const touched: readonly Path[] =
    statement.kind === 'update' ? statement.update.actions.map((action) => action.path) : [];
  switch (statement.returning) {
    case 'ALL_OLD':
      return before;
    case 'ALL_NEW':
      return after;
    case 'MODIFIED_OLD':
      return pick(before, touched);
    case 'MODIFIED_NEW':
      return pick(after, touched);
    case undefined:
      return undefined;
  }
}
