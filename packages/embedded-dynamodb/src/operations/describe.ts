import type { Engine } from '../engine/engine.js';
import type { Table } from '../engine/table.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { validationError } from '../validation/errors.js';
import { integer, struct } from '../validation/shape.js';
import { tableName } from '../validation/table-name.js';
import { tableDescription } from './table-description.js';

type Input = Readonly<Record<string, unknown>>;

/** A table whose absence is answered with its name, as actions on the table itself do. */
export function namedTable(engine: Engine, input: Input): Table {
  const { TableName: given } = input;
  if (given === undefined || given === null) {
    throw validationError("The parameter 'TableName' is required but was not present in the request");
  }
  const isName = typeof given === 'string' && !given.startsWith('arn:');
  if (isName && (given.length < 3 || given.length > 255)) {
    throw validationError('TableName must be at least 3 characters long and at most 255 characters long');
  }
  const name = tableName(input);
  const table = engine.database.tables.get(name);
  if (table !== undefined) return table;
  throw new DynamoDbError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${name} not found`,
  );
}

/** API_DescribeTable */
export function describeTable(engine: Engine, input: Input): unknown {
  return { Table: tableDescription(namedTable(engine, input)) };
}

/** API_DeleteTable. The table is gone when this answers. */
export function deleteTable(engine: Engine, input: Input): unknown {
  const table = namedTable(engine, input);
  const { TableName: name, TableArn: arn, DeletionProtectionEnabled: isProtected } = table.definition;
  if (isProtected) {
    throw validationError(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. TableArn: ${arn}`,
    );
  }
  engine.commit([{ do: 'drop', table: name, atMs: engine.now() }]);
  return { TableDescription: tableDescription(table, 'DELETING') };
}

const listShape = struct('ListTablesInput', {
  ExclusiveStartTableName: { kind: 'string', min: 3, max: 255, pattern: '[a-zA-Z0-9_.-]+' },
  Limit: integer({ min: 1, max: 100 }),
});

/** API_ListTables */
export function listTables(engine: Engine, input: Input): unknown {
  checkShape(input, listShape);
  const limit = (input.Limit ?? 100) as number;
  const from = (input.ExclusiveStartTableName ?? '') as string;
  const names = [...engine.database.tables.keys()].filter((name) => name > from).sort();
  const page = names.slice(0, limit);
  return {
    TableNames: page,
    ...(names.length > limit && { LastEvaluatedTableName: page.at(-1) }),
  };
}

/** API_DescribeLimits: the default quotas; nothing is throttled here. */
export function describeLimits(): unknown {
  return {
    AccountMaxReadCapacityUnits: 80000,
    AccountMaxWriteCapacityUnits: 80000,
    TableMaxReadCapacityUnits: 40000,
    TableMaxWriteCapacityUnits: 40000,
  };
}

/** API_DescribeEndpoints */
export function describeEndpoints(engine: Engine): unknown {
  return { Endpoints: [{ Address: `dynamodb.${engine.region}.amazonaws.com`, CachePeriodInMinutes: 1440 }] };
}
