import { unicodePattern } from './pattern.js';

test.each([
  ['^a{1,2}$', '^a{1,2}$'],
  ['^\\d{4}\\-\\d{2}$', '^\\d{4}-\\d{2}$'],
  ['^[a-z\\_\\-]+$', '^[a-z_\\-]+$'],
  ['^[\\w-.]+$', '^[\\w\\-.]+$'],
  ['^{a}$', '^\\{a\\}$'],
  ['^\\"\\@$', '^"@$'],
  ['\\p{Alnum}-[^\\p{Cntrl}\\p{Han}]', '[A-Za-z0-9]-[^\\x00-\\x1f\\x7f\\p{Script=Han}]'],
  ['\\A\\p{IsLetter}\\z', '^\\p{Letter}$'],
  ['\\u{1F600}\\_', '\\u{1F600}_'],
])('%s is read as %s', (source, expected) => {
  expect(unicodePattern(source)).toBe(expected);
});

test.each(['[a-', '(', '\\p{Nothing}', '(?!a)+'])('%s is no pattern', (source) => {
  expect(unicodePattern(source)).toBeUndefined();
});
