import { seeTag } from './see-tag.js';

test.each([
  ['https://a.example/b', undefined, '@see https://a.example/b'],
  ['https://a.example/b', ' ', '@see https://a.example/b'],
  ['https://a.example/b', 'The\n guide', '@see {@link https://a.example/b The guide}'],
  ['http://a.example', 'It', '@see {@link http://a.example It}'],
  ['/guide', 'The guide', '@see /guide The guide'],
  ['javascript:alert(1)', 'It', '@see javascript:alert(1) It'],
  // A link ends at the first brace, its address at a space or a bar.
  ['https://a.example/{id}', 'It', '@see https://a.example/{id} It'],
  ['https://a.example/}', 'It', '@see https://a.example/} It'],
  ['https://a.example/a|b', 'It', '@see https://a.example/a|b It'],
  ['https://a.example/a b', 'It', '@see https://a.example/a b It'],
  ['https://a.example', 'The {@link x}', '@see https://a.example The {@link x}'],
  ['https://a.example\n@deprecated', undefined, '@see https://a.example @deprecated'],
])('%j with the text %j is the tag %j', (url, description, tag) => {
  expect(seeTag({ url, ...(description !== undefined && { description }) })).toBe(tag);
});

test('without further reading there is no tag', () => {
  expect(seeTag(undefined)).toBeUndefined();
});
