import type { Engine } from '../engine/engine.js';
import { keyOf } from '../partiql/plan.js';
import type { Select, Statement } from '../partiql/statement.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { flag, listOf, required, struct } from '../validation/shape.js';
import { parsed, statementMembers, writeStatement } from './execute-statement.js';
import { returnConsumedCapacity } from './input-shapes.js';
import { selectStatement } from './statement-select.js';
import { statementTable } from './statement-write.js';
import { reasonOf } from './transaction-cancelled.js';

const shape = struct('BatchExecuteStatementInput', {
  Statements: required(
    listOf(struct('BatchStatementRequest', { ...statementMembers, ConsistentRead: flag }), {
      min: 1,
      max: 25,
    }),
  ),
  ReturnConsumedCapacity: returnConsumedCapacity,
});

type Input = Readonly<Record<string, unknown>>;

/** API_BatchExecuteStatement: each statement succeeds or fails alone. */
export function batchExecuteStatement(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const statements = input.Statements as readonly Input[];
  const responses = statements.map((each) =>
    respond(engine, { ...each, ReturnConsumedCapacity: input.ReturnConsumedCapacity }),
  );
  const consumed = responses.flatMap(({ consumed }) => (consumed === undefined ? [] : [consumed]));
  return {
    Responses: responses.map(({ response }) => response),
    ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
  };
}

interface Responded {
  readonly response: Readonly<Record<string, unknown>>;
  readonly consumed?: unknown;
}

function respond(engine: Engine, input: Input): Responded {
  let statement: Statement | undefined;
  try {
    statement = parsed(input);
    const { Items: items, ConsumedCapacity: consumed } = execute(engine, statement, input);
    const [item] = items as readonly unknown[];
    return {
      response: { TableName: tableOf(statement), ...(item !== undefined && { Item: item }) },
      consumed,
    };
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    const table = statement === undefined ? {} : { TableName: tableOf(statement) };
    return { response: { Error: reasonOf(error), ...table } };
  }
}

function execute(engine: Engine, statement: Statement, input: Input): Record<string, unknown> {
  if (statement.kind !== 'select') return writeStatement(engine, statement, input);
  requireWholeKey(engine, statement);
  return selectStatement(engine, statement, input);
}

/** A SELECT of a batch or a transaction reads one item. */
export function requireWholeKey(engine: Engine, { table, where, index }: Select): void {
  if (where === undefined || index !== undefined) {
    throw validationError(
      'Select statements within BatchExecuteStatement and ExecuteTransaction must specify the primary key in the where clause',
    );
  }
  keyOf(where, statementTable(engine, table).keys);
}

function tableOf(statement: Statement): string {
  return statement.kind === 'exists' ? statement.select.table : statement.table;
}
