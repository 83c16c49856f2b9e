import type { FunctionSpec, Json, PolicySpec, System } from '../system.js';

const place = { file: 'template.yaml', line: 12, column: 3 };

export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;

export function functionSpec(logicalId: string, policies: readonly PolicySpec[]): FunctionSpec {
  return {
    place,
    logicalId,
    stack: '',
    functionName: logicalId.toLowerCase(),
    arn: arn('lambda', `function:${logicalId.toLowerCase()}`),
    runtime: 'nodejs20.x',
    handler: 'index.handler',
    codeDir: '.',
    memoryMb: 128,
    timeoutS: 3,
    environment: {},
    roleArn: `arn:aws:iam::000000000000:role/${logicalId}Role`,
    policies: [...policies, { place, statement: 'AWSLambdaBasicExecutionRole', addedBy: 'SAM' }],
  };
}

/** For tests: one function, `Orders`, with these statements from line 20 on, a table with an index, and a queue. */
export function systemWith(statements: readonly Json[]): System {
  const resource = { place, stack: '' };
  const policies = statements.map((statement, at) => ({
    place: { file: 'template.yaml', line: 20 + at, column: 9 },
    statement,
  }));
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    functions: [functionSpec('Orders', policies)],
    apis: [],
    httpApis: [],
    tables: [
      {
        ...resource,
        logicalId: 'Table',
        tableName: 'orders',
        arn: arn('dynamodb', 'table/orders'),
        create: {
          TableName: 'orders',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: ['pk', 'customer'].map((name) => ({
            AttributeName: name,
            AttributeType: 'S',
          })),
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [
            {
              IndexName: 'by-customer',
              KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
        },
      },
    ],
    queues: [
      {
        ...resource,
        logicalId: 'Queue',
        queueName: 'jobs',
        arn: arn('sqs', 'jobs'),
        fifo: false,
        contentBasedDeduplication: false,
        visibilityTimeoutS: 30,
        messageRetentionS: 60,
        delayS: 0,
        receiveWaitS: 0,
        maximumMessageBytes: 1024,
      },
    ],
    buses: [{ ...resource, logicalId: 'Bus', busName: 'shop', arn: arn('events', 'event-bus/shop') }],
    rules: [],
    eventSourceMappings: [],
    apiKeys: [],
    usagePlans: [],
    usagePlanKeys: [],
    parameters: [],
    permissions: [],
    topics: [],
    subscriptions: [],
    outputs: {},
  };
}
