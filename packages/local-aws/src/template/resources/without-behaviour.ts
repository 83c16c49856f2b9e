import { arn, derivedName, physicalName } from '../names.js';
import type { Declaration, ResourceType } from '../stack/stack.js';

type Attributes = NonNullable<ResourceType['attributes']>;

interface Accepted {
  readonly reason: string;
  readonly properties: string;
  readonly attributes?: Attributes;
  ref?(declaration: Declaration): string | undefined;
}

/** Types that change nothing on one machine, each with the reason and the properties that it has. */
const accepted: Readonly<Record<string, Accepted>> = {
  'AWS::Events::EventBusPolicy': {
    reason: 'there is one account: whoever puts events is held against the policies of its own role',
    properties: 'EventBusName StatementId Statement Action Principal Condition',
  },
  'AWS::Events::Archive': {
    reason: 'the commit log of --data keeps the events; nothing is replayed',
    properties: 'ArchiveName Description EventPattern KmsKeyIdentifier RetentionDays SourceArn',
    ref: (declaration) => physicalName(declaration, 'ArchiveName', 48),
    attributes: {
      ArchiveName: (declaration) => physicalName(declaration, 'ArchiveName', 48),
      Arn: (declaration) =>
        arn(declaration, 'events', `archive/${physicalName(declaration, 'ArchiveName', 48)}`),
    },
  },
  'AWS::Logs::LogGroup': {
    reason: 'what functions write is printed',
    properties:
      'LogGroupName RetentionInDays KmsKeyId DataProtectionPolicy FieldIndexPolicies LogGroupClass ResourcePolicyDocument DeletionProtectionEnabled BearerTokenAuthenticationEnabled Tags',
    ref: (declaration) => physicalName(declaration, 'LogGroupName', 512),
    attributes: {
      Arn: (declaration) =>
        arn(declaration, 'logs', `log-group:${physicalName(declaration, 'LogGroupName', 512)}:*`),
    },
  },
  'AWS::Logs::MetricFilter': {
    reason: 'there are no metrics',
    properties:
      'FilterName FilterPattern LogGroupName MetricTransformations ApplyOnTransformedLogs EmitSystemFieldDimensions FieldSelectionCriteria',
  },
  'AWS::CloudWatch::Alarm': {
    reason: 'there are no metrics',
    properties:
      'ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluationCriteria EvaluationInterval EvaluateLowSampleCountPercentile EvaluationPeriods ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period Statistic Tags Threshold ThresholdMetricId TreatMissingData Unit',
    ref: (declaration) => physicalName(declaration, 'AlarmName', 255),
    attributes: {
      Arn: (declaration) =>
        arn(declaration, 'cloudwatch', `alarm:${physicalName(declaration, 'AlarmName', 255)}`),
    },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    reason: 'there are no metrics',
    properties:
      'ActionsEnabled ActionsSuppressor ActionsSuppressorExtensionPeriod ActionsSuppressorWaitPeriod AlarmActions AlarmDescription AlarmName AlarmRule InsufficientDataActions OKActions Tags',
    ref: (declaration) => physicalName(declaration, 'AlarmName', 255),
  },
  'AWS::CloudWatch::Dashboard': {
    reason: 'there are no metrics',
    properties: 'DashboardBody DashboardName',
    ref: (declaration) => physicalName(declaration, 'DashboardName', 255),
  },
  'AWS::ApiGateway::Account': { reason: 'each request is printed', properties: 'CloudWatchRoleArn' },
};

function resourceType({ reason, properties, attributes, ref }: Accepted): ResourceType {
  return {
    properties: {
      played: [],
      noEffect: Object.fromEntries(properties.split(' ').map((name) => [name, reason])),
    },
    ref: ref ?? ((declaration) => derivedName(declaration, 255)),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

export const typesWithoutBehaviour: readonly (readonly [string, ResourceType])[] = Object.entries(
  accepted,
).map(([name, each]) => [name, resourceType(each)]);
