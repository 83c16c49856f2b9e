import { ExpressionContext } from './context.js';
import { parseKeyCondition, type QueryKeys } from './key-condition.js';

const values = {
  ':p': { S: 'p' },
  ':n': { N: '1' },
  ':m': { N: '2' },
  ':s': { S: 's' },
  ':empty': { S: '' },
  ':b': { B: '' },
};
const composite: QueryKeys = { hash: { name: 'pk', type: 'S' }, range: { name: 'sk', type: 'N' } };
const textual: QueryKeys = { hash: { name: 'pk', type: 'S' }, range: { name: 'sk', type: 'S' } };
const simple: QueryKeys = { hash: { name: 'pk', type: 'S' } };

function parse(text: string, keys = composite) {
  return parseKeyCondition(text, new ExpressionContext({ '#p': 'pk', '#s': 'sk' }, values), keys);
}

const hash = { S: 'p' };

test.each(['=', '<', '<=', '>', '>='])('%s limits the sort key', (op) => {
  expect(parse(`pk = :p AND sk ${op} :n`)).toEqual({ hash, range: { op, values: [{ N: '1' }] } });
});

test.each([
  ['=', '='],
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
])('a value may stand before %s', (written, op) => {
  expect(parse(`:n ${written} sk AND :p = pk`)).toEqual({ hash, range: { op, values: [{ N: '1' }] } });
});

test('BETWEEN has two values, begins_with one', () => {
  expect(parse('sk BETWEEN :n AND :m AND pk = :p').range).toEqual({
    op: 'BETWEEN',
    values: [{ N: '1' }, { N: '2' }],
  });
  expect(parse('pk = :p AND begins_with(sk, :s)', textual).range).toEqual({
    op: 'begins_with',
    values: [{ S: 's' }],
  });
});

test('the sort key may be left out, and parentheses and placeholders put in', () => {
  expect(parse('pk = :p')).toEqual({ hash });
  expect(parse('(#p = :p AND (#s = :n))')).toEqual({ hash, range: { op: '=', values: [{ N: '1' }] } });
});

test.each([
  ['sk = :n', composite, 'Query condition missed key schema element: pk'],
  ['attr1 = :n', composite, 'Query condition missed key schema element: pk'],
  ['pk = :p AND attr1 = :n', composite, 'Query condition missed key schema element: sk'],
  ['pk = :p AND attr1 = :n', simple, 'Query key condition not supported'],
  ['pk > :p', composite, 'Query key condition not supported'],
  ['begins_with(pk, :p)', composite, 'Query key condition not supported'],
  ['pk = :p AND sk = :n AND a = :s', composite, 'Conditions can be of length 1 or 2 only'],
  [
    'pk = :p AND sk > :n AND sk < :m',
    composite,
    'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key',
  ],
  ['pk = :p OR sk = :n', composite, 'Invalid operator used in KeyConditionExpression: OR'],
  ['pk = :p AND NOT sk = :n', composite, 'Invalid operator used in KeyConditionExpression: NOT'],
  ['pk = :p AND sk <> :n', composite, 'Invalid operator used in KeyConditionExpression: <>'],
  ['pk = :p AND sk IN (:n)', composite, 'Invalid operator used in KeyConditionExpression: IN'],
  [
    'pk = :p AND attribute_exists(sk)',
    composite,
    'Invalid operator used in KeyConditionExpression: attribute_exists',
  ],
  ['pk = :p AND contains(sk, :s)', composite, 'Invalid operator used in KeyConditionExpression: contains'],
  ['pk = :p AND size(sk) = :n', composite, 'Invalid operator used in KeyConditionExpression: size'],
  ['pk.a = :p', composite, 'KeyConditionExpressions cannot have conditions on nested attributes'],
  [
    'pk = sk',
    composite,
    'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
  ],
  [':p = :s', composite, 'Invalid condition in KeyConditionExpression: No key attribute specified'],
  [
    'pk = :p AND :n BETWEEN sk AND :m',
    composite,
    'Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand',
  ],
  [
    'pk = :n',
    composite,
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    'pk = :p AND sk = :s',
    composite,
    'One or more parameter values were invalid: Condition parameter type does not match schema type',
  ],
  [
    'pk = :empty',
    composite,
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
  [
    'pk = :p AND sk = :b',
    { ...simple, range: { name: 'sk', type: 'B' } },
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty binary value. Key: sk',
  ],
  ['', composite, 'Invalid KeyConditionExpression: The expression can not be empty;'],
  ['pk =', composite, 'Invalid KeyConditionExpression: Syntax error; token: "<EOF>", near: "="'],
] as const)('%j is refused', (text, keys, message) => {
  expect(() => parse(text, keys)).toThrow(new Error(message));
});
