import { compareValues, equalValues } from './compare.js';

const values = [
  { S: '1' },
  { S: '' },
  { N: '1' },
  { N: '2' },
  { B: 'MQ==' },
  { BOOL: true },
  { BOOL: false },
  { NULL: true },
  { SS: ['1', '2'] },
  { SS: ['1', '3'] },
  { SS: ['1'] },
  { NS: ['1', '2'] },
  { BS: ['MQ==', 'Mg=='] },
  { L: [{ S: '1' }, { S: '2' }] },
  { L: [{ S: '2' }, { S: '1' }] },
  { L: [{ S: '1' }] },
  { M: { a: { S: '1' } } },
  { M: { b: { S: '1' } } },
  { M: { a: { S: '2' } } },
  { M: {} },
  { M: { a: { S: '1' }, b: { S: '1' } } },
] as const;

test('a value equals itself and none of another type or content', () => {
  for (const [i, left] of values.entries()) {
    for (const [j, right] of values.entries()) {
      expect([left, right, equalValues(left, structuredClone(right))]).toEqual([left, right, i === j]);
    }
  }
});

test('neither the order in a set nor that in a map counts', () => {
  expect(equalValues({ SS: ['a', 'b'] }, { SS: ['b', 'a'] })).toBe(true);
  expect(equalValues({ NS: ['1', '2'] }, { NS: ['2', '1'] })).toBe(true);
  expect(equalValues({ BS: ['MQ==', 'Mg=='] }, { BS: ['Mg==', 'MQ=='] })).toBe(true);
  expect(equalValues({ M: { a: { N: '1' }, b: { N: '2' } } }, { M: { b: { N: '2' }, a: { N: '1' } } })).toBe(
    true,
  );
});

test('a map does not have what every object inherits', () => {
  expect(equalValues({ M: { constructor: { S: 'a' } } }, { M: { a: { S: 'a' } } })).toBe(false);
});

test('strings order by UTF-8 bytes, numbers by value, binary by unsigned bytes', () => {
  expect(compareValues({ S: 'a' }, { S: 'b' })).toBeLessThan(0);
  expect(compareValues({ S: '\u{1f600}' }, { S: '\uffee' })).toBeGreaterThan(0);
  expect(compareValues({ N: '10' }, { N: '9' })).toBeGreaterThan(0);
  expect(compareValues({ N: '-10' }, { N: '-9' })).toBeLessThan(0);
  expect(compareValues({ B: 'gA==' }, { B: 'fw==' })).toBeGreaterThan(0);
  expect(compareValues({ S: 'a' }, { S: 'a' })).toBe(0);
});

test('there is no order across types, nor within types other than S, N and B', () => {
  expect(compareValues({ S: '1' }, { N: '1' })).toBeUndefined();
  expect(compareValues({ BOOL: true }, { BOOL: true })).toBeUndefined();
});
