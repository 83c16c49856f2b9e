import { isIdentifierPart, isIdentifierStart, ScriptTarget } from 'typescript';
import { pascalCase } from './name-schemas.js';
import { wordsOf } from './words.js';

test.each<[string, string[]]>([
  ['place order', ['place', 'order']],
  ['/v1/orders/{order_id}', ['v1', 'orders', 'order', 'id']],
  ['größe-ändern', ['größe', 'ändern']],
  ['/订单/{编号}', ['订单', '编号']],
  ['ﬁle №1', ['file', 'No1']],
  ['a😀b𠀀c', ['a', 'b', 'c']],
  [String.raw`"*/ \u{x}`, ['u', 'x']],
  ['', []],
])('the words of %s', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('what is kept of any character is an identifier to who compiles the code', () => {
  const kept = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).map(pascalCase);
  const refused = kept.filter((name) => {
    const codes = Array.from(name, (character) => character.codePointAt(0) ?? 0);
    const rest = codes.slice(1).every((code) => isIdentifierPart(code, ScriptTarget.ES2022));
    return !isIdentifierStart(codes[0] ?? 0, ScriptTarget.ES2022) || !rest;
  });
  expect(refused).toEqual([]);
  expect(new Set(kept).size).toBeGreaterThan(40_000);
});

test('joiners that nobody sees are no part of a name', () => {
  expect(wordsOf('a\u200db・c\u200cd')).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  ['order', 'Order'],
  ['order_line', 'OrderLine'],
  ['größe ändern', 'GrößeÄndern'],
  ['订单', '订单'],
  ['7up', 'N7up'],
  ['\u0301a', 'N\u0301a'],
  ['😀', 'Schema'],
])('%s is %s as the name of a type', (text, name) => {
  expect(pascalCase(text)).toBe(name);
});
