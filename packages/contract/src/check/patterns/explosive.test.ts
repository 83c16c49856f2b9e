import { explosion } from './explosive.js';
import { hasEnd, parseRegex } from './parse-regex.js';

const exponential: Record<string, string> = {
  '^(a+)+$': 'a',
  '^(a*)*$': 'a',
  '^(?:a+)*b': 'a',
  '(a|a)*$': 'aa',
  '(a|aa)+$': 'aaa',
  '^(\\w+\\s?)*$': 'a',
  '^([a-zA-Z0-9]+_?)+@': 'a',
  '^(x(?:p?|q?))*$': 'x',
  '^(?:x(?:p?|q?)y)*$': 'yx',
  '^(a+)+(?:b?c)': 'a',
  '^(?:[\\u{1F600}-\\u{1F64F}]+)+$': '\u{1f600}',
  '^(?:\\p{L}+)+!': 'a',
  '^([a-z]{1,30}){1,30}$': 'a',
  '^(?=(a+)+$)a': 'a',
  '^(?<word>a+)+$': 'a',
  '^(a+?)+?$': 'a',
  '^(.*,)*$': ',a',
};

test.each(Object.entries(exponential))(
  '%s takes exponential time on the text that is told',
  (pattern, text) => {
    expect(explosion(pattern)).toEqual({ growth: 'exponential', repeated: text });
  },
);

test.each([
  ['^a*a*$', 'a'],
  ['^\\s*,?\\s*$', '\t'],
  ['^[^@]+@[^@]+\\.[^@]+$', '.a'],
  ['^\\d+[0-9a-f]+$', '0'],
  ['\\s+$', '\t'],
  ['^.*=.*$', '=='],
])('%s takes polynomial time', (pattern) => {
  expect(explosion(pattern)?.growth).toBe('polynomial');
});

test.each([
  '^[A-Z0-9]+(-[A-Z0-9]+)*$',
  '^ord_[0-9a-f]{32}$',
  '^(\\d{1,3}\\.){3}\\d{1,3}$',
  '^[a-z]{1,50}[0-9a-z]{1,50}$',
  '^(?:[0-9a-f]{2})+$',
  '^([0-9a-f]{32})+$',
  '^([a-z]{1,63}\\.){1,10}[a-z]{2,63}$',
  '^(?=.*\\d)(?=.*[a-z])(?=.*[A-Z]).{8,64}$',
  '(a+)+',
  '^(a+)+b?',
  '^(?:ab|ac)*$',
  '^a?b?c?$',
  '^(?:a?)*$',
  '^(a|b|c)*$',
  '^(?!-)[a-z-]+(?<!-)$',
  '^(["\']).{0,20}\\1$',
  '^[^]*$',
  '',
  'a|b',
  '^\\u{1F600}+\\x41\\cA[\\]\\-]+$',
])('%s is as fast as it is long', (pattern) => {
  expect(explosion(pattern)).toBeUndefined();
});

test('a pattern that is too large to be looked at is not told of', () => {
  expect(explosion(`^(?:${'a'.repeat(301)})+$`)).toBeUndefined();
  expect(explosion(`^(?:(?:a+)+b){1000}$`)).toEqual({ growth: 'exponential', repeated: 'a' });
});

test.each([
  '^a{3}$',
  '^(?:a|bb)$',
  '^\\d{1,5}(?:\\.\\d{2})?$',
  '^(?:^a$|^b$)$',
  '^$',
  '^(?=a)\\w$',
  '^(?:)*$',
])('a text that matches %s has an end', (pattern) => expect(hasEnd(parseRegex(pattern))).toBe(true));

test.each(['a{3}', '^a{3}', 'a{3}$', '^a+$', '^a|b$', '^(?:a{2,})$', '^a\\$', '[$]', '(^a)?b$'])(
  'a text that matches %s has none',
  (pattern) => expect(hasEnd(parseRegex(pattern))).toBe(false),
);
