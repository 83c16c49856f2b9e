import type { Json } from '../../system.js';
import type { Fields } from '../fields.js';
import { arn } from '../names.js';
import type { Declaration } from '../stack/stack.js';

interface PolicyTemplate {
  readonly parameters: readonly string[];
  statements(declaration: Declaration, values: Readonly<Record<string, string>>): Json[];
}

function allow(actions: string, resources: Json): Json {
  const [service, names] = actions.split(': ') as [string, string];
  return {
    Effect: 'Allow',
    Action: names.split(' ').map((name) => `${service}:${name}`),
    Resource: resources,
  };
}

function onTable(actions: string): PolicyTemplate {
  return {
    parameters: ['TableName'],
    statements: (declaration, { TableName }) => {
      const table = arn(declaration, 'dynamodb', `table/${TableName}`);
      return [allow(`dynamodb: ${actions}`, [table, `${table}/index/*`])];
    },
  };
}

function onQueue(actions: string): PolicyTemplate {
  return {
    parameters: ['QueueName'],
    statements: (declaration, { QueueName }) => [
      allow(`sqs: ${actions}`, arn(declaration, 'sqs', QueueName ?? '')),
    ],
  };
}

/** The policy templates of SAM that are known here, with the statements that its page "Policy template list" gives. */
export const policyTemplates: Readonly<Record<string, PolicyTemplate>> = {
  DynamoDBCrudPolicy: onTable(
    'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
  ),
  DynamoDBReadPolicy: onTable('GetItem Scan Query BatchGetItem DescribeTable'),
  DynamoDBWritePolicy: onTable('PutItem UpdateItem BatchWriteItem'),
  DynamoDBStreamReadPolicy: {
    parameters: ['TableName', 'StreamName'],
    statements: (declaration, { TableName, StreamName }) => [
      allow(
        'dynamodb: DescribeStream GetRecords GetShardIterator',
        arn(declaration, 'dynamodb', `table/${TableName}/stream/${StreamName}`),
      ),
      allow('dynamodb: ListStreams', arn(declaration, 'dynamodb', `table/${TableName}/stream/*`)),
    ],
  },
  SQSSendMessagePolicy: onQueue('SendMessage*'),
  SQSPollerPolicy: onQueue(
    'ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch GetQueueAttributes ReceiveMessage',
  ),
  SNSPublishMessagePolicy: {
    parameters: ['TopicName'],
    statements: (declaration, { TopicName }) => [
      allow('sns: Publish', arn(declaration, 'sns', TopicName ?? '')),
    ],
  },
  EventBridgePutEventsPolicy: {
    parameters: ['EventBusName'],
    statements: (declaration, { EventBusName }) => [
      allow('events: PutEvents', arn(declaration, 'events', `event-bus/${EventBusName}`)),
    ],
  },
  SSMParameterReadPolicy: {
    parameters: ['ParameterName'],
    statements: (declaration, { ParameterName }) => [
      allow('ssm: DescribeParameters', '*'),
      allow(
        'ssm: GetParameters GetParameter GetParametersByPath',
        arn(declaration, 'ssm', `parameter/${ParameterName}`),
      ),
    ],
  },
  SSMParameterWithSlashPrefixReadPolicy: {
    parameters: ['ParameterName'],
    statements: (declaration, { ParameterName }) => [
      allow('ssm: DescribeParameters', '*'),
      allow(
        'ssm: GetParameters GetParameter GetParametersByPath',
        arn(declaration, 'ssm', `parameter${ParameterName}`),
      ),
    ],
  },
  AWSSecretsManagerGetSecretValuePolicy: {
    parameters: ['SecretArn'],
    statements: (_, { SecretArn }) => [allow('secretsmanager: GetSecretValue', SecretArn ?? '')],
  },
  CloudWatchPutMetricPolicy: {
    parameters: [],
    statements: () => [allow('cloudwatch: PutMetricData', '*')],
  },
  LambdaInvokePolicy: {
    parameters: ['FunctionName'],
    statements: (declaration, { FunctionName }) => [
      allow('lambda: InvokeFunction', arn(declaration, 'lambda', `function:${FunctionName}*`)),
    ],
  },
};

/** The statements of a policy template with its parameters. */
export function expandPolicyTemplate(declaration: Declaration, template: string, values: Fields): Json[] {
  const { parameters, statements } = policyTemplates[template]!;
  values.allow({ played: parameters });
  for (const parameter of parameters) values.require(parameter);
  const given = parameters.map((parameter) => [parameter, values.string(parameter) ?? ''] as const);
  return statements(declaration, Object.fromEntries(given));
}
