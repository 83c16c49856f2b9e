import { DynamoDbError } from '../tables.js';
import { checkShape } from './check-shape.js';
import {
  flag,
  integer,
  item,
  listOf,
  mapOf,
  oneOf,
  required,
  type Shape,
  struct,
  text,
  value,
} from './shape.js';

const pair = struct('Pair', { Left: required(text), Right: integer({ isLong: true }) });

const shape = struct('Input', {
  Name: { kind: 'string', min: 2, max: 4, pattern: '[a-z]+' },
  Mode: oneOf('A', 'B'),
  Count: integer({ min: 1, max: 3 }),
  Flag: flag,
  Item: item,
  Pairs: listOf(pair, { min: 1, max: 2 }),
  Groups: mapOf(pair),
  Names: mapOf(text),
  Values: listOf(value),
});

function errorOf(input: unknown, of: Shape = shape): DynamoDbError | undefined {
  try {
    checkShape(input, of);
    return undefined;
  } catch (error) {
    if (error instanceof DynamoDbError) return error;
    throw error;
  }
}

test.each([
  {},
  { Name: 'ab', Mode: 'B', Count: 1, Flag: false, Item: { a: { S: '' } }, Pairs: [{ Left: '' }] },
  { Name: 'abcd', Count: 3, Pairs: [{ Left: 'l', Right: 1 }, { Left: 'm' }], Groups: {}, Values: [] },
  { Name: null, Pairs: null, Unknown: [] },
])('%j fits', (input) => {
  expect(errorOf(input)).toBeUndefined();
});

test.each([
  [
    { Name: 'a' },
    "Value 'a' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2",
  ],
  [
    { Name: 'abcde' },
    "Value 'abcde' at 'name' failed to satisfy constraint: Member must have length less than or equal to 4",
  ],
  [
    { Name: 'a1' },
    "Value 'a1' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
  ],
  [
    { Mode: 'C' },
    "Value 'C' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
  ],
  [
    { Count: 0 },
    "Value '0' at 'count' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    { Count: 4 },
    "Value '4' at 'count' failed to satisfy constraint: Member must have value less than or equal to 3",
  ],
  [
    { Pairs: [] },
    "Value '[]' at 'pairs' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    { Pairs: [{ Left: 'a' }, { Left: 'b', Right: 2 }, { Left: 'c' }] },
    "Value '[Pair(left=a, right=null), Pair(left=b, right=2), Pair(left=c, right=null)]' at 'pairs' failed to satisfy constraint: Member must have length less than or equal to 2",
  ],
  [
    { Pairs: [{ Left: 'a' }, {}] },
    "Value null at 'pairs.2.member.left' failed to satisfy constraint: Member must not be null",
  ],
  [
    { Groups: { g: {} } },
    "Value null at 'groups.g.member.left' failed to satisfy constraint: Member must not be null",
  ],
])('%j is one violation', (input, message) => {
  expect(errorOf(input)).toMatchObject({
    code: 'ValidationException',
    message: `1 validation error detected: ${message}`,
  });
});

test('all violations are told at once, an empty name being too short and no more', () => {
  expect(errorOf({ Name: '', Mode: 'C' })?.message).toBe(
    "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2; Value 'C' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
  );
});

test.each([
  [{ Name: 1 }, 'NUMBER_VALUE cannot be converted to String'],
  [{ Name: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
  [{ Name: true }, 'TRUE_VALUE cannot be converted to String'],
  [{ Name: false }, 'FALSE_VALUE cannot be converted to String'],
  [{ Name: [] }, 'Unrecognized collection type class java.lang.String'],
  [{ Name: {} }, 'Start of structure or map found where not expected'],
  [{ Count: '1' }, 'STRING_VALUE cannot be converted to Integer'],
  [{ Pairs: [{ Left: 'a', Right: '1' }] }, 'STRING_VALUE cannot be converted to Long'],
  [{ Flag: 'true' }, 'Unexpected token received from parser'],
  [{ Flag: 1 }, 'NUMBER_VALUE cannot be converted to Boolean'],
  [{ Pairs: 'x' }, 'Unexpected field type'],
  [{ Pairs: {} }, 'Start of structure or map found where not expected'],
  [{ Pairs: ['x'] }, 'Unexpected value type in payload'],
  [{ Pairs: [[]] }, 'Unrecognized collection type class com.amazonaws.dynamodb.v20120810.Pair'],
  [
    { Groups: [] },
    'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.Pair>',
  ],
  [{ Names: [] }, 'Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>'],
  [{ Item: 'x' }, 'Unexpected field type'],
  [{ Item: { a: 'x' } }, 'Unexpected value type in payload'],
  [{ Values: ['x'] }, 'Unexpected value type in payload'],
  [{ Mode: 'C', Flag: 1 }, 'NUMBER_VALUE cannot be converted to Boolean'],
])('%j is not of the type: %s', (input, message) => {
  expect(errorOf(input)).toMatchObject({ code: 'SerializationException', message });
});
