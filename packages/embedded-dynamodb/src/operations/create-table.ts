import { randomUUID } from 'node:crypto';
import type { IndexDefinition, TableDefinition, Throughput } from '../engine/definition.js';
import type { Engine } from '../engine/engine.js';
import type { Table } from '../engine/table.js';
import { DynamoDbError } from '../tables.js';
import { checkShape } from '../validation/check-shape.js';
import { checkTypes } from '../validation/check-types.js';
import { invalidParameter, notSupported, validationError } from '../validation/errors.js';
import { flag, listOf, required, struct } from '../validation/shape.js';
import { newName } from '../validation/table-name.js';
import { withoutNulls } from '../validation/without-nulls.js';
import { checkSchema } from './index-rules.js';
import { tableDescription } from './table-description.js';
import { type StreamSpecification, sseDescription, streamOf } from './table-settings.js';
import {
  attributeDefinitions,
  billingMode,
  globalIndex,
  keySchema,
  localIndex,
  onDemandThroughput,
  provisionedThroughput,
  sseSpecification,
  streamSpecification,
  tableClass,
  tagList,
} from './table-shapes.js';
import { checkTags } from './tags.js';

const nameShape = struct('CreateTableInput', { TableName: newName });

const shape = struct('CreateTableInput', {
  AttributeDefinitions: required(attributeDefinitions),
  KeySchema: required(keySchema),
  LocalSecondaryIndexes: listOf(localIndex),
  GlobalSecondaryIndexes: listOf(globalIndex),
  BillingMode: billingMode,
  ProvisionedThroughput: provisionedThroughput,
  OnDemandThroughput: onDemandThroughput,
  StreamSpecification: streamSpecification,
  SSESpecification: sseSpecification,
  Tags: tagList,
  TableClass: tableClass,
  DeletionProtectionEnabled: flag,
});

type Input = Readonly<Record<string, unknown>>;

interface CreateTableInput {
  readonly TableName: string;
  readonly AttributeDefinitions: TableDefinition['AttributeDefinitions'];
  readonly KeySchema: TableDefinition['KeySchema'];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
  readonly BillingMode?: 'PROVISIONED' | 'PAY_PER_REQUEST';
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: NonNullable<TableDefinition['OnDemandThroughput']>;
  readonly StreamSpecification?: StreamSpecification;
  readonly SSESpecification?: Input;
  readonly Tags?: TableDefinition['tags'];
  readonly TableClass?: string;
  readonly DeletionProtectionEnabled?: boolean;
}

/** API_CreateTable. The table is ACTIVE when this answers. */
export function createTable(engine: Engine, given: Input): unknown {
  const input = checkInput(withoutNulls(given));
  const atMs = engine.now();
  const table = definitionOf(engine, input, atMs);
  checkSchema(table);
  if (engine.database.tables.has(input.TableName)) {
    throw new DynamoDbError('ResourceInUseException', `Table already exists: ${input.TableName}`);
  }
  engine.commit([{ do: 'define', table, atMs }]);
  return {
    TableDescription: tableDescription(engine.database.tables.get(input.TableName) as Table, 'CREATING'),
  };
}

function checkInput(given: Input): CreateTableInput {
  checkTypes(given, shape);
  if (given.TableName === undefined || given.TableName === null) {
    throw validationError("The parameter 'TableName' is required but was not present in the request");
  }
  checkShape(given, nameShape);
  checkShape(given, shape);
  for (const member of ['ResourcePolicy', 'WarmThroughput', 'GlobalTableSourceArn']) {
    if (given[member] !== undefined) throw notSupported(member);
  }
  const input = given as Input & CreateTableInput;
  checkBilling(input);
  if (input.LocalSecondaryIndexes?.length === 0) {
    throw invalidParameter('List of LocalSecondaryIndexes is empty');
  }
  if (input.GlobalSecondaryIndexes?.length === 0) {
    throw invalidParameter('List of GlobalSecondaryIndexes is empty');
  }
  checkTags(input.Tags ?? []);
  return input;
}

function checkBilling(input: CreateTableInput): void {
  const { BillingMode: mode, ProvisionedThroughput: throughput, GlobalSecondaryIndexes: global = [] } = input;
  if (mode === 'PAY_PER_REQUEST') {
    if (throughput !== undefined) {
      throw invalidParameter(
        'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
      );
    }
    const index = global.find((each) => each.ProvisionedThroughput !== undefined);
    if (index !== undefined) {
      throw invalidParameter(
        `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
      );
    }
    return;
  }
  if (throughput === undefined) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  checkBounds(throughput);
  const index = global.find((each) => each.ProvisionedThroughput === undefined);
  if (index !== undefined) {
    throw invalidParameter(`ProvisionedThroughput is not specified for index: ${index.IndexName}`);
  }
}

const maxUnits = 1_000_000_000_000;

function checkBounds(throughput: Throughput): void {
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    if (throughput[name] <= maxUnits) continue;
    throw validationError(`Given value ${throughput[name]} for ${name} is out of bounds`);
  }
}

function definitionOf(engine: Engine, input: CreateTableInput, atMs: number): TableDefinition {
  const { TableName: name } = input;
  const arn = `arn:aws:dynamodb:${engine.region}:${engine.accountId}:table/${name}`;
  const isOnDemand = input.BillingMode === 'PAY_PER_REQUEST';
  const stream = streamOf({ engine, atMs }, arn, input.StreamSpecification);
  const sse = sseDescription(engine, input.SSESpecification);
  return {
    TableName: name,
    TableId: randomUUID(),
    TableArn: arn,
    createdAtMs: atMs,
    AttributeDefinitions: input.AttributeDefinitions,
    KeySchema: input.KeySchema,
    BillingMode: input.BillingMode ?? 'PROVISIONED',
    ...(isOnDemand && { onDemandSinceMs: atMs }),
    ProvisionedThroughput: input.ProvisionedThroughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    ...(input.OnDemandThroughput !== undefined && { OnDemandThroughput: input.OnDemandThroughput }),
    GlobalSecondaryIndexes: input.GlobalSecondaryIndexes ?? [],
    LocalSecondaryIndexes: input.LocalSecondaryIndexes ?? [],
    ...(stream !== undefined && { stream, latestStream: { arn: stream.arn, label: stream.label } }),
    ...(sse !== undefined && { SSEDescription: sse }),
    ...(input.TableClass !== undefined && { TableClass: input.TableClass }),
    DeletionProtectionEnabled: input.DeletionProtectionEnabled ?? false,
    tags: input.Tags ?? [],
  };
}
