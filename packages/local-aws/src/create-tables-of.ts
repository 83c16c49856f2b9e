import type { Tables } from '@atoll/embedded-dynamodb';
import { isApiError } from './endpoint/api-error.js';
import { StartError, type StartProblem } from './parts.js';
import type { Json, TableSpec } from './system.js';

interface Index {
  readonly IndexName: string;
  readonly KeySchema: Json;
  readonly Projection: Json;
}

interface TableDescription {
  readonly KeySchema: Json;
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: string;
  }[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LocalSecondaryIndexes?: readonly Index[];
  readonly StreamSpecification?: { readonly StreamEnabled?: boolean; readonly StreamViewType?: string };
}

const service = 'DynamoDB_20120810';

/** JSON with members and lists in one order, so that equal schemas are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const sorted = (list: readonly unknown[] | undefined) => (list ?? []).map(canonical).sort();

function indexes(list: readonly Index[] | undefined): string[] {
  return sorted(
    (list ?? []).map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
  );
}

/** What a template says of a table and what its data was written for, member by member. */
function schemaOf(table: TableDescription): Readonly<Record<string, string>> {
  const { StreamEnabled, StreamViewType } = table.StreamSpecification ?? {};
  return {
    KeySchema: canonical(table.KeySchema),
    AttributeDefinitions: sorted(table.AttributeDefinitions).join(),
    GlobalSecondaryIndexes: indexes(table.GlobalSecondaryIndexes).join(),
    LocalSecondaryIndexes: indexes(table.LocalSecondaryIndexes).join(),
    StreamSpecification: StreamEnabled === true ? String(StreamViewType) : 'none',
  };
}

async function describe(tables: Tables, tableName: string): Promise<TableDescription | undefined> {
  try {
    const { Table } = (await tables.call(service, 'DescribeTable', { TableName: tableName })) as {
      Table: TableDescription;
    };
    return Table;
  } catch (error) {
    if (isApiError(error) && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function difference(spec: TableSpec, present: TableDescription): StartProblem | undefined {
  const wanted = schemaOf(spec.create as unknown as TableDescription);
  const kept = schemaOf(present);
  const members = Object.keys(wanted).filter((member) => wanted[member] !== kept[member]);
  if (members.length === 0) return undefined;
  const texts = members.map(
    (member) => `${member} is ${wanted[member] || 'none'} here and ${kept[member] || 'none'} in the data`,
  );
  return {
    place: spec.place,
    code: 'table-schema-changed',
    what: `the table ${spec.tableName} differs from the one that the data directory has: ${texts.join('; ')}`,
    remedy: 'start with another --data directory, or take the change back',
  };
}

interface TimeToLive {
  readonly TimeToLiveDescription: { readonly TimeToLiveStatus: string; readonly AttributeName?: string };
}

async function setTimeToLive(
  tables: Tables,
  { tableName: TableName, timeToLiveAttribute: AttributeName }: TableSpec,
): Promise<void> {
  if (AttributeName === undefined) return;
  const { TimeToLiveDescription: present } = (await tables.call(service, 'DescribeTimeToLive', {
    TableName,
  })) as TimeToLive;
  if (present.TimeToLiveStatus === 'ENABLED' && present.AttributeName === AttributeName) return;
  await tables.call(service, 'UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName },
  });
}

async function createTable(tables: Tables, spec: TableSpec): Promise<StartProblem | undefined> {
  const { place, tableName } = spec;
  try {
    const present = await describe(tables, tableName);
    const problem = present && difference(spec, present);
    if (problem !== undefined) return problem;
    if (present === undefined)
      await tables.call(service, 'CreateTable', { ...spec.create, TableName: tableName });
    await setTimeToLive(tables, spec);
    return undefined;
  } catch (error) {
    if (!isApiError(error)) throw error;
    return {
      place,
      code: 'table-refused',
      what: `the table ${tableName} cannot be made: ${error.message}`,
      remedy: 'correct its properties',
    };
  }
}

/** Makes the templates' tables where the log does not have them yet. Errors: StartError with every table that cannot be. */
export async function createTablesOf(specs: readonly TableSpec[], tables: Tables): Promise<void> {
  const problems: StartProblem[] = [];
  for (const spec of specs) {
    const problem = await createTable(tables, spec);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new StartError(problems);
}
