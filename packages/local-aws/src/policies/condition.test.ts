import type { Json } from '../system.js';
import { readConditions } from './condition.js';

function holds(condition: Json, context: Record<string, string[] | 'unknown'>): (boolean | undefined)[] {
  const access = { action: 'dynamodb:GetItem', resource: '*', context };
  return readConditions(condition).map((each) => each(access));
}

const source = (...values: string[]) => ({ 'events:source': values });

test.each([
  ['StringEquals', 'orders', source('orders'), true],
  ['StringEquals', 'orders', source('Orders'), false],
  ['StringEquals', ['a', 'b'], source('b'), true],
  ['StringEquals', 'orders', {}, false],
  ['StringEqualsIfExists', 'orders', {}, true],
  ['StringEqualsIfExists', 'orders', source('x'), false],
  ['StringNotEquals', 'orders', source('orders'), false],
  ['StringNotEquals', ['a', 'b'], source('c'), true],
  ['StringNotEquals', ['a', 'b'], source('b'), false],
  ['StringNotEquals', 'orders', {}, true],
  ['StringEqualsIgnoreCase', 'ORDERS', source('orders'), true],
  ['StringNotEqualsIgnoreCase', 'ORDERS', source('orders'), false],
  ['StringLike', 'ord*', source('orders'), true],
  ['StringLike', 'ord*', source('payments'), false],
  ['StringNotLike', 'ord*', source('payments'), true],
  ['ForAllValues:StringEquals', ['a', 'b'], source('a', 'b'), true],
  ['ForAllValues:StringEquals', ['a', 'b'], source('a', 'c'), false],
  ['ForAllValues:StringEquals', 'a', {}, true],
  ['ForAnyValue:StringEquals', 'a', source('a', 'c'), true],
  ['ForAnyValue:StringEquals', 'a', source('b', 'c'), false],
  ['ForAnyValue:StringEquals', 'a', {}, false],
  ['ForAnyValue:StringLike', 'a*', source('b', 'ab'), true],
  ['Null', 'true', {}, true],
  ['Null', true, source('a'), false],
  ['Null', 'false', source('a'), true],
  ['StringEquals', 'a', { 'events:source': 'unknown' as const }, undefined],
])('%s %j on %j is %s', (operator, value, context, expected) => {
  expect(holds({ [operator]: { 'events:source': value } }, context)).toEqual([expected]);
});

test('ARNs are compared part by part, booleans by their text', () => {
  const arn = { 'aws:PrincipalArn': ['arn:aws:iam::000000000000:role/a'] };
  expect(holds({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }, arn)).toEqual([true]);
  expect(holds({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }, arn)).toEqual([false]);
  expect(holds({ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam:role/a' } }, arn)).toEqual([false]);
  expect(holds({ Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': ['true'] })).toEqual([
    false,
  ]);
});

test('keys are found whatever the size of their letters, and every test counts', () => {
  const condition = { StringEquals: { 'EVENTS:Source': 'a', 'events:detail-type': 'B' } };
  expect(holds(condition, { 'events:source': ['a'], 'events:detail-type': ['b'] })).toEqual([true, false]);
  expect(readConditions(undefined)).toEqual([]);
});

test.each([
  [
    { NumericEquals: { 'events:source': 1 } },
    "has the Condition operator 'NumericEquals', which is not played",
  ],
  [{ 'ForSome:StringEquals': {} }, undefined],
  [{ 'ForSome:StringEquals': { 'events:source': 'a' } }, "operator 'ForSome:StringEquals'"],
  [
    { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
    "has a Condition on 'aws:PrincipalTag/team', a key that",
  ],
  [{ StringEquals: { 'events:source': `\${aws:username}` } }, `policy variable '\${aws:username}'`],
  [{ 'ForAnyValue:Null': { 'events:source': 'true' } }, 'has ForAnyValue:Null, which does not exist'],
  [{ StringEquals: 'a' }, 'has a Condition StringEquals that is no map of keys'],
  ['a', 'has a Condition that is no map'],
])('the condition %j is refused by its name', (condition, message) => {
  if (message === undefined) expect(readConditions(condition)).toEqual([]);
  else expect(() => readConditions(condition)).toThrow(message);
});
