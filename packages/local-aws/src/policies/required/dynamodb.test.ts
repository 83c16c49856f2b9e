import { arn, systemWith } from '../system-fixture.js';
import { dynamoDbAccess, streamsAccess } from './dynamodb.js';

const system = systemWith([]);
const table = arn('dynamodb', 'table/orders');
const byCustomer = `${table}/index/by-customer`;
const TableName = 'orders';
const key = (pk: string) => ({ pk: { S: pk } });

function pairs(action: string, input: object): string[] {
  return dynamoDbAccess(action, { ...input }, system).map((access) => `${access.action} ${access.resource}`);
}

test.each([
  ['GetItem', { TableName, Key: key('a') }, [`dynamodb:GetItem ${table}`]],
  ['PutItem', { TableName: table, Item: key('a') }, [`dynamodb:PutItem ${table}`]],
  ['UpdateItem', { TableName, Key: key('a') }, [`dynamodb:UpdateItem ${table}`]],
  ['DeleteItem', { TableName, Key: key('a') }, [`dynamodb:DeleteItem ${table}`]],
  ['Query', { TableName }, [`dynamodb:Query ${table}`]],
  ['Query', { TableName, IndexName: 'by-customer' }, [`dynamodb:Query ${byCustomer}`]],
  ['Scan', { TableName, IndexName: 'by-customer' }, [`dynamodb:Scan ${byCustomer}`]],
  ['DescribeTable', { TableName }, [`dynamodb:DescribeTable ${table}`]],
  ['TagResource', { ResourceArn: table }, [`dynamodb:TagResource ${table}`]],
  ['ListTables', {}, [`dynamodb:ListTables ${arn('dynamodb', 'table/*')}`]],
  ['GetItem', { TableName: 7 }, []],
  ['BatchGetItem', { RequestItems: { orders: { Keys: [] } } }, [`dynamodb:BatchGetItem ${table}`]],
  [
    'BatchWriteItem',
    { RequestItems: { orders: [], other: [] } },
    [`dynamodb:BatchWriteItem ${table}`, `dynamodb:BatchWriteItem ${arn('dynamodb', 'table/other')}`],
  ],
  [
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName } },
        { Update: { TableName } },
        { Delete: { TableName } },
        { ConditionCheck: { TableName: 'other' } },
        { Unknown: { TableName } },
      ],
    },
    [
      `dynamodb:PutItem ${table}`,
      `dynamodb:UpdateItem ${table}`,
      `dynamodb:DeleteItem ${table}`,
      `dynamodb:ConditionCheckItem ${arn('dynamodb', 'table/other')}`,
    ],
  ],
  ['TransactGetItems', { TransactItems: [{ Get: { TableName } }] }, [`dynamodb:GetItem ${table}`]],
])('%s %j requires %j', (action, input, expected) => {
  expect(pairs(action, input)).toEqual(expected);
});

test.each([
  ['SELECT * FROM "orders" WHERE pk = ?', `dynamodb:PartiQLSelect ${table}`],
  ['select a, b from "orders"."by-customer"', `dynamodb:PartiQLSelect ${byCustomer}`],
  ["EXISTS(SELECT * FROM orders WHERE pk='a')", `dynamodb:PartiQLSelect ${table}`],
  [`INSERT INTO "orders" VALUE {'pk':'a'}`, `dynamodb:PartiQLInsert ${table}`],
  ['UPDATE orders SET a = 1', `dynamodb:PartiQLUpdate ${table}`],
  ['INSERT INTO "orders"VALUE {}', `dynamodb:PartiQLInsert ${table}`],
  ['SELECT*FROM"orders"', `dynamodb:PartiQLSelect ${table}`],
  ['UPDATE "orders"."by-customer" SET a = 1', `dynamodb:PartiQLUpdate ${byCustomer}`],
  ['DELETE orders', `dynamodb:PartiQLDelete ${arn('dynamodb', 'table/*')}`],
  [' DELETE FROM orders', `dynamodb:PartiQLDelete ${table}`],
])('the statement %s requires %s', (Statement, expected) => {
  expect(pairs('ExecuteStatement', { Statement })).toEqual([expected]);
  expect(pairs('BatchExecuteStatement', { Statements: [{ Statement }] })).toEqual([expected]);
  expect(pairs('ExecuteTransaction', { TransactStatements: [{ Statement }] })).toEqual([expected]);
});

test('what is no statement of PartiQL requires nothing, and is refused by DynamoDB itself', () => {
  expect(pairs('ExecuteStatement', { Statement: 'DROP TABLE orders' })).toEqual([]);
});

function leadingKeys(action: string, input: object): unknown {
  return dynamoDbAccess(action, { TableName, ...input }, system).map(
    ({ context }) => context?.['dynamodb:LeadingKeys'],
  );
}

const values = { ExpressionAttributeValues: { ':pk': { S: 'a' }, ':n': { N: '1' } } };

test.each([
  ['GetItem', { Key: key('a') }, ['a']],
  ['PutItem', { Item: { ...key('b'), other: { S: 'c' } } }, ['b']],
  ['GetItem', { Key: { other: { S: 'a' } } }, 'unknown'],
  ['BatchGetItem', { RequestItems: { orders: { Keys: [key('a'), key('b')] } } }, ['a', 'b']],
  [
    'BatchWriteItem',
    { RequestItems: { orders: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }] } },
    ['a', 'b'],
  ],
  ['TransactWriteItems', { TransactItems: [{ Put: { TableName, Item: key('a') } }] }, ['a']],
  ['Query', { KeyConditionExpression: 'pk = :pk AND sk > :n', ...values }, ['a']],
  ['Query', { KeyConditionExpression: ':n < sk AND :pk=pk', ...values }, ['a']],
  [
    'Query',
    { KeyConditionExpression: '#p = :pk', ExpressionAttributeNames: { '#p': 'pk' }, ...values },
    ['a'],
  ],
  ['Query', { KeyConditionExpression: 'other = :pk', ...values }, 'unknown'],
  ['Query', { KeyConditions: { pk: { AttributeValueList: [{ S: 'a' }] } } }, ['a']],
  ['Query', { IndexName: 'by-customer', KeyConditionExpression: 'customer = :pk', ...values }, ['a']],
  ['Query', { IndexName: 'by-customer', KeyConditionExpression: 'pk = :pk', ...values }, 'unknown'],
  ['GetItem', { TableName: 'nowhere', Key: key('a') }, 'unknown'],
  ['Scan', {}, undefined],
  ['ExecuteStatement', { Statement: 'SELECT * FROM orders' }, 'unknown'],
])('the leading keys of %s %j are %j', (action, input, expected) => {
  expect(leadingKeys(action, input)).toEqual([expected]);
});

test('the items of a transaction know the operation around them', () => {
  const [access] = dynamoDbAccess('TransactGetItems', { TransactItems: [{ Get: { TableName } }] }, system);
  expect(access?.context?.['dynamodb:EnclosingOperation']).toEqual(['TransactGetItems']);
});

test('a stream is named by its ARN or by an iterator, and is the one that StreamArn stands for', () => {
  const stream = `${table}/stream/2026-01-01T00:00:00.000`;
  const resource = `${table}/stream/latest`;
  expect(streamsAccess('DescribeStream', { StreamArn: stream }, system)).toEqual([
    { action: 'dynamodb:DescribeStream', resource },
  ]);
  expect(streamsAccess('GetRecords', { ShardIterator: `${stream}|1|abc` }, system)).toEqual([
    { action: 'dynamodb:GetRecords', resource },
  ]);
  expect(streamsAccess('ListStreams', { TableName }, system)).toEqual([
    { action: 'dynamodb:ListStreams', resource: `${table}/stream/*` },
  ]);
  expect(streamsAccess('ListStreams', {}, system)[0]?.resource).toBe(arn('dynamodb', 'table/*/stream/*'));
  expect(streamsAccess('GetRecords', {}, system)).toEqual([]);
});
