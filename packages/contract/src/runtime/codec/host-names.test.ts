import { isHostname, isIdnHostname } from './host-names.js';
import { decodePunycode, encodePunycode } from './punycode.js';

test.each<[string, boolean]>([
  ['example.com', true],
  ['a--b.com', true],
  ['1host', true],
  ['', false],
  ['example.', false],
  ['-a', false],
  ['a_b', false],
  [`${'a'.repeat(63)}.com`, true],
  [`${'a'.repeat(64)}.com`, false],
  [`${`${'a'.repeat(62)}.`.repeat(4)}a`, true],
  [`${`${'a'.repeat(62)}.`.repeat(4)}ab`, false],
  ['xn--bcher-kva.example', true],
  ['XN--BCHER-KVA.example', true],
  ['xn--x', false],
  ['xn--bcher-', false],
  ['bücher.example', false],
])('%s as a host name: %p', (text, expected) => {
  expect(isHostname(text)).toBe(expected);
});

test.each<[string, boolean]>([
  ['bücher.example', true],
  ['bücher。example', true],
  ['BÜCHER.example', false],
  ['xn--bcher-kva.example', true],
  ['büc--her', true],
  ['bü--cher', false],
  ['-bücher', false],
  ['a..b', false],
  ['\u0301a', false],
  ['a\u0301', false],
  ['l·l', true],
  ['a·l', false],
  ['\u0915\u094d\u200d\u0937', true],
  ['\u0915\u200d\u0937', false],
  ['\u0628\u064a\u200c\u0628\u064a', true],
  ['\u0627\u200c\u0628', false],
  ['\u06f00', true],
  ['\u0628\u0660\u0628', true],
  ['a\u05d0', false],
  ['0a.\u05d0', false],
  ['a.\u05d0', true],
  [`${'ü'.repeat(57)}`, true],
  [`${'ü'.repeat(58)}`, false],
])('%s as an internationalized host name: %p', (text, expected) => {
  expect(isIdnHostname(text)).toBe(expected);
});

test.each([
  // RFC 3492, 7.1: (B) Chinese, (L) mixed with digits, (S) plain.
  ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
  ['3B-ww4c5e180e575a65lsy2b', '3年B組金八先生'],
])('Punycode %s stands for %s', (label, text) => {
  const points = Array.from(text, (each) => each.codePointAt(0) ?? 0);
  expect(encodePunycode(points)).toBe(label);
  expect(decodePunycode(label)).toEqual(points.map((each) => (each === 0x42 ? 0x62 : each)));
});

test('Punycode that ends in the midst of a number, or leads beyond Unicode, stands for nothing', () => {
  expect(decodePunycode('ihqwcrb4cv8a8dqg056pqjy')).toBeUndefined();
  expect(decodePunycode('99999999')).toBeUndefined();
});
