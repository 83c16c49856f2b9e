import { furtherReading } from './further-reading.js';

test.each([
  [undefined, ''],
  [{ url: 'https://a.example/b' }, '[more](<https://a.example/b>)'],
  [{ url: 'HTTP://a.example', description: ' Where  to\nread ' }, '[Where to read](<HTTP://a.example>)'],
  [{ url: 'https://a.example', description: '  ' }, '[more](<https://a.example>)'],
  [
    { url: 'https://a.example', description: String.raw`a|b [c] <d> \e` },
    String.raw`[a\|b \[c\] &lt;d> \\e](<https://a.example>)`,
  ],
  [{ url: String.raw`https://a.example/(b)|c\d` }, '[more](<https://a.example/(b)%7Cc%5Cd>)'],
  [{ url: 'javascript:alert(1)' }, ''],
  [{ url: 'https://a.example/<b>' }, ''],
  [{ url: 'https://a.example/a b' }, ''],
  [{ url: '/here' }, ''],
])('%j is written as %s', (docs, expected) => {
  expect(furtherReading(docs)).toBe(expected);
});
