import { levelsOf } from './levels.js';

test.each([
  [{ S: 'a' }, 1],
  [{ SS: ['a'] }, 1],
  [{ M: {} }, 1],
  [{ L: [] }, 1],
  [{ L: [{ S: 'a' }, { M: { b: { L: [{ N: '1' }] } } }, { S: 'c' }] }, 4],
])('%j has %d levels', (value, levels) => {
  expect(levelsOf(value)).toBe(levels);
});
