import { ExpressionContext } from './context.js';
import { parseUpdate } from './update.js';

const values = {
  ':n': { N: '1' },
  ':s': { S: 's' },
  ':l': { L: [] },
  ':m': { M: {} },
  ':ss': { SS: ['a'] },
};

function parse(text: string) {
  return parseUpdate(text, new ExpressionContext({ '#v': 'value' }, values)).actions;
}

const path = (...steps: (string | number)[]) => ({ kind: 'path', path: steps });
const value = (of: object) => ({ kind: 'value', value: of });

test('the four sections may come in any order, in any case, and list several actions', () => {
  expect(parse('remove a, b.c[1] SET d = :n add e :n, f :ss Delete g :ss')).toEqual([
    { kind: 'remove', path: ['a'] },
    { kind: 'remove', path: ['b', 'c', 1] },
    { kind: 'set', path: ['d'], operand: value({ N: '1' }) },
    { kind: 'add', path: ['e'], value: { N: '1' } },
    { kind: 'add', path: ['f'], value: { SS: ['a'] } },
    { kind: 'delete', path: ['g'], value: { SS: ['a'] } },
  ]);
});

test.each([
  ['a', path('a')],
  ['b - :n', { kind: 'minus', left: path('b'), right: value({ N: '1' }) }],
  ['#v[0] + :n', { kind: 'plus', left: path('value', 0), right: value({ N: '1' }) }],
  ['(b + :n)', { kind: 'plus', left: path('b'), right: value({ N: '1' }) }],
  ['if_not_exists(b, :n)', { kind: 'if_not_exists', path: ['b'], otherwise: value({ N: '1' }) }],
  [
    'if_not_exists(b, :n) + :n',
    {
      kind: 'plus',
      left: { kind: 'if_not_exists', path: ['b'], otherwise: value({ N: '1' }) },
      right: value({ N: '1' }),
    },
  ],
  [
    'list_append(if_not_exists(b, :l), :l)',
    {
      kind: 'list_append',
      left: { kind: 'if_not_exists', path: ['b'], otherwise: value({ L: [] }) },
      right: value({ L: [] }),
    },
  ],
])('SET takes %s', (text, operand) => {
  expect(parse(`SET z = ${text}`)).toEqual([{ kind: 'set', path: ['z'], operand }]);
});

test.each([
  ['', 'The expression can not be empty;'],
  ['INVALID SYNTAX HERE', 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
  ['SET', 'Syntax error; token: "<EOF>", near: "SET"'],
  ['SET a = :n,', 'Syntax error; token: "<EOF>", near: ","'],
  ['SET a = :n, SET b = :n', 'Syntax error; token: "SET", near: ", SET b"'],
  ['SET a :n', 'Syntax error; token: ":n", near: "a :n"'],
  ['SET a = :n + :n + :n', 'Syntax error; token: "+", near: ":n + :n"'],
  ['ADD a : n', 'Syntax error; token: ":", near: "a : n"'],
  ['ADD a b', 'Syntax error; token: "b", near: "a b"'],
  ['SET a = :n b = :n', 'Syntax error; token: "b", near: ":n b ="'],
  ['SET a = 0', 'Syntax error; token: "0", near: "= 0"'],
  ['SET a = :n SET b = :n', 'The "SET" section can only be used once in an update expression;'],
  ['SET status = :n', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ['SET a = :x', 'An expression attribute value used in expression is not defined; attribute value: :x'],
  [
    'SET #x = :n',
    'An expression attribute name used in the document path is not defined; attribute name: #x',
  ],
  ['SET a = ((b))', 'The expression has redundant parentheses;'],
  ['SET a = foo(b)', 'Invalid function name; function: foo'],
  ['SET a = size(b)', 'The function is not allowed in an update expression; function: size'],
  [
    'SET a = if_not_exists(:n, b)',
    'Operator or function requires a document path; operator or function: if_not_exists',
  ],
  [
    'SET a = if_not_exists(b)',
    'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1',
  ],
  [
    'SET a = list_append(b, :n)',
    'Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
  ],
  [
    'SET a = b + :s',
    'Incorrect operand type for operator or function; operator or function: +, operand type: S',
  ],
  [
    'SET a = :l - b',
    'Incorrect operand type for operator or function; operator or function: -, operand type: L',
  ],
  [
    'ADD a :s',
    'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
  ],
  [
    'ADD a :l',
    'Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND',
  ],
  [
    'DELETE a :n',
    'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
  ],
  [
    'SET a = :n, a = :s',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  ],
  [
    'SET a.b = :n REMOVE a',
    'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]',
  ],
  [
    'SET a.b = :n, a[0] = :n',
    'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
  ],
])('%j is refused', (text, message) => {
  expect(() => parse(text)).toThrow(new Error(`Invalid UpdateExpression: ${message}`));
});

test('an update has at most 300 operators and functions', () => {
  const sums = (count: number) => Array.from({ length: count }, (_, index) => `a${index}=b+:n`).join();
  expect(parse(`SET ${sums(300)}`)).toHaveLength(300);
  expect(() => parse(`SET ${sums(301)}`)).toThrow('operator count: 301');
  expect(() => parse(`SET ${sums(300)}, c = if_not_exists(c, :n)`)).toThrow('operator count: 301');
});
