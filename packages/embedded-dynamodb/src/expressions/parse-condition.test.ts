import { parseCondition } from './condition.js';
import { ExpressionContext } from './context.js';

const values = {
  ':s': { S: 's' },
  ':n': { N: '5' },
  ':m': { N: '6' },
  ':b': { B: 'YQ==' },
  ':t': { BOOL: true },
  ':l': { L: [] },
  ':type': { S: 'NS' },
};

function parse(text: string) {
  return parseCondition(
    text,
    'ConditionExpression',
    new ExpressionContext({ '#a': 'a', '#n': 'name' }, values),
  );
}

const a = { kind: 'path', path: ['a'] };
const s = { kind: 'value', value: { S: 's' } };
const equal = { kind: 'compare', comparator: '=', left: a, right: s };

test.each(['=', '<>', '<', '<=', '>', '>='])(
  '%s compares two operands, with spaces or without',
  (comparator) => {
    const condition = { kind: 'compare', comparator, left: a, right: s };
    expect(parse(`a ${comparator} :s`)).toEqual(condition);
    expect(parse(`\n#a${comparator}:s\t`)).toEqual(condition);
  },
);

test.each([
  ['a.b[0].#n', ['a', 'b', 0, 'name']],
  ['a [12] . b', ['a', 12, 'b']],
  ['contains', ['contains']],
])('%s is a path', (path, steps) => {
  expect(parse(`${path} = :s`)).toEqual({ ...equal, left: { kind: 'path', path: steps } });
});

test.each([
  ['a between :n and :m', 'between'],
  ['a BETWEEN :n AND :m', 'between'],
])('%s takes keywords in any case', (text, kind) => {
  const [low, high] = [
    { kind: 'value', value: { N: '5' } },
    { kind: 'value', value: { N: '6' } },
  ];
  expect(parse(text)).toEqual({ kind, operand: a, low, high });
});

test('IN lists its choices', () => {
  expect(parse('a IN (:s, b)')).toEqual({
    kind: 'in',
    operand: a,
    choices: [s, { kind: 'path', path: ['b'] }],
  });
});

test('functions are told by their names', () => {
  expect(parse('attribute_exists(a)')).toEqual({ kind: 'attribute_exists', path: ['a'] });
  expect(parse('attribute_not_exists (a)')).toEqual({ kind: 'attribute_not_exists', path: ['a'] });
  for (const [kind, text] of [
    ['begins_with', ':s'],
    ['contains', ':s'],
    ['attribute_type', ':type'],
  ]) {
    const argument = { kind: 'value', value: { S: text === ':s' ? 's' : 'NS' } };
    expect(parse(`${kind}(a, ${text})`)).toEqual({ kind, operand: a, argument });
  }
  expect(parse('size(a) > :n')).toMatchObject({ comparator: '>', left: { kind: 'size', of: a } });
  expect(parse(':n = size(a)')).toMatchObject({ right: { kind: 'size', of: a } });
});

test('NOT binds before AND, AND before OR, and both to the left', () => {
  const exists = (name: string) => ({ kind: 'attribute_exists', path: [name] });
  const [x, y, z] = ['x', 'y', 'z'].map((name) => `attribute_exists(${name})`);
  const and = (left: object, right: object) => ({ kind: 'and', left, right });
  const or = (left: object, right: object) => ({ kind: 'or', left, right });
  expect(parse(`${x} OR ${y} AND ${z}`)).toEqual(or(exists('x'), and(exists('y'), exists('z'))));
  expect(parse(`(${x} OR ${y}) AND ${z}`)).toEqual(and(or(exists('x'), exists('y')), exists('z')));
  expect(parse(`NOT ${x} AND ${y}`)).toEqual(and({ kind: 'not', condition: exists('x') }, exists('y')));
  expect(parse(`NOT (${x} AND ${y})`)).toEqual({ kind: 'not', condition: and(exists('x'), exists('y')) });
  expect(parse(`${x} AND ${y} AND ${z}`)).toEqual(and(and(exists('x'), exists('y')), exists('z')));
  expect(parse(`a BETWEEN :n AND :m AND ${z}`)).toMatchObject({ kind: 'and', left: { kind: 'between' } });
});

test.each(['(a = :s)', '(a) = (:s)', '(a = :s AND (b = :s))', '((a = :s) AND b = :s)', '((a) = :s)'])(
  '%s has no parentheses too many',
  (text) => {
    expect(() => parse(text)).not.toThrow();
  },
);

test.each([
  ['', 'The expression can not be empty;'],
  [' \n', 'The expression can not be empty;'],
  ['a =', 'Syntax error; token: "<EOF>", near: "="'],
  ['a', 'Syntax error; token: "<EOF>", near: "a"'],
  [':s', 'Syntax error; token: "<EOF>", near: ":s"'],
  ['a-b', 'Syntax error; token: "-", near: "a-b"'],
  ['!!! x', 'Syntax error; token: "!", near: "!!"'],
  ['a = :s AND __b = :s', 'Syntax error; token: "_", near: "AND __"'],
  ['a = : s', 'Syntax error; token: ":", near: "= : s"'],
  ['a = :s b', 'Syntax error; token: "b", near: ":s b"'],
  ['a = :s)', 'Syntax error; token: ")", near: ":s)"'],
  ['(a = :s', 'Syntax error; token: "<EOF>", near: ":s"'],
  ['a[b] = :s', 'Syntax error; token: "b", near: "[b]"'],
  ['a[] = :s', 'Syntax error; token: "]", near: "[] ="'],
  ['a. = :s', 'Syntax error; token: "=", near: ". = :s"'],
  ['and = :s', 'Syntax error; token: "and", near: "and ="'],
  ['a IN :s', 'Syntax error; token: ":s", near: "IN :s"'],
  ['a IN ()', 'Syntax error; token: ")", near: "()"'],
  ['a BETWEEN :n :m', 'Syntax error; token: ":m", near: ":n :m"'],
  ['(a AND b = :s)', 'Syntax error; token: "AND", near: "a AND b"'],
  ['a = b = :s', 'Syntax error; token: "=", near: "b = :s"'],
  ['(a = :s) = :s', 'Syntax error; token: "=", near: ") = :s"'],
  ['contains(a, :s', 'Syntax error; token: "<EOF>", near: ":s"'],
  ['((a = :s))', 'The expression has redundant parentheses;'],
  ['((a = :s)) AND ((b = :s))', 'The expression has redundant parentheses;'],
  ['((a)) = :s', 'The expression has redundant parentheses;'],
  ['(('.repeat(2000), 'The expression has redundant parentheses;'],
  ['name = :s', 'Attribute name is a reserved keyword; reserved keyword: name'],
  ['a.Status = :s', 'Attribute name is a reserved keyword; reserved keyword: Status'],
  ['#x = :s', 'An expression attribute name used in the document path is not defined; attribute name: #x'],
  ['a = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
  ['foo(a)', 'Invalid function name; function: foo'],
  ['Size(a) > :n', 'Invalid function name; function: Size'],
  ['toString(a)', 'Invalid function name; function: toString'],
  ['if_not_exists(a, :s)', 'The function is not allowed in a condition expression; function: if_not_exists'],
  ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
  ['size(a) AND a = :s', 'The function is not allowed to be used this way in an expression; function: size'],
  [
    'contains(a, :s) = :t',
    'The function is not allowed to be used this way in an expression; function: contains',
  ],
  [
    'a = attribute_exists(b)',
    'The function is not allowed to be used this way in an expression; function: attribute_exists',
  ],
  [
    'attribute_exists(a, b)',
    'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
  ],
  [
    'contains(a)',
    'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
  ],
  [
    'attribute_exists(:s)',
    'Operator or function requires a document path; operator or function: attribute_exists',
  ],
  [
    'begins_with(a, :n)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  ['a < :t', 'Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'],
  [
    'size(:n) > :n',
    'Incorrect operand type for operator or function; operator or function: size, operand type: N',
  ],
  [
    'attribute_type(a, :n)',
    'Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N',
  ],
  [
    'attribute_type(a, :s)',
    'Invalid attribute type name found; type: s, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  [
    'a.b[1] = a.b[1]',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a, b, [1]]',
  ],
  [
    'contains(a, #a)',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]',
  ],
  [
    'a BETWEEN :m AND :n',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:6}, upper bound operand: AttributeValue: {N:5}',
  ],
  [
    'a BETWEEN :s AND :n',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:s}, upper bound operand: AttributeValue: {N:5}',
  ],
  [
    `a IN (${Array(101).fill(':s').join()})`,
    'The IN operator is provided with too many operands; number of operands: 101',
  ],
  [
    `a = :s${' '.repeat(4091)}`,
    'Expression size has exceeded the maximum allowed size; expression size: 4097',
  ],
  [
    `a=:s${' OR a=:s'.repeat(150)}`,
    'The expression contains more operators than the maximum of 300; operator count: 301',
  ],
])('%j is refused', (text, message) => {
  expect(() => parse(text)).toThrow(new Error(`Invalid ConditionExpression: ${message}`));
});

test('limits are inclusive', () => {
  expect(() => parse(`a = :s${' '.repeat(4090)}`)).not.toThrow();
  expect(() => parse(`a IN (${Array(100).fill(':s').join()})`)).not.toThrow();
  expect(() => parse(`NOT a=:s${' OR a=:s'.repeat(149)}`)).not.toThrow();
  expect(() => parse(`${'(NOT '.repeat(299)}(a = :s${')'.repeat(300)}`)).not.toThrow();
  expect(() => parse('a BETWEEN :n AND :n')).not.toThrow();
});

test('syntax is judged before names, and names before types', () => {
  expect(() => parse('name < :t AND foo(')).toThrow('Syntax error; token: "<EOF>", near: "("');
  expect(() => parse('a < :t AND name = :x')).toThrow('reserved keyword: name');
  expect(() => parse('a < :t AND b = :x')).toThrow('attribute value: :x');
});

test('the reserved words are 573, in any case', () => {
  for (const word of ['ABORT', 'zone', 'Year', 'ttl', 'COUNT', 'items', 'Innter', 'flattern']) {
    expect(() => parse(`${word} = :s`)).toThrow(`reserved keyword: ${word}`);
  }
  expect(() => parse('email = :s')).not.toThrow();
});
