import { compileArn, compilePattern } from './pattern.js';

test.each([
  ['dynamodb:*', 'dynamodb:PutItem', true],
  ['dynamodb:Put*', 'dynamodb:GetItem', false],
  ['dynamodb:?etItem', 'dynamodb:GetItem', true],
  ['dynamodb:?etItem', 'dynamodb:etItem', false],
  ['a.c', 'abc', false],
  ['*', 'any\nthing', true],
  ['[x]', '[x]', true],
  ['get', 'forget', false],
  ['get', 'gets', false],
])('%s on %j is %s', (pattern, text, expected) => {
  expect(compilePattern(pattern)(text)).toBe(expected);
});

test('letters count unless they are not to', () => {
  expect(compilePattern('DynamoDB:putitem')('dynamodb:PutItem')).toBe(false);
  expect(compilePattern('DynamoDB:putitem', 'ignore-case')('dynamodb:PutItem')).toBe(true);
});

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';

test.each([
  ['*', table, true],
  [table, table, true],
  [table, `${table}/index/by-customer`, false],
  [`${table}/index/*`, `${table}/index/by-customer`, true],
  [`${table}*`, `${table}/index/by-customer`, true],
  ['arn:aws:dynamodb:*:*:table/*', table, true],
  ['arn:aws:dynamodb:*:table/orders', table, false],
  ['arn:aws:dynamodb', table, true],
  ['arn:aws:sqs', table, false],
  ['arn:aws:lambda:*:*:function:pay*', 'arn:aws:lambda:us-east-1:000000000000:function:pay:live', true],
  [table, '*', false],
])('the ARN pattern %s on %s is %s', (pattern, arn, expected) => {
  expect(compileArn(pattern)(arn)).toBe(expected);
});
