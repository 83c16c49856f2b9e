import { bytesOf, md5OfAttributes, readMessageAttributes, selectAttributes } from './message-attributes.js';

test('the checksum is the one that SQS computes', () => {
  const timestamp = { timestamp: { DataType: 'Number', StringValue: '1493147359900' } };
  expect(md5OfAttributes(timestamp)).toBe('235c5c510d26fb653d073faed50ae77c');
});

test('the checksum goes by sorted names and tells text from binary', () => {
  const a = { DataType: 'String', StringValue: 'x' };
  const b = { DataType: 'Binary', BinaryValue: 'eA==' };
  expect(md5OfAttributes({ a, b })).toBe(md5OfAttributes({ b, a }));
  expect(md5OfAttributes({ a: { DataType: 'Binary', StringValue: 'x' } })).not.toBe(
    md5OfAttributes({ a: b }),
  );
});

test('names, types and values count to the size, binary ones by their bytes', () => {
  expect(
    bytesOf({
      größe: { DataType: 'String', StringValue: 'ü' },
      b: { DataType: 'Binary', BinaryValue: 'AQI=' },
    }),
  ).toBe(7 + 6 + 2 + (1 + 6 + 2));
});

test('a receiver gets all, named ones, or those with a prefix', () => {
  const attribute = { DataType: 'String', StringValue: 'x' };
  const attributes = { 'shop.a': attribute, 'shop.b': attribute, shopping: attribute, other: attribute };
  const names = (...wanted: string[]) => Object.keys(selectAttributes(attributes, wanted));
  expect(names('All')).toHaveLength(4);
  expect(names('.*')).toHaveLength(4);
  expect(names('other')).toEqual(['other']);
  expect(names('shop.*')).toEqual(['shop.a', 'shop.b']);
  expect(names('absent')).toEqual([]);
  expect(names()).toEqual([]);
});

test('well-formed attributes are taken as they are, and only their own members', () => {
  expect(
    readMessageAttributes({
      'a-b_C.1': { DataType: 'String.custom', StringValue: 'x' },
      n: { DataType: 'Number', StringValue: '-1.5e3' },
      b: { DataType: 'Binary', BinaryValue: 'AQI=', StringValue: 'ignored' },
    }),
  ).toEqual({
    'a-b_C.1': { DataType: 'String.custom', StringValue: 'x' },
    n: { DataType: 'Number', StringValue: '-1.5e3' },
    b: { DataType: 'Binary', BinaryValue: 'AQI=' },
  });
  expect(readMessageAttributes(undefined)).toBeUndefined();
  expect(readMessageAttributes({})).toBeUndefined();
});

test.each([
  ['no type', { a: { StringValue: 'x' } }, /non-empty attribute type/],
  ['an unknown type', { a: { DataType: 'Text', StringValue: 'x' } }, /type prefixes/],
  ['no value', { a: { DataType: 'String' } }, /non-empty value/],
  ['an empty value', { a: { DataType: 'String', StringValue: '' } }, /non-empty value/],
  ['a number that is none', { a: { DataType: 'Number', StringValue: '1x' } }, /to a number/],
  ['a name with a blank', { 'a b': { DataType: 'String', StringValue: 'x' } }, /name 'a b' is invalid/],
  ['a name that ends with a period', { 'a.': { DataType: 'String', StringValue: 'x' } }, /is invalid/],
  ['two periods in a row', { 'a..b': { DataType: 'String', StringValue: 'x' } }, /is invalid/],
  ['a name of AWS', { 'AWS.a': { DataType: 'String', StringValue: 'x' } }, /is invalid/],
  ['a name of Amazon', { 'amazon.a': { DataType: 'String', StringValue: 'x' } }, /is invalid/],
  ['257 characters of name', { ['a'.repeat(257)]: { DataType: 'String', StringValue: 'x' } }, /is invalid/],
  [
    'eleven of them',
    Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`a${i}`, { DataType: 'String', StringValue: 'x' }]),
    ),
    /\[11\] exceeds/,
  ],
])('attributes with %s are refused', (_, attributes, message) => {
  expect(() => readMessageAttributes(attributes)).toThrow(message);
});
