import type { EventSourceMappingSpec, Json, Resource } from '../../system.js';
import { defined, type Fields } from '../fields.js';

/** What a mapping has whose meaning depends on the kind of its source. */
type Options = Omit<
  EventSourceMappingSpec,
  | keyof Resource
  | 'uuid'
  | 'functionArn'
  | 'source'
  | 'enabled'
  | 'reportBatchItemFailures'
  | 'filterPatterns'
>;

export function sqsOptions(fields: Fields, arn: string): Options {
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

export function streamOptions(fields: Fields): Options {
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

export function readResponseTypes(fields: Fields): boolean {
  const types = fields.strings('FunctionResponseTypes');
  for (const type of types)
    if (type !== 'ReportBatchItemFailures')
      fields.unsupported('FunctionResponseTypes', `'${type}' is not ReportBatchItemFailures`);
  return types.includes('ReportBatchItemFailures');
}

/** Lambda takes up to 5 filters, 10 on request. */
export function readFilters(fields: Fields): Json[] {
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
