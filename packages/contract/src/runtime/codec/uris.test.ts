import { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from './uris.js';

test.each<[string, boolean]>([
  ['http://example.com:80/a?b=c#d', true],
  ['urn:uuid:0b9d6f4e', true],
  ['http://[::1]/', true],
  ['http://[1::2::3]/', false],
  ['http://[v1.fe]/', true],
  ['http://a b', false],
  ['http://a/%zz', false],
  ['http://2001:db8::1/', false],
  ['/relative', false],
  ['1a:b', false],
])('%s as a URI: %p', (text, expected) => {
  expect(isUri(text)).toBe(expected);
  expect(isIri(text)).toBe(expected);
});

test('beyond ASCII there are IRIs and no URIs', () => {
  expect([isUri('http://bücher.example/ß?ü#π'), isIri('http://bücher.example/ß?ü#π')]).toEqual([false, true]);
  expect([isUriReference('ß'), isIriReference('ß'), isIri('ß')]).toEqual([false, true, false]);
  expect([isIri('http://a/?\u{e000}'), isIri('http://a/\u{e000}'), isIri('schöme:a')]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each<[string, boolean]>([
  ['', true],
  ['/orders/{orderId}{?page,limit*}', true],
  ['{+path:4}/{#a.b,c}', true],
  ['{%41}', true],
  ['{v:9999}', true],
  ['{v:10000}', false],
  ['{v:0}', false],
  ['{}', false],
  ['{a,}', false],
  ['{,a}', false],
  ['{a..b}', false],
  ['{=a}', false],
  ['{a', false],
  ['a}', false],
  ['a%4', false],
])('%s as a URI template: %p', (text, expected) => {
  expect(isUriTemplate(text)).toBe(expected);
});
