import { DynamoDbError } from '../tables.js';
import { validateItem, validateValue } from './validate.js';

function refusal(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof DynamoDbError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
}

const parameter = 'One or more parameter values were invalid: ';
const empty = 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';

test.each([
  [{}, empty],
  [{ X: 'a' }, empty],
  [{ S: null }, empty],
  [
    { S: 'a', N: '1' },
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  ],
  [{ SS: [] }, `${parameter}An string set  may not be empty`],
  [{ NS: [] }, `${parameter}An number set  may not be empty`],
  [{ BS: [] }, `${parameter}Binary sets should not be empty`],
  [{ SS: ['a', 'b', 'a'] }, `${parameter}Input collection [a, b, a] contains duplicates.`],
  [{ NS: ['1', '1.0'] }, 'Input collection contains duplicates'],
  [{ BS: ['Yg==', 'Yg=='] }, `${parameter}Input collection [Yg==, Yg==]of type BS contains duplicates.`],
  [{ NULL: false }, `${parameter}Null attribute value types must have the value of true`],
  [{ N: 'b' }, 'The parameter cannot be converted to a numeric value: b'],
  [{ M: { inner: { SS: [] } } }, `${parameter}An string set  may not be empty`],
  [{ L: [{ NS: ['x'] }] }, 'The parameter cannot be converted to a numeric value: x'],
  [{ M: { '': { S: 'a' } } }, `${parameter}Empty attribute name`],
])('%j is refused', (value, message) => {
  expect(refusal(() => validateValue(value))).toEqual({ code: 'ValidationException', message });
});

test.each([
  [{ S: 1 }, 'NUMBER_VALUE cannot be converted to String'],
  [{ N: 1 }, 'NUMBER_VALUE cannot be converted to String'],
  [{ S: true }, 'TRUE_VALUE cannot be converted to String'],
  [{ S: false }, 'FALSE_VALUE cannot be converted to String'],
  [{ BOOL: 'true' }, 'STRING_VALUE cannot be converted to Boolean'],
  [{ S: ['a'] }, 'Unexpected value type in payload'],
  [{ S: {} }, 'Start of structure or map found where not expected.'],
  [{ SS: 'a' }, 'Unexpected field type'],
  [{ M: [] }, 'Unexpected field type'],
  ['a', 'Unexpected field type'],
  [{ B: 'YWI' }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 3'],
  [{ B: 'YW!=' }, "Invalid Base64 character: '!'"],
])('%j does not fit the protocol', (value, message) => {
  expect(refusal(() => validateValue(value))).toEqual({ code: 'SerializationException', message });
});

test('values come back in normal form', () => {
  const value = {
    M: {
      n: { N: '1.50' },
      ns: { NS: ['01', '2E1'] },
      // The last two bits of this base64 do not belong to any byte.
      b: { B: 'YR==' },
      bs: { BS: ['YR==', ''] },
      l: { L: [{ NULL: true }, { BOOL: false }, { S: '' }] },
    },
  };
  expect(validateValue(value)).toEqual({
    M: {
      n: { N: '1.5' },
      ns: { NS: ['1', '20'] },
      b: { B: 'YQ==' },
      bs: { BS: ['YQ==', ''] },
      l: { L: [{ NULL: true }, { BOOL: false }, { S: '' }] },
    },
  });
});

test('a scalar may stand in 31 maps or lists, not in 32', () => {
  const nested = (wraps: number): unknown =>
    wraps === 0
      ? { S: 'leaf' }
      : wraps % 2 === 0
        ? { M: { n: nested(wraps - 1) } }
        : { L: [nested(wraps - 1)] };
  expect(() => validateItem({ a: nested(31) }, 'Item')).not.toThrow();
  expect(refusal(() => validateItem({ a: nested(32) }, 'Item')).message).toBe(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
});

test('an attribute may be called __proto__ or constructor', () => {
  const item = validateItem(JSON.parse('{"__proto__": {"S": "a"}, "constructor": {"N": "1"}}'), 'Item');
  expect(Object.entries(item)).toEqual([
    ['__proto__', { S: 'a' }],
    ['constructor', { N: '1' }],
  ]);
});

test('a missing item is named by its member', () => {
  expect(refusal(() => validateItem(undefined, 'Item'))).toEqual({
    code: 'ValidationException',
    message:
      "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null",
  });
});
