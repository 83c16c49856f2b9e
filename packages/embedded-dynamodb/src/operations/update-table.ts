import type { TableDefinition, Throughput } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { notSupported, validationError } from '../validation/errors.js';
import { flag, listOf, struct } from '../validation/shape.js';
import { withoutNulls } from '../validation/without-nulls.js';
import { namedTable } from './describe.js';
import { checkSchema } from './index-rules.js';
import { type IndexUpdate, updateIndexes } from './index-updates.js';
import { tableDescription } from './table-description.js';
import { type StreamSpecification, sseDescription, streamOf } from './table-settings.js';
import {
  attributeDefinitions,
  billingMode,
  globalIndex,
  indexNameMember,
  onDemandThroughput,
  provisionedThroughput,
  sseSpecification,
  streamSpecification,
  tableClass,
} from './table-shapes.js';
import { type UpdateContext, updateThroughput } from './throughput.js';

const shape = struct('UpdateTableInput', {
  AttributeDefinitions: attributeDefinitions,
  BillingMode: billingMode,
  ProvisionedThroughput: provisionedThroughput,
  OnDemandThroughput: onDemandThroughput,
  GlobalSecondaryIndexUpdates: listOf(
    struct('GlobalSecondaryIndexUpdate', {
      Create: globalIndex,
      Update: struct('UpdateGlobalSecondaryIndexAction', {
        ...indexNameMember,
        ProvisionedThroughput: provisionedThroughput,
        OnDemandThroughput: onDemandThroughput,
      }),
      Delete: struct('DeleteGlobalSecondaryIndexAction', indexNameMember),
    }),
  ),
  StreamSpecification: streamSpecification,
  SSESpecification: sseSpecification,
  TableClass: tableClass,
  DeletionProtectionEnabled: flag,
});

type Input = Readonly<Record<string, unknown>>;

interface UpdateTableInput {
  readonly AttributeDefinitions?: TableDefinition['AttributeDefinitions'];
  readonly BillingMode?: TableDefinition['BillingMode'];
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: NonNullable<TableDefinition['OnDemandThroughput']>;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
  readonly StreamSpecification?: StreamSpecification;
  readonly SSESpecification?: Input;
  readonly TableClass?: string;
  readonly DeletionProtectionEnabled?: boolean;
}

/** API_UpdateTable. All of it, new indexes filled, is done when this answers. */
export function updateTable(engine: Engine, given: Input): unknown {
  checkShape(given, shape);
  const input = checkInput(withoutNulls(given));
  const table = namedTable(engine, given);
  const atMs = engine.now();
  const steps = [updateThroughput, updateIndexes, updateStream, updateSettings];
  const definition = steps.reduce(
    (present, step) => step(present, input, { engine, atMs }),
    table.definition,
  );
  checkSchema(definition);
  engine.commit([{ do: 'define', table: definition, atMs }]);
  return { TableDescription: tableDescription(table, 'UPDATING') };
}

function checkInput(given: Input): UpdateTableInput {
  for (const member of [
    'ReplicaUpdates',
    'WarmThroughput',
    'MultiRegionConsistency',
    'GlobalTableWitnessUpdates',
    'GlobalTableSettingsReplicationMode',
  ]) {
    if (given[member] !== undefined) throw notSupported(member);
  }
  const { AttributeDefinitions: attributes, TableName: name, ...changes } = given;
  if (Object.values(changes).every((change) => change === undefined || change === null)) {
    throw validationError(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    );
  }
  return given as Input & UpdateTableInput;
}

function updateStream(
  table: TableDefinition,
  { StreamSpecification: specification }: UpdateTableInput,
  context: UpdateContext,
): TableDefinition {
  if (specification === undefined) return table;
  if (specification.StreamEnabled && table.stream !== undefined) {
    throw new DynamoDbError(
      'ValidationException',
      `Table already has an enabled stream: TableName: ${table.TableName}`,
    );
  }
  if (!specification.StreamEnabled && table.stream === undefined) {
    throw validationError(`Table has no stream to disable: TableName: ${table.TableName}`);
  }
  const { stream: _, ...rest } = table;
  const stream = streamOf(context, table.TableArn, specification);
  return stream === undefined
    ? rest
    : { ...rest, stream, latestStream: { arn: stream.arn, label: stream.label } };
}

function updateSettings(
  table: TableDefinition,
  input: UpdateTableInput,
  { engine, atMs }: UpdateContext,
): TableDefinition {
  const { SSESpecification: sse, TableClass, DeletionProtectionEnabled } = input;
  const { SSEDescription: present, ...rest } = table;
  const SSEDescription = sse === undefined ? present : sseDescription(engine, sse);
  return {
    ...rest,
    ...(SSEDescription !== undefined && { SSEDescription }),
    ...(TableClass !== undefined && { TableClass, tableClassSinceMs: atMs }),
    ...(DeletionProtectionEnabled !== undefined && { DeletionProtectionEnabled }),
  };
}
