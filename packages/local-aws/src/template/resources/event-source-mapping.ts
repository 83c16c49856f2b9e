import type { EventSourceMappingSpec, Json } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { stableUuid } from '../names.js';
import type { PropertyTable } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { functionArnOf } from './function-name.js';
import { resourceOf } from './resource-of.js';

/** What a mapping has beside its function and its source, in all three forms: own resource, SQS and DynamoDB event. */
const played = [
  'BatchSize Enabled FilterCriteria FunctionResponseTypes MaximumBatchingWindowInSeconds ScalingConfig',
  'StartingPosition BisectBatchOnFunctionError MaximumRetryAttempts MaximumRecordAgeInSeconds',
  'ParallelizationFactor DestinationConfig',
].flatMap((names) => names.split(' '));

export function mappingProperties(own: readonly string[]): PropertyTable {
  return {
    played: [...played, ...own],
    noEffect: {
      KmsKeyArn: 'nothing on this machine is encrypted',
      MetricsConfig: 'there are no metrics',
      ProvisionedPollerConfig: 'one poller is enough',
      Tags: 'for billing and search',
    },
    refused: { TumblingWindowInSeconds: 'Keep the state of windows in a table.' },
  };
}

export interface MappingOf {
  readonly logicalId: string;
  readonly functionArn: string | undefined;
  readonly sourceArn: string | undefined;
}

/** Reads a mapping and adds it to the system. */
export function readMapping(declaration: Declaration, fields: Fields, of: MappingOf): void {
  if (of.functionArn === undefined || of.sourceArn === undefined) return;
  const source = sourceOf(of.sourceArn);
  if (source === undefined) {
    fields.problems.add(fields.node.place, {
      code: 'unsupported-value',
      what: `${fields.title}: ${of.sourceArn} is the ARN of neither a queue nor a table's stream`,
      remedy: 'Events come from AWS::SQS::Queue and from the stream of AWS::DynamoDB::Table.',
    });
    return;
  }
  const { path } = declaration.stack;
  declaration.stack.reading.parts.eventSourceMappings.push({
    ...resourceOf(declaration),
    logicalId: of.logicalId,
    place: fields.node.place,
    uuid: stableUuid(`mapping ${path}/${of.logicalId}`),
    functionArn: of.functionArn,
    source,
    enabled: fields.boolean('Enabled') ?? true,
    ...(source.kind === 'sqs' ? sqsOptions(fields, source.arn) : streamOptions(fields)),
    reportBatchItemFailures: readResponseTypes(fields),
    filterPatterns: readFilters(fields),
  });
}

/** A mapping names the table by the ARN of its stream. */
function sourceOf(arn: string): EventSourceMappingSpec['source'] | undefined {
  if (/^arn:[^:]+:sqs:/.test(arn)) return { kind: 'sqs', arn };
  if (/^arn:[^:]+:dynamodb:.*\/stream\//.test(arn))
    return { kind: 'dynamodb', arn: arn.replace(/\/stream\/.*$/, '') };
  return undefined;
}

type Options = Omit<
  EventSourceMappingSpec,
  | keyof ReturnType<typeof resourceOf>
  | 'uuid'
  | 'functionArn'
  | 'source'
  | 'enabled'
  | 'reportBatchItemFailures'
  | 'filterPatterns'
>;

function sqsOptions(fields: Fields, arn: string): Options {
  refuse(fields, streamOnly, 'is for streams, not for queues');
  const batchSize = fields.integer('BatchSize', [1, arn.endsWith('.fifo') ? 10 : 10000]) ?? 10;
  const maximumBatchingWindowS = fields.integer('MaximumBatchingWindowInSeconds', [0, 300]) ?? 0;
  if (batchSize > 10 && maximumBatchingWindowS === 0)
    fields.unsupported('BatchSize', 'more than 10 needs MaximumBatchingWindowInSeconds of at least 1');
  const scaling = fields.map('ScalingConfig');
  scaling?.allow({ played: ['MaximumConcurrency'] });
  const maximumConcurrency = scaling?.integer('MaximumConcurrency', [2, 1000]);
  return {
    ...untilExpiry,
    batchSize,
    maximumBatchingWindowS,
    ...(maximumConcurrency === undefined ? {} : { maximumConcurrency }),
  };
}

const streamOnly = [
  'StartingPosition BisectBatchOnFunctionError MaximumRetryAttempts MaximumRecordAgeInSeconds',
  'ParallelizationFactor DestinationConfig',
].flatMap((names) => names.split(' '));

const untilExpiry = {
  startingPosition: 'TRIM_HORIZON',
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: -1,
  maximumRecordAgeS: -1,
  parallelizationFactor: 1,
} as const;

function streamOptions(fields: Fields): Options {
  refuse(fields, ['ScalingConfig'], 'is for queues, not for streams');
  fields.require('StartingPosition');
  const age = fields.integer('MaximumRecordAgeInSeconds', [-1, 604800]) ?? -1;
  if (age > -1 && age < 60) fields.unsupported('MaximumRecordAgeInSeconds', 'is -1 or at least 60');
  const startingPosition = fields.oneOf('StartingPosition', ['TRIM_HORIZON', 'LATEST']);
  return {
    batchSize: fields.integer('BatchSize', [1, 10000]) ?? 100,
    maximumBatchingWindowS: fields.integer('MaximumBatchingWindowInSeconds', [0, 300]) ?? 0,
    startingPosition: startingPosition ?? 'TRIM_HORIZON',
    bisectBatchOnFunctionError: fields.boolean('BisectBatchOnFunctionError') ?? false,
    maximumRetryAttempts: fields.integer('MaximumRetryAttempts', [-1, 10000]) ?? -1,
    maximumRecordAgeS: age,
    parallelizationFactor: fields.integer('ParallelizationFactor', [1, 10]) ?? 1,
    ...defined<{ onFailureArn: string }>({ onFailureArn: readOnFailure(fields) }),
  };
}

function refuse(fields: Fields, names: readonly string[], why: string): void {
  for (const name of names) if (fields.has(name)) fields.unsupported(name, why);
}

function readOnFailure(fields: Fields): string | undefined {
  const config = fields.map('DestinationConfig');
  config?.allow({ played: ['OnFailure'] });
  const onFailure = config?.map('OnFailure');
  onFailure?.allow({ played: ['Destination', 'Type'] });
  onFailure?.require('Destination');
  if (onFailure?.has('Type')) onFailure.oneOf('Type', ['SQS']);
  return onFailure?.string('Destination');
}

function readResponseTypes(fields: Fields): boolean {
  const types = fields.strings('FunctionResponseTypes');
  for (const type of types)
    if (type !== 'ReportBatchItemFailures')
      fields.unsupported('FunctionResponseTypes', `'${type}' is not ReportBatchItemFailures`);
  return types.includes('ReportBatchItemFailures');
}

/** Lambda takes up to 5 filters, 10 on request. */
function readFilters(fields: Fields): Json[] {
  const criteria = fields.map('FilterCriteria');
  criteria?.allow({ played: ['Filters'] });
  const filters = criteria?.maps('Filters') ?? [];
  if (filters.length > 10) criteria?.unsupported('Filters', 'a mapping has at most 10 filters');
  return filters.flatMap((filter) => {
    filter.allow({ played: ['Pattern'] });
    filter.require('Pattern');
    const pattern = filter.json('Pattern');
    return pattern === undefined ? [] : [pattern];
  });
}

function mappingId({ stack, logicalId }: Declaration): string {
  return stableUuid(`mapping ${stack.path}/${logicalId}`);
}

function read(declaration: Declaration, fields: Fields): void {
  fields.require('FunctionName');
  fields.require('EventSourceArn');
  const name = fields.string('FunctionName');
  readMapping(declaration, fields, {
    logicalId: declaration.logicalId,
    functionArn: name === undefined ? undefined : functionArnOf(declaration, name),
    sourceArn: fields.string('EventSourceArn'),
  });
}

export const eventSourceMapping: ResourceType = {
  properties: mappingProperties(['FunctionName', 'EventSourceArn']),
  ref: mappingId,
  attributes: { Id: mappingId },
  read,
};
