/** Whatever an input holds, a call answers or fails with an error of the API; the engine itself never breaks. */
import fc from 'fast-check';
import { actions } from './operations/actions.js';
import { DynamoDbError, type TablesService } from './tables.js';
import { simpleTable, testTables } from './test-tables.js';

const key = { id: { S: 'a' } };
const values = { ':v': { N: '1' }, ':s': { S: 'a' } };

/** Values that fit somewhere, and some that fit nowhere. */
const plausible: readonly unknown[] = [
  ...[
    undefined,
    null,
    0,
    1,
    -1,
    1.5,
    true,
    false,
    '',
    'a',
    'things',
    'x'.repeat(300),
    [],
    {},
    [[]],
    [{}],
    [null],
  ],
  ...[
    key,
    [key],
    { a: null },
    { id: 1 },
    { id: { S: 1 } },
    { id: { X: 'a' } },
    { id: { S: 'a', N: '1' } },
    values,
  ],
  ...[{ '#a': 'id' }, { things: [{ PutRequest: { Item: key } }, {}] }, { things: { Keys: [key, {}] } }],
  ...['id = :s', 'attribute_exists(id)', 'SET n = :v', 'id', 'id, #a', 'REMOVE id', '((', 'HASH', 'RANGE'],
  ...['ALL_NEW', 'ALL_OLD', 'COUNT', 'TOTAL', 'INDEXES', 'SIZE', 'PROVISIONED', 'PAY_PER_REQUEST', 'LATEST'],
  ...[{ id: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } }, { id: { Exists: false } }],
  ...[
    { n: { Action: 'ADD', Value: { N: '1' } } },
    [{ Put: { TableName: 'things', Item: key } }],
    [{ Get: {} }],
  ],
  ...[
    'SELECT * FROM things',
    `INSERT INTO things VALUE {'id': 'b'}`,
    [{ Statement: 'SELECT * FROM things' }],
  ],
  ...[[{ Key: 'k', Value: 'v' }], [{ AttributeName: 'id', KeyType: 'HASH' }], { StreamEnabled: true }],
  ...[[{ AttributeName: 'id', AttributeType: 'S' }], { Enabled: true, AttributeName: 't' }, [{ Create: {} }]],
  'arn:aws:dynamodb:us-east-1:123456789012:table/things',
];

const members = [
  ...[
    'Key',
    'Item',
    'Keys',
    'RequestItems',
    'TransactItems',
    'Statement',
    'Statements',
    'TransactStatements',
  ],
  ...['ConditionExpression', 'UpdateExpression', 'ProjectionExpression', 'FilterExpression', 'Parameters'],
  ...[
    'KeyConditionExpression',
    'ExpressionAttributeNames',
    'ExpressionAttributeValues',
    'Expected',
    'NextToken',
  ],
  ...[
    'AttributeUpdates',
    'AttributesToGet',
    'KeyConditions',
    'QueryFilter',
    'ScanFilter',
    'ConditionalOperator',
  ],
  ...[
    'ExclusiveStartKey',
    'Limit',
    'Segment',
    'TotalSegments',
    'Select',
    'IndexName',
    'ReturnValues',
    'Tags',
  ],
  ...['ReturnConsumedCapacity', 'ReturnItemCollectionMetrics', 'ClientRequestToken', 'KeySchema', 'TagKeys'],
  ...[
    'AttributeDefinitions',
    'BillingMode',
    'ProvisionedThroughput',
    'GlobalSecondaryIndexes',
    'ResourceArn',
  ],
  ...['LocalSecondaryIndexes', 'StreamSpecification', 'SSESpecification', 'GlobalSecondaryIndexUpdates'],
  ...['TimeToLiveSpecification', 'PointInTimeRecoverySpecification', 'StreamArn', 'ShardId', 'ShardIterator'],
  ...['ShardIteratorType', 'SequenceNumber', 'ConsistentRead', 'ScanIndexForward', 'TableClass'],
];

const input = fc
  .tuple(
    fc.constantFrom('things', 'things', 'things', 'others', undefined, 7),
    fc.dictionary(fc.constantFrom(...members), fc.constantFrom(...plausible), { maxKeys: 8 }),
  )
  .map(([TableName, rest]) => ({ TableName, ...rest }));

const allActions = Object.entries(actions).flatMap(([service, map]) =>
  [...map.keys()].map((action) => ({ service: service as TablesService, action })),
);

test.each(allActions)('$action takes any input', async ({ service, action }) => {
  const engine = testTables();
  await engine.dynamodb('CreateTable', simpleTable);
  await engine.dynamodb('PutItem', { TableName: 'things', Item: { ...key, n: { N: '1' } } });
  await fc.assert(
    fc.asyncProperty(input, async (each) => {
      try {
        const answer = await engine.tables.call(service, action, each);
        expect(JSON.parse(JSON.stringify(answer))).toBeDefined();
      } catch (error) {
        if (!(error instanceof DynamoDbError)) throw error;
        expect(error.message).not.toBe('');
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});
