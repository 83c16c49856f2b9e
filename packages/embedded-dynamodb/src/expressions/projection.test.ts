import { ExpressionContext } from './context.js';
import { parseProjection, project } from './projection.js';

const item = {
  pk: { S: 'p' },
  m: { M: { x: { S: 'x' }, y: { M: { z: { N: '1' } } } } },
  l: { L: [{ S: '0' }, { S: '1' }, { M: { a: { N: '2' }, b: { N: '3' } } }, { L: [{ N: '4' }] }] },
};

function projected(text: string) {
  return project(item, parseProjection(text, new ExpressionContext({ '#n': 'name', '#c': 'constructor' })));
}

test.each([
  ['pk', { pk: { S: 'p' } }],
  ['pk, m.x', { pk: { S: 'p' }, m: { M: { x: { S: 'x' } } } }],
  ['m.x, m.y.z', { m: item.m }],
  ['l[2].a, l[0]', { l: { L: [{ S: '0' }, { M: { a: { N: '2' } } }] } }],
  ['l[3][0]', { l: { L: [{ L: [{ N: '4' }] }] } }],
  ['l[9], m.absent, absent, pk.x', {}],
  ['pk[0], m[0], l.a', {}],
  ['#n, #c', {}],
  ['l[2].absent, l[1]', { l: { L: [{ S: '1' }] } }],
])('%s keeps just that', (text, kept) => {
  expect(projected(text)).toEqual(kept);
});

test.each([
  ['', 'The expression can not be empty;'],
  ['pk,', 'Syntax error; token: "<EOF>", near: ","'],
  ['pk m', 'Syntax error; token: "m", near: "pk m"'],
  [':v', 'Syntax error; token: ":v", near: ":v"'],
  ['!!! INVALID !!!', 'Syntax error; token: "!", near: "!!"'],
  ['pk, status', 'Attribute name is a reserved keyword; reserved keyword: status'],
  [
    'a.b, a',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]',
  ],
  [
    'c, a, b, a',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  ],
  [
    'a[1], a.b',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [1]], path two: [a, b]',
  ],
])('%j is refused', (text, message) => {
  expect(() => projected(text)).toThrow(new Error(`Invalid ProjectionExpression: ${message}`));
});
