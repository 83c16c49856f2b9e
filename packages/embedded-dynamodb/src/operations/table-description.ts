import type { IndexDefinition, TableDefinition, Throughput } from '../engine/definition.js';
import type { SortedRows } from '../engine/sorted-rows.js';
import type { Table } from '../engine/table.js';

/** API_TableDescription. There is no delay here: what exists is ACTIVE, but the answer that makes it says CREATING. */
export function tableDescription(table: Table, status = 'ACTIVE'): Record<string, unknown> {
  const { definition } = table;
  return {
    AttributeDefinitions: definition.AttributeDefinitions,
    TableName: definition.TableName,
    KeySchema: definition.KeySchema,
    TableStatus: status,
    CreationDateTime: definition.createdAtMs / 1000,
    ProvisionedThroughput: throughput(definition.ProvisionedThroughput),
    TableSizeBytes: table.rows.bytes,
    ItemCount: table.rows.size,
    TableArn: definition.TableArn,
    TableId: definition.TableId,
    ...billing(definition),
    ...indexes(table, status === 'CREATING' ? status : 'ACTIVE'),
    ...streams(definition),
    ...(definition.SSEDescription !== undefined && { SSEDescription: definition.SSEDescription }),
    ...tableClass(definition),
    DeletionProtectionEnabled: definition.DeletionProtectionEnabled,
  };
}

function throughput(given: Throughput): Record<string, unknown> {
  return { NumberOfDecreasesToday: 0, ...given };
}

function billing(definition: TableDefinition): Record<string, unknown> {
  const { onDemandSinceMs: since, BillingMode: mode } = definition;
  return {
    ...(since !== undefined && {
      BillingModeSummary: { BillingMode: mode, LastUpdateToPayPerRequestDateTime: since / 1000 },
    }),
    ...(definition.OnDemandThroughput !== undefined && { OnDemandThroughput: definition.OnDemandThroughput }),
  };
}

function indexes(table: Table, status: string): Record<string, unknown> {
  const { definition } = table;
  const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = definition;
  const common = (index: IndexDefinition) => {
    const { rows } = table.indexes.get(index.IndexName) as { readonly rows: SortedRows };
    return {
      IndexName: index.IndexName,
      KeySchema: index.KeySchema,
      Projection: index.Projection,
      IndexSizeBytes: rows.bytes,
      ItemCount: rows.size,
      IndexArn: `${definition.TableArn}/index/${index.IndexName}`,
    };
  };
  const globals = global.map((index) => ({
    ...common(index),
    IndexStatus: status,
    ProvisionedThroughput: throughput(
      index.ProvisionedThroughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    ),
    ...(index.OnDemandThroughput !== undefined && { OnDemandThroughput: index.OnDemandThroughput }),
  }));
  return {
    ...(globals.length > 0 && { GlobalSecondaryIndexes: globals }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local.map(common) }),
  };
}

function streams({ stream, latestStream }: TableDefinition): Record<string, unknown> {
  return {
    ...(stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
    }),
    ...(latestStream !== undefined && {
      LatestStreamLabel: latestStream.label,
      LatestStreamArn: latestStream.arn,
    }),
  };
}

function tableClass({
  TableClass: name,
  tableClassSinceMs: since,
}: TableDefinition): Record<string, unknown> {
  if (name === undefined) return {};
  return {
    TableClassSummary: {
      TableClass: name,
      ...(since !== undefined && { LastUpdateDateTime: since / 1000 }),
    },
  };
}
