import { itemSize, valueSize } from './size.js';

test.each([
  [{ S: 'aé€' }, 6],
  [{ S: '' }, 0],
  [{ N: '123' }, 3],
  [{ B: 'YWJj' }, 3],
  [{ BOOL: false }, 1],
  [{ NULL: true }, 1],
  [{ SS: ['ab', 'é'] }, 4],
  [{ NS: ['12', '-5'] }, 5],
  [{ BS: ['YQ==', 'YWI='] }, 3],
  [{ L: [] }, 3],
  [{ L: [{ S: 'ab' }, { BOOL: true }] }, 8],
  [{ M: {} }, 3],
  [{ M: { ab: { S: 'cde' } } }, 9],
] as const)('%j takes %d bytes', (value, bytes) => {
  expect(valueSize(value)).toBe(bytes);
});

test('an item takes the bytes of its names and values', () => {
  expect(itemSize({ pk: { S: 'abc' }, é: { N: '1' } })).toBe(2 + 3 + 2 + 2);
});
