import { parseCondition } from './condition.js';
import { ExpressionContext } from './context.js';

test.each([
  [{}, undefined, 'ExpressionAttributeNames must not be empty'],
  [undefined, {}, 'ExpressionAttributeValues must not be empty'],
  [{ a: 'a' }, undefined, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'],
  [{ '#': 'a' }, undefined, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#"'],
  [
    undefined,
    { '#a': { S: 'a' } },
    'ExpressionAttributeValues contains invalid key: Syntax error; key: "#a"',
  ],
  [
    { '#a': '' },
    undefined,
    'ExpressionAttributeNames contains invalid value: Empty attribute name for key #a',
  ],
  [
    undefined,
    { ':a': { SS: [] } },
    'ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :a',
  ],
])('%j and %j are refused', (names, values, message) => {
  expect(() => new ExpressionContext(names, values)).toThrow(new Error(message));
});

test('what does not fit the protocol is told as such', () => {
  expect(() => new ExpressionContext({ '#a': 1 })).toThrow(
    new Error('NUMBER_VALUE cannot be converted to String'),
  );
});

test('every name and value must be used by some expression', () => {
  const context = new ExpressionContext(
    { '#a': 'a', '#b': 'b', '#c': 'c' },
    { ':a': { S: 'a' }, ':b': { S: 'b' } },
  );
  parseCondition('#a = :a', 'ConditionExpression', context);
  expect(() => context.assertAllUsed()).toThrow(
    new Error('Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #c}'),
  );
  parseCondition('#b = #c', 'FilterExpression', context);
  expect(() => context.assertAllUsed()).toThrow(
    new Error('Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}'),
  );
  parseCondition('a = :b', 'FilterExpression', context);
  expect(() => context.assertAllUsed()).not.toThrow();
});
