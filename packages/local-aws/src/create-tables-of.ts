import type { Tables } from '@atoll/embedded-dynamodb';
import { isApiError } from './endpoint/api-error.js';
import { StartError, type StartProblem } from './parts.js';
import type { TableSpec } from './system.js';

/** Members of CreateTable's input or of DescribeTable's answer: what they have in common is the schema. */
type Schema = Readonly<Record<string, unknown>>;

const service = 'DynamoDB_20120810';

/** JSON with members and lists in one order, so that equal schemas are equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const members = (value: unknown): Schema => (typeof value === 'object' && value !== null ? { ...value } : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const unordered = (value: readonly unknown[]) => value.map(canonical).sort().join();

function indexes(value: unknown): string {
  const schemas = list(value).map(members);
  return unordered(
    schemas.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
  );
}

/** What a template says of a table and what its data was written for, member by member. */
function schemaOf(table: Schema): Readonly<Record<string, string>> {
  const { StreamEnabled, StreamViewType } = members(table.StreamSpecification);
  return {
    KeySchema: canonical(table.KeySchema),
    AttributeDefinitions: unordered(list(table.AttributeDefinitions)),
    GlobalSecondaryIndexes: indexes(table.GlobalSecondaryIndexes),
    LocalSecondaryIndexes: indexes(table.LocalSecondaryIndexes),
    StreamSpecification: StreamEnabled === true ? String(StreamViewType) : 'none',
  };
}

async function describe(tables: Tables, tableName: string): Promise<Schema | undefined> {
  try {
    const { Table } = (await tables.call(service, 'DescribeTable', { TableName: tableName })) as {
      Table: Schema;
    };
    return Table;
  } catch (error) {
    if (isApiError(error) && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function difference(spec: TableSpec, present: Schema): StartProblem | undefined {
  const wanted = schemaOf(spec.create);
  const kept = schemaOf(present);
  const changed = Object.keys(wanted).filter((member) => wanted[member] !== kept[member]);
  if (changed.length === 0) return undefined;
  const texts = changed.map(
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
