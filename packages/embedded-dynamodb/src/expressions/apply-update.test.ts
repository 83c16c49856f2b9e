import type { AttributeValue, Item } from '../values/attribute-value.js';
import { ExpressionContext } from './context.js';
import { applyUpdate, parseUpdate, pick } from './update.js';

const values = {
  ':n': { N: '2.5' },
  ':s': { S: 's' },
  ':l': { L: [{ S: 'z' }] },
  ':ss': { SS: ['b', 'c'] },
  ':all': { SS: ['a', 'b'] },
  ':ns': { NS: ['1'] },
  ':bs': { BS: ['YQ=='] },
};

const item: Item = {
  pk: { S: 'p' },
  n: { N: '10' },
  s: { S: 'text' },
  ss: { SS: ['a', 'b'] },
  ns: { NS: ['1', '2'] },
  bs: { BS: ['Yg=='] },
  l: { L: [{ S: '0' }, { S: '1' }, { S: '2' }, { S: '3' }] },
  m: { M: { x: { N: '1' }, l: { L: [{ M: { k: { S: 'k' } } }] } } },
};

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}

function update(text: string, of: Item | undefined = frozen(item)) {
  return applyUpdate(parseUpdate(text, new ExpressionContext(undefined, values)), of, ['pk', 'sk']);
}

test.each([
  ['SET a = :s', { a: { S: 's' } }],
  ['SET n = s, s = n', { n: { S: 'text' }, s: { N: '10' } }],
  ['SET n = n + :n', { n: { N: '12.5' } }],
  ['SET n = n - :n', { n: { N: '7.5' } }],
  ['SET a = :n - n', { a: { N: '-7.5' } }],
  ['SET n = if_not_exists(n, :n), a = if_not_exists(b, :n)', { n: { N: '10' }, a: { N: '2.5' } }],
  ['SET a = if_not_exists(b, :n) + :n', { a: { N: '5' } }],
  ['SET a = list_append(:l, m.l)', { a: { L: [{ S: 'z' }, { M: { k: { S: 'k' } } }] } }],
  ['SET m.x = m.x + :n', { m: { M: { ...(item.m as { M: Item }).M, x: { N: '3.5' } } } }],
  ['SET m.l[0].k = :s', { m: { M: { x: { N: '1' }, l: { L: [{ M: { k: { S: 's' } } }] } } } }],
  ['SET l[1] = :s', { l: { L: [{ S: '0' }, { S: 's' }, { S: '2' }, { S: '3' }] } }],
  [
    'SET l[10] = :n, n = :s, l[9] = :s',
    {
      n: { S: 's' },
      l: { L: [{ S: '0' }, { S: '1' }, { S: '2' }, { S: '3' }, { S: 's' }, { N: '2.5' }] },
    },
  ],
  ['REMOVE l[0], n, l[2] SET l[1] = :s', { n: undefined, l: { L: [{ S: 's' }, { S: '3' }] } }],
  ['REMOVE l[9]', {}],
  ['REMOVE m.l[0].k, m.x', { m: { M: { l: { L: [{ M: {} }] } } } }],
  ['REMOVE absent, m.absent', {}],
  [
    'ADD n :n, a :n, ss :ss, ns :ns, bs :bs',
    {
      n: { N: '12.5' },
      a: { N: '2.5' },
      ss: { SS: ['a', 'b', 'c'] },
      bs: { BS: ['Yg==', 'YQ=='] },
    },
  ],
  ['ADD m.x :n', { m: { M: { ...(item.m as { M: Item }).M, x: { N: '3.5' } } } }],
  ['DELETE ss :ss, ns :ns, bs :bs, absent :ss', { ss: { SS: ['a'] }, ns: { NS: ['2'] } }],
  ['DELETE ss :all', { ss: undefined }],
])('%s changes just that', (text, changes) => {
  const expected = Object.entries({ ...item, ...changes }).filter(([, each]) => each !== undefined);
  expect(update(text).item).toEqual(Object.fromEntries(expected));
});

test('an item that is not there starts without attributes', () => {
  expect(update('SET a = :s ADD b :n DELETE c :ss', undefined).item).toBeDefined();
  expect(applyUpdate({ actions: [] }, undefined, ['pk']).item).toEqual({});
});

const missing = 'The provided expression refers to an attribute that does not exist in the item';
const type = 'An operand in the update expression has an incorrect data type';
const document = 'The document path provided in the update expression is invalid for update';

test.each([
  ['SET a = absent', missing],
  ['SET a = absent + :n', missing],
  ['SET a = list_append(absent, :l)', missing],
  ['SET a = s + :n', type],
  ['SET a = :n - s', type],
  ['SET a = list_append(s, :l)', type],
  ['SET a = list_append(:l, n)', type],
  ['ADD s :n', type],
  ['ADD ss :n', type],
  ['ADD ss :ns', type],
  ['DELETE ss :ns', type],
  ['DELETE n :ns', type],
  ['SET absent.x = :s', document],
  ['SET absent[0] = :s', document],
  ['SET s.x = :s', document],
  ['SET l.x = :s', document],
  ['SET m[0] = :s', document],
  ['SET l[9].x = :s', document],
  ['REMOVE absent.x', document],
  ['REMOVE s[0]', document],
  ['ADD absent.x :n', document],
  [
    'SET a = :s, sk = :s',
    'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
  ],
  [
    'REMOVE pk',
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
  ],
  [
    'SET pk.x = :s',
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
  ],
])('%s is refused', (text, message) => {
  expect(() => update(text)).toThrow(new Error(message));
});

test('an attribute may be called __proto__', () => {
  const { item: after } = applyUpdate(
    { actions: [{ kind: 'set', path: ['__proto__'], operand: { kind: 'value', value: { S: 's' } } }] },
    {},
    ['pk'],
  );
  expect(Object.entries(after)).toEqual([['__proto__', { S: 's' }]]);
});

test('nothing is put below level 32', () => {
  const nested = (levels: number): AttributeValue =>
    levels === 1 ? { S: 'leaf' } : { L: [nested(levels - 1)] };
  const put = (levels: number) =>
    applyUpdate(
      { actions: [{ kind: 'set', path: ['m', 'deep'], operand: { kind: 'value', value: nested(levels) } }] },
      item,
      [],
    );
  expect(() => put(31)).not.toThrow();
  expect(() => put(32)).toThrow('Nesting Levels have exceeded supported limits');
});

test('the touched parts can be picked from before and after', () => {
  const { item: after, touched } = update('SET m.x = :s, a = :s REMOVE n');
  expect(touched).toEqual([['m', 'x'], ['a'], ['n']]);
  expect(pick(item, touched)).toEqual({ m: { M: { x: { N: '1' } } }, n: { N: '10' } });
  expect(pick(after, touched)).toEqual({ m: { M: { x: { S: 's' } } }, a: { S: 's' } });
  expect(pick(undefined, touched)).toEqual({});
});
