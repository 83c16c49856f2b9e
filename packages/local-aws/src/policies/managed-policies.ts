import type { Json } from '../system.js';

function allow(actions: string): Json {
  return { Effect: 'Allow', Action: actions.split(' '), Resource: '*' };
}

const logs = 'logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents';
const xray =
  'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries';

/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html */
const managedPolicies: Readonly<Record<string, Json>> = {
  AWSLambdaBasicExecutionRole: allow(logs),
  AWSLambdaDynamoDBExecutionRole: allow(
    `dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams ${logs}`,
  ),
  'AWSLambdaInvocation-DynamoDB': allow(
    'lambda:InvokeFunction dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams',
  ),
  AWSLambdaRole: allow('lambda:InvokeFunction'),
  AWSLambdaSQSQueueExecutionRole: allow(
    `sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes ${logs}`,
  ),
  AWSLambdaVPCAccessExecutionRole: allow(
    `${logs} ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses`,
  ),
  AWSXRayDaemonWriteAccess: allow(xray),
  AWSXrayWriteOnlyAccess: allow(xray),
};

export const managedPolicyNames = Object.keys(managedPolicies);

/** The statement of a policy that AWS manages, by its name or ARN; undefined for one that is not known here. */
export function managedPolicy(nameOrArn: string): Json | undefined {
  const name = /^arn:aws[\w-]*:iam::aws:policy\/(?:[\w-]+\/)*([\w-]+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
  return Object.hasOwn(managedPolicies, name) ? managedPolicies[name] : undefined;
}
