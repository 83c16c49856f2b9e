import type { TableDefinition } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { flag, integer, required, struct } from '../validation/shape.js';
import { tableName } from '../validation/table-name.js';

type Input = Readonly<Record<string, unknown>>;

const maxDays = 35;

const shape = struct('UpdateContinuousBackupsInput', {
  PointInTimeRecoverySpecification: required(
    struct('PointInTimeRecoverySpecification', {
      PointInTimeRecoveryEnabled: required(flag),
      RecoveryPeriodInDays: integer({ min: 1, max: maxDays }),
    }),
  ),
});

/** API_UpdateContinuousBackups. The setting is kept; restoring is not offered. */
export function updateContinuousBackups(engine: Engine, input: Input): unknown {
  const { recovery: present, ...rest } = backedUp(engine, input);
  checkShape(input, shape);
  const specification = input.PointInTimeRecoverySpecification as {
    PointInTimeRecoveryEnabled: boolean;
    RecoveryPeriodInDays?: number;
  };
  const days = specification.RecoveryPeriodInDays ?? maxDays;
  const atMs = engine.now();
  const recovery = { sinceMs: present?.sinceMs ?? atMs, days };
  const table = specification.PointInTimeRecoveryEnabled ? { ...rest, recovery } : rest;
  engine.commit([{ do: 'define', table, atMs }]);
  return description(engine, table);
}

/** API_DescribeContinuousBackups */
export function describeContinuousBackups(engine: Engine, input: Input): unknown {
  return description(engine, backedUp(engine, input));
}

function backedUp(engine: Engine, input: Input): TableDefinition {
  const name = tableName(input);
  const table = engine.database.tables.get(name);
  if (table !== undefined) return table.definition;
  throw new DynamoDbError('TableNotFoundException', `Table not found: ${name}`);
}

function description(engine: Engine, { recovery }: TableDefinition): unknown {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription:
        recovery === undefined
          ? { PointInTimeRecoveryStatus: 'DISABLED' }
          : {
              PointInTimeRecoveryStatus: 'ENABLED',
              RecoveryPeriodInDays: recovery.days,
              EarliestRestorableDateTime: recovery.sinceMs / 1000,
              LatestRestorableDateTime: engine.now() / 1000,
            },
    },
  };
}
