import fc from 'fast-check';
import { accepts, automaton } from '../../runtime/codec/automaton.js';
import { automatonOf, straightRanges } from './automaton-of.js';

function scan(pattern: string, text: string): boolean {
  const states = automatonOf(pattern);
  if (states === undefined) throw new Error(`${pattern} has no automaton`);
  return accepts(automaton(states), text);
}

const atom = fc.constantFrom(
  'a',
  'b',
  '-',
  '[ab]',
  '[a-c1-3]',
  '[-a]',
  '[b-]',
  '\\d',
  '\\w',
  '\\.',
  '[\\d.]',
  '[\\]\\\\]',
  ' ',
  ',',
);
const quantifier = fc.constantFrom('', '', '*', '+', '?', '*?', '{2}', '{0,2}', '{1,}', '{0}', '{2,3}?');
const expression = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(atom, quantifier).map((parts) => parts.join('')),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom('(', '(?:'),
        fc.array(tie('expression'), { minLength: 1, maxLength: 3 }),
        quantifier,
      )
      .map(([open, parts, quantity]) => `${open}${parts.join('|')})${quantity}`),
  ),
})).expression;
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'c', '1', '3', '-', '.', ']', '\\', ' ', ',', '_', 'Z'),
    maxLength: 7,
  }),
  fc.constantFrom('é', 'a\n', '\na', '💩', 'a\u007f', ''),
);

test('an automaton accepts what the regular expression matches, and nothing else', () => {
  let made = 0;
  fc.assert(
    fc.property(expression, fc.array(text, { minLength: 20, maxLength: 40 }), (inner, texts) => {
      const pattern = `^${inner}$`;
      const states = automatonOf(pattern);
      if (states === undefined) return;
      made += 1;
      const machine = automaton(states);
      const regex = new RegExp(pattern, 'u');
      for (const each of texts) expect([each, accepts(machine, each)]).toEqual([each, regex.test(each)]);
    }),
    { numRuns: 1500, seed: 1 },
  );
  expect(made).toBeGreaterThan(1400);
});

test.each([
  ['^[A-Z]{3}$', 'EUR', 'EURO'],
  ['^[A-Z0-9]+(-[A-Z0-9]+)*$', 'COF-ESP-1KG', 'COF-'],
  ['^$', '', 'a'],
  ['^(|a)$', 'a', 'b'],
  ['^\\$$', '$', '\\$'],
  ['^a\\\\$', 'a\\', 'a$'],
  ['^(a*)*$', 'aaa', 'ab'],
  ['^[+--]$', ',', '.'],
])('%s accepts %j and refuses %j', (pattern, good, bad) => {
  expect([scan(pattern, good), scan(pattern, bad)]).toEqual([true, false]);
});

test('what no input can make slow is scanned: an exponential expression takes one walk', () => {
  expect(scan('^(a|a|aa)*b$', 'a'.repeat(100_000))).toBe(false);
});

test.each([
  'a',
  '^a',
  'a$',
  '^a\\$',
  '^a|b$',
  '^.$',
  '^[^a]$',
  '^é$',
  '^[à-ü]$',
  '^\\s$',
  '^\\D$',
  '^\\p{L}$',
  '^\\u0061$',
  '^\\x61$',
  '^(?=a)a$',
  '^(?<name>a)$',
  '^(a)\\1$',
  '^\\ba$',
  '^a$b$',
  '^[\\w-z]$',
  '^a{65}$',
  '^a{1,65}$',
  '^(a{60}){60}$',
  '^(a|b)*a(a|b){8}$',
])('%s is left to RegExp', (pattern) => {
  expect(automatonOf(pattern)).toBeUndefined();
});

test.each<[string, [string, string][] | undefined]>([
  [
    '^[A-Z]{2}-$',
    [
      ['A', 'Z'],
      ['A', 'Z'],
      ['-', '-'],
    ],
  ],
  ['^$', []],
  ['^[A-Z0-9]$', undefined],
  ['^a?$', undefined],
  ['^a*$', undefined],
  ['^a{2,3}$', undefined],
  ['^(ab|cd)$', undefined],
])('of %s, the ranges of its places are %j', (pattern, expected) => {
  const ranges = straightRanges(automatonOf(pattern) ?? []);
  expect(ranges?.map((range) => range.map((code) => String.fromCharCode(code)))).toEqual(expected);
});
