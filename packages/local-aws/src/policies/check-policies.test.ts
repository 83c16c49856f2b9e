import type { FunctionSpec, Json, System } from '../system.js';
import { checkPolicies } from './check-policies.js';
import { arn, functionSpec, systemWith } from './system-fixture.js';

const lines = (system: System) =>
  checkPolicies(system).map(({ place, code, what }) => `${place?.line} ${code} ${what}`);

const remedies = (system: System) => checkPolicies(system).map(({ remedy }) => remedy);

function withFunction(change: Partial<FunctionSpec>, statements: readonly Json[] = []): System {
  const system = systemWith(statements);
  return { ...system, functions: system.functions.map((spec) => ({ ...spec, ...change })) };
}

test('known managed policies pass, by name and by ARN; others are refused where they stand', () => {
  const known = ['AWSLambdaRole', 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole'];
  expect(lines(systemWith(known))).toEqual([]);
  const unknown = ['AdministratorAccess', 'arn:aws:iam::000000000000:policy/AWSLambdaRole'];
  expect(lines(systemWith(unknown))).toEqual([
    '20 managed-policy-unknown Orders has the managed policy AdministratorAccess: what it grants is not known here',
    '21 managed-policy-unknown Orders has the managed policy arn:aws:iam::000000000000:policy/AWSLambdaRole: what it grants is not known here',
  ]);
});

test('a statement that is not played is refused where it stands', () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition };
  expect(lines(systemWith(['AWSLambdaRole', statement]))).toEqual([
    expect.stringMatching(
      /^21 policy-unsupported a statement of Orders has the Condition operator 'IpAddress'/,
    ),
  ]);
});

test('functions whose key ids are the same are refused', () => {
  const system = { ...systemWith([]), functions: [functionSpec('Orders', []), functionSpec('ORDERS', [])] };
  expect(lines(system)).toEqual([
    '12 access-key-shared ORDERS and Orders differ in small and capital letters alone',
  ]);
});

const dead = arn('sqs', 'jobs');
const sending = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: dead };

test('a dead-letter queue must be granted', () => {
  expect(lines(withFunction({ deadLetterArn: dead }))).toEqual([
    `12 policy-missing Orders must be allowed sqs:SendMessage on ${dead}: Lambda sends there what the function has failed on (DeadLetterQueue)`,
  ]);
  expect(remedies(withFunction({ deadLetterArn: dead }))).toEqual([
    'add to the Policies of Orders: - Statement: [{ Effect: Allow, Action: [sqs:SendMessage], Resource: !GetAtt Queue.Arn }]',
  ]);
  expect(lines(withFunction({ deadLetterArn: dead }, [sending]))).toEqual([]);
});

function withMapping(kind: 'sqs' | 'dynamodb', statements: readonly Json[]): System {
  const system = systemWith(statements);
  const [spec] = system.functions;
  const mapping = {
    place: { file: 'template.yaml', line: 30, column: 3 },
    logicalId: 'Mapping',
    stack: '',
    uuid: '1',
    functionArn: spec?.arn ?? '',
    source: { kind, arn: kind === 'sqs' ? dead : arn('dynamodb', 'table/orders') },
    enabled: true,
    batchSize: 1,
    maximumBatchingWindowS: 0,
    reportBatchItemFailures: false,
    filterPatterns: [],
    startingPosition: 'LATEST' as const,
    bisectBatchOnFunctionError: false,
    maximumRetryAttempts: 1,
    maximumRecordAgeS: -1,
    parallelizationFactor: 1,
    onFailureArn: dead,
  };
  return {
    ...system,
    eventSourceMappings: [mapping, { ...mapping, functionArn: 'another', onFailureArn: 'x' }],
  };
}

test('what polls for the function must be granted, and where failures go', () => {
  const missing = (kind: 'sqs' | 'dynamodb', statements: readonly Json[]) =>
    checkPolicies(withMapping(kind, statements)).map(({ what }) => / (\w+:\w+) on /.exec(what)?.[1]);
  expect(missing('sqs', [])).toEqual([
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:SendMessage',
  ]);
  expect(missing('sqs', ['AWSLambdaSQSQueueExecutionRole', sending])).toEqual([]);
  expect(missing('dynamodb', [sending])).toEqual([
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
  ]);
  expect(missing('dynamodb', ['AWSLambdaDynamoDBExecutionRole', sending])).toEqual([]);
});

test('where the template names the role, the statement belongs there; of another stack there is only the ARN', () => {
  const system = withFunction({ deadLetterArn: dead, policies: [], stack: 'Other' });
  expect(remedies(system)).toEqual([
    `add to the policies of the role OrdersRole: - Statement: [{ Effect: Allow, Action: [sqs:SendMessage], Resource: ${dead} }]`,
  ]);
});

test('destinations must be granted, each by what Lambda does there', () => {
  const other = arn('lambda', 'function:other');
  const eventInvoke = { onFailureArn: dead, onSuccessArn: other };
  const missing = (policies: FunctionSpec['policies']) =>
    checkPolicies(withFunction({ eventInvoke, policies })).map(
      ({ what }) => / (\w+:\w+ on \S+):/.exec(what)?.[1],
    );
  expect(missing([])).toEqual([`sqs:SendMessage on ${dead}`, `lambda:InvokeFunction on ${other}`]);
  const granted = {
    Effect: 'Allow',
    Action: ['sqs:SendMessage', 'lambda:InvokeFunction'],
    Resource: [dead, other],
  };
  const place = { file: 'template.yaml', line: 1, column: 1 };
  expect(missing([{ place, statement: granted }])).toEqual([]);
});
