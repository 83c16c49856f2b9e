import type { EventSourceMappingSpec } from '../../system.js';
import type { Fields } from '../fields.js';
import { arn, stableUuid } from '../names.js';
import type { PropertyTable } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import { functionArnOf } from './function-name.js';
import { readFilters, readResponseTypes, sqsOptions, streamOptions } from './mapping-options.js';
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
      LoggingConfig: 'what happens is printed',
      ProvisionedPollerConfig: 'one poller is enough',
      Tags: 'for billing and search',
    },
    refused: {
      TumblingWindowInSeconds: 'Keep the state of windows in a table.',
      StartingPositionTimestamp: 'Use StartingPosition: TRIM_HORIZON or LATEST.',
    },
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
function sourceOf(sourceArn: string): EventSourceMappingSpec['source'] | undefined {
  if (/^arn:[^:]+:sqs:/.test(sourceArn)) return { kind: 'sqs', arn: sourceArn };
  if (/^arn:[^:]+:dynamodb:.*\/stream\//.test(sourceArn))
    return { kind: 'dynamodb', arn: sourceArn.replace(/\/stream\/.*$/, '') };
  return undefined;
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
  attributes: {
    Id: mappingId,
    EventSourceMappingArn: (declaration) =>
      arn(declaration, 'lambda', `event-source-mapping:${mappingId(declaration)}`),
  },
  read,
};
