import type { TableDefinition, Throughput } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import { invalidParameter, validationError } from '../validation/errors.js';

export interface UpdateContext {
  readonly engine: Engine;
  readonly atMs: number;
}

interface ThroughputInput {
  readonly BillingMode?: TableDefinition['BillingMode'];
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: NonNullable<TableDefinition['OnDemandThroughput']>;
}

/** The table with its billing mode and its units changed. */
export function updateThroughput(
  table: TableDefinition,
  {
    BillingMode: mode = table.BillingMode,
    ProvisionedThroughput: wanted,
    OnDemandThroughput,
  }: ThroughputInput,
  { atMs }: UpdateContext,
): TableDefinition {
  const onDemand = OnDemandThroughput === undefined ? {} : { OnDemandThroughput };
  if (mode === 'PAY_PER_REQUEST') {
    if (wanted !== undefined) {
      throw invalidParameter(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    if (table.BillingMode === mode) return { ...table, ...onDemand };
    return { ...onDemandTable(table, atMs), ...onDemand };
  }
  if (wanted === undefined) {
    if (table.BillingMode === mode) return table;
    throw invalidParameter('ProvisionedThroughput must be specified when BillingMode is PROVISIONED');
  }
  if (table.BillingMode === mode) refuseSame(table.ProvisionedThroughput, wanted);
  return {
    ...table,
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: changedThroughput(table.ProvisionedThroughput, wanted, atMs),
  };
}

function onDemandTable(table: TableDefinition, atMs: number): TableDefinition {
  return {
    ...table,
    BillingMode: 'PAY_PER_REQUEST',
    onDemandSinceMs: atMs,
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map(
      ({ ProvisionedThroughput: _, ...index }) => index,
    ),
  };
}

function refuseSame(present: Throughput, wanted: Throughput): void {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = present;
  if (wanted.ReadCapacityUnits !== read || wanted.WriteCapacityUnits !== write) return;
  throw validationError(
    `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}

const dayMs = 24 * 3600 * 1000;

/** The new units, with the time at which any of them last rose or fell, and how often they fell on this day (UTC). */
export function changedThroughput(present: Throughput, wanted: Throughput, atMs: number): Throughput {
  const { ReadCapacityUnits, WriteCapacityUnits } = wanted;
  const { ReadCapacityUnits: read, WriteCapacityUnits: write, LastDecreaseDateTime: last = 0 } = present;
  const isRaised = ReadCapacityUnits > read || WriteCapacityUnits > write;
  const isLowered = ReadCapacityUnits < read || WriteCapacityUnits < write;
  const isSameDay = Math.floor((last * 1000) / dayMs) === Math.floor(atMs / dayMs);
  const before = isSameDay ? (present.NumberOfDecreasesToday ?? 0) : 0;
  return {
    ...present,
    ReadCapacityUnits,
    WriteCapacityUnits,
    ...(isRaised && { LastIncreaseDateTime: atMs / 1000 }),
    ...(isLowered && { LastDecreaseDateTime: atMs / 1000, NumberOfDecreasesToday: before + 1 }),
  };
}
