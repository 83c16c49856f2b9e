import type { IndexDefinition, TableDefinition } from '../engine/definition.js';
import { DynamoDbError } from '../tables.js';
import { invalidParameter, limitExceeded, validationError } from '../validation/errors.js';
import { changedThroughput, type UpdateContext } from './throughput.js';

/** One of the three is present. */
export interface IndexUpdate {
  readonly Create?: IndexDefinition;
  readonly Update?: Partial<IndexDefinition> & { readonly IndexName: string };
  readonly Delete?: { readonly IndexName: string };
}

interface IndexInput {
  readonly AttributeDefinitions?: TableDefinition['AttributeDefinitions'];
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
}

/** The table with its global indexes created, changed and deleted. */
export function updateIndexes(
  table: TableDefinition,
  { GlobalSecondaryIndexUpdates: updates = [], AttributeDefinitions: added = [] }: IndexInput,
  { atMs }: UpdateContext,
): TableDefinition {
  if (updates.filter((update) => update.Update === undefined).length > 1) {
    throw limitExceeded(
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  let indexes = table.GlobalSecondaryIndexes;
  for (const update of updates) {
    if (update.Create !== undefined) indexes = created(table, indexes, update.Create);
    else if (update.Update !== undefined) indexes = changed(indexes, update.Update, atMs);
    else if (update.Delete !== undefined) indexes = deleted(indexes, update.Delete.IndexName);
    else {
      throw invalidParameter(
        'One of GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Delete must not be null',
      );
    }
  }
  const next = { ...table, GlobalSecondaryIndexes: indexes };
  return { ...next, AttributeDefinitions: definitions(next, added) };
}

type Indexes = readonly IndexDefinition[];

function created(table: TableDefinition, indexes: Indexes, index: IndexDefinition): Indexes {
  if ([...indexes, ...table.LocalSecondaryIndexes].some((each) => each.IndexName === index.IndexName)) {
    throw validationError(`Attempting to create an index which already exists: ${index.IndexName}`);
  }
  const isOnDemand = table.BillingMode === 'PAY_PER_REQUEST';
  if (isOnDemand && index.ProvisionedThroughput !== undefined) {
    throw invalidParameter(
      `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  if (!isOnDemand && index.ProvisionedThroughput === undefined) {
    throw invalidParameter(`ProvisionedThroughput is not specified for index: ${index.IndexName}`);
  }
  return [...indexes, index];
}

function changed(indexes: Indexes, update: NonNullable<IndexUpdate['Update']>, atMs: number): Indexes {
  requireIndex(indexes, update.IndexName);
  return indexes.map((index) => {
    if (index.IndexName !== update.IndexName) return index;
    const { ProvisionedThroughput: wanted, OnDemandThroughput } = update;
    const present = index.ProvisionedThroughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
    return {
      ...index,
      ...(wanted !== undefined && { ProvisionedThroughput: changedThroughput(present, wanted, atMs) }),
      ...(OnDemandThroughput !== undefined && { OnDemandThroughput }),
    };
  });
}

function deleted(indexes: Indexes, name: string): Indexes {
  requireIndex(indexes, name);
  return indexes.filter((index) => index.IndexName !== name);
}

function requireIndex(indexes: Indexes, name: string): void {
  if (indexes.some((index) => index.IndexName === name)) return;
  throw new DynamoDbError('ResourceNotFoundException', 'Requested resource not found');
}

/** The definitions still in use, and those that the update brings; a definition cannot be changed. */
function definitions(
  table: TableDefinition,
  added: TableDefinition['AttributeDefinitions'],
): TableDefinition['AttributeDefinitions'] {
  const indexes = [...table.GlobalSecondaryIndexes, ...table.LocalSecondaryIndexes];
  const schemas = [table.KeySchema, ...indexes.map((index) => index.KeySchema)];
  const used = new Set(schemas.flat().map((element) => element.AttributeName));
  const present = table.AttributeDefinitions.filter((each) => used.has(each.AttributeName));
  const isNew = (name: string) => present.every((each) => each.AttributeName !== name);
  return [...present, ...added.filter((each) => isNew(each.AttributeName))];
}
