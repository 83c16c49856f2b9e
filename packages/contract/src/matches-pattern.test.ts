import { matchesPattern } from './matches-pattern.js';

const rows: readonly [about: string, pattern: string, text: string, expected: boolean | undefined][] = [
  ['a text that the pattern finds a match in', 'b', 'abc', true],
  ['a text that it finds none in', '^b', 'abc', false],
  ['a long text that matches', '^(a+)+$', 'a'.repeat(60), true],
  ['a character beyond the basic plane is one', '^.$', '😀', true],
  ['a pattern that compiles without the flag `u` alone', '^\\-$', '-', true],
  ['a pattern that does not compile', '(', 'a', undefined],
  ['a text on which the pattern explodes', '^(a+)+$', `${'a'.repeat(60)}!`, false],
];

test.each(rows)('%s', (_about, pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});
