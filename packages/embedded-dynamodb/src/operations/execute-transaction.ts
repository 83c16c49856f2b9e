import type { Engine } from '../engine/engine.js';
import type { Select } from '../partiql/statement.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { listOf, required, struct } from '../validation/shape.js';
import { requireWholeKey } from './batch-execute-statement.js';
import { parsed, statementMembers } from './execute-statement.js';
import { returnConsumedCapacity } from './input-shapes.js';
import { selectStatement } from './statement-select.js';
import { statementWrite } from './statement-write.js';
import { commitTransaction } from './transaction.js';
import { cancelled, type Reason, reasonOf } from './transaction-cancelled.js';

const shape = struct('ExecuteTransactionInput', {
  TransactStatements: required(
    listOf(struct('ParameterizedStatement', statementMembers), { min: 1, max: 100 }),
  ),
  ClientRequestToken: { kind: 'string', min: 1, max: 36 },
  ReturnConsumedCapacity: returnConsumedCapacity,
});

type Input = Readonly<Record<string, unknown>>;

/** API_ExecuteTransaction: all of it reads, or all of it writes. */
export function executeTransaction(engine: Engine, input: Input): unknown {
  checkShape(input, shape);
  const inputs = input.TransactStatements as readonly Input[];
  const statements = inputs.map(parsed);
  const selects = statements.filter((statement) => statement.kind === 'select');
  if (selects.length === statements.length) return read(engine, selects, input);
  const writes = statements.map((statement, index) => {
    if (statement.kind === 'select') {
      throw validationError('A transaction of statements is either all SELECT or has none');
    }
    return statementWrite(engine, statement, inputs[index]?.ReturnValuesOnConditionCheckFailure);
  });
  const answer = commitTransaction(engine, writes, { input, request: inputs });
  return { Responses: statements.map(() => ({})), ...answer };
}

/** Errors: TransactionCanceledException with the reason of each statement. */
function read(engine: Engine, selects: readonly Select[], input: Input): unknown {
  const reading = { ConsistentRead: true, ReturnConsumedCapacity: input.ReturnConsumedCapacity };
  const answers: Record<string, unknown>[] = [];
  const reasons = selects.map((select): Reason => {
    try {
      requireWholeKey(engine, select);
      answers.push(selectStatement(engine, select, reading));
      return { Code: 'None' };
    } catch (error) {
      if (!(error instanceof DynamoDbError) || error.code === 'ResourceNotFoundException') throw error;
      return reasonOf(error);
    }
  });
  if (answers.length < selects.length) throw cancelled(reasons);
  const consumed = answers.flatMap(({ ConsumedCapacity: each }) => (each === undefined ? [] : [each]));
  return {
    Responses: answers.map(({ Items: items }) => {
      const [item] = items as readonly unknown[];
      return item === undefined ? {} : { Item: item };
    }),
    ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
  };
}
