import fc from 'fast-check';
import type { Item } from '../values/attribute-value.js';
import { matches, parseCondition } from './condition.js';
import { ExpressionContext } from './context.js';

const values = {
  ':b': { S: 'b' },
  ':ab': { S: 'ab' },
  ':five': { N: '5' },
  ':six': { N: '6' },
  ':zero': { N: '0' },
  ':two': { N: '2' },
  ':three': { N: '3' },
  ':four': { N: '4' },
  ':bytes': { B: 'YWI=' },
  ':byte': { B: 'Yg==' },
  ':set': { SS: ['y', 'x'] },
  ':x': { S: 'x' },
  ':SS': { S: 'SS' },
  ':S': { S: 'S' },
  ':true': { BOOL: true },
};

const item: Item = {
  s: { S: 'abc' },
  n: { N: '5' },
  b: { B: 'YWJj' },
  ss: { SS: ['x', 'y'] },
  ns: { NS: ['5', '7'] },
  bs: { BS: ['Yg=='] },
  l: { L: [{ S: 'x' }, { N: '5' }] },
  m: { M: { k: { S: 'x' }, n: { N: '5' } } },
  t: { BOOL: true },
  none: { NULL: true },
};

function holds(text: string, of: Item | undefined = item): boolean {
  const names = { '#none': 'none' };
  return matches(parseCondition(text, 'FilterExpression', new ExpressionContext(names, values)), of);
}

test.each([
  'n = :five',
  'n <> :six',
  'n < :six',
  'n <= :five',
  'n >= :five',
  'n > :four',
  's > :ab',
  'n BETWEEN :four AND :five',
  'n BETWEEN :five AND :six',
  'n IN (:four, :five)',
  'ss = :set',
  't = :true',
  'm.k = :x',
  'l[1] = m.n',
  'attribute_exists(m.k)',
  'attribute_not_exists(m.absent)',
  'attribute_not_exists(l[2])',
  'attribute_exists(#none)',
  'attribute_type(ss, :SS)',
  'begins_with(s, :ab)',
  'begins_with(b, :bytes)',
  'contains(s, :b)',
  'contains(b, :byte)',
  'contains(ss, :x)',
  'contains(ns, :five)',
  'contains(bs, :byte)',
  'contains(l, :five)',
  'size(s) = :three',
  'size(b) = :three',
  'size(ss) = :two',
  'size(ns) = :two',
  'size(l) = :two',
  'size(m) = :two',
  'NOT n = :six',
  'n = :six OR n = :five',
  'absent <> :b',
  'NOT absent = :b',
])('%s holds', (text) => {
  expect(holds(text)).toBe(true);
});

test.each([
  'n = :six',
  'n <> :five',
  'n < :five',
  'n > :five',
  'n >= :six',
  'n <= :four',
  's = :five',
  's < :six',
  's > :zero',
  'n BETWEEN :six AND :six',
  'n BETWEEN :zero AND :four',
  'n IN (:four, :six, :b)',
  'absent = :b',
  'absent < :b',
  'absent = lacking',
  'absent IN (:b)',
  'absent BETWEEN :b AND :x',
  'attribute_exists(absent)',
  'attribute_exists(s.k)',
  'attribute_exists(s[0])',
  'attribute_not_exists(s)',
  'attribute_type(ss, :S)',
  'attribute_type(absent, :S)',
  'begins_with(s, :b)',
  'begins_with(n, :b)',
  'begins_with(b, :byte)',
  'begins_with(s, :bytes)',
  'contains(s, :x)',
  'contains(ss, :ab)',
  'contains(ss, :five)',
  'contains(ns, :b)',
  'contains(ns, :six)',
  'contains(bs, :bytes)',
  'contains(bs, :b)',
  'attribute_type(ss, s)',
  'contains(l, :b)',
  'contains(n, :five)',
  'contains(absent, :five)',
  'size(n) >= :zero',
  'size(absent) >= :zero',
  'n = :five AND n = :six',
  'NOT (n = :five OR n = :six)',
])('%s does not hold', (text) => {
  expect(holds(text)).toBe(false);
});

test('size of a string counts UTF-16 units', () => {
  expect(holds('size(s) = :three', { s: { S: 'é\u{1d11e}' } })).toBe(true);
});

test('an item that is not there has no attributes', () => {
  expect(holds('attribute_not_exists(pk)', undefined)).toBe(true);
  expect(holds('attribute_exists(pk)', {})).toBe(false);
});

test('an item has only attributes of its own', () => {
  expect(matches({ kind: 'attribute_exists', path: ['constructor'] }, item)).toBe(false);
  expect(matches({ kind: 'attribute_exists', path: ['m', '__proto__'] }, item)).toBe(false);
});

interface Formula {
  readonly text: string;
  readonly truth: boolean;
}

/** Formulas over atoms of known truth, written with just the parentheses that precedence asks for. */
const { disjunction } = fc.letrec<{
  atom: Formula;
  unary: Formula;
  conjunction: Formula;
  disjunction: Formula;
}>((tie) => ({
  atom: fc.boolean().map((truth) => ({ text: truth ? 'n = :five' : 'n = :six', truth })),
  unary: fc.oneof(
    { maxDepth: 3 },
    tie('atom'),
    tie('unary').map(({ text, truth }) => ({ text: `NOT ${text}`, truth: !truth })),
    fc.tuple(tie('disjunction'), tie('disjunction')).map(([left, right]) => ({
      text: `(${left.text} OR ${right.text})`,
      truth: left.truth || right.truth,
    })),
  ),
  conjunction: fc.array(tie('unary'), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(' AND '),
    truth: parts.every(({ truth }) => truth),
  })),
  disjunction: fc.array(tie('conjunction'), { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(' or '),
    truth: parts.some(({ truth }) => truth),
  })),
}));

test('a formula means what the precedence of NOT, AND and OR says', () => {
  fc.assert(
    fc.property(disjunction, ({ text, truth }) => {
      fc.pre(text.length <= 4096 && (text.match(/=|NOT|AND|or|OR/g) ?? []).length <= 300);
      expect(holds(text)).toBe(truth);
    }),
  );
});
