import { snakeCase } from '../write/python/names.js';
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

test.each([
  ['placeOrder', 'place_order'],
  ['getHTTPCode', 'get_http_code'],
  ['größeÄndern', 'größe_ändern'],
  ['获取订单', '获取订单'],
  ['7up', 'operation_7up'],
  ['class', 'class_'],
  ['😀', 'operation_'],
])('%s is %s as the name of a function in Python', (text, name) => {
  expect(snakeCase(text)).toBe(name);
});
