import { accepts, automaton } from '../../runtime/codec/automaton.js';
import { Decoding } from './decoding.js';
import { type CheckContext, patternTest, valueChecks } from './keyword-checks.js';

const decoding = new Decoding({});
const context: CheckContext = {
  assertsFormats: true,
  decoding,
  use: (name) => name,
  constant: (text) => text,
};

function testOf(pattern: string): { readonly text: string; matches(text: string): boolean } {
  const text = patternTest(pattern, 'text', context);
  const compiled = new Function('accepts', 'automaton', 'text', `return ${text};`);
  return { text, matches: (each) => compiled(accepts, automaton, each) };
}

const texts = [
  '',
  'A',
  'Z',
  '@',
  '[',
  'é',
  '💩',
  '-',
  'AB',
  'A-',
  'Z-',
  'A-\n',
  'A--',
  '01234567',
  '012345678',
];

test.each([
  ['^[A-Z]$', /charCodeAt/],
  ['^[A-Z]-$', /charCodeAt/],
  ['^$', /length === 0/],
  ['^\\d{8}$', /charCodeAt/],
  ['^\\d{9}$', /accepts/],
  ['^[A-Z]+$', /accepts/],
  ['^.$', /RegExp/],
])('%s is tested by the quickest that can', (pattern, means) => {
  const { text, matches } = testOf(pattern);
  expect(text).toMatch(means);
  const regex = new RegExp(pattern, 'u');
  expect(texts.map((each) => [each, matches(each)])).toEqual(texts.map((each) => [each, regex.test(each)]));
});

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
const place = { file: 'a', line: 1, column: 1, pointer: '' };
const checkOf = (values: unknown[]) => valueChecks({ place, enum: values as never }, context, 'u')[0];

test('a list of more than a hundred values is a set, and is told by the first of them', () => {
  expect(checkOf(numbered(100))?.fails).toMatch(/^!\(u === 0 \|\| .* u === 99\)$/);
  expect(checkOf(numbered(100))?.expected).toMatch(/^one of 0, .*, 99$/);
  expect(checkOf(numbered(101))?.fails).toMatch(/^!\(new Set\(JSON\.parse\(.*\)\)\.has\(u\)\)$/);
  expect(checkOf(numbered(101))?.expected).toMatch(/^one of 0, .*, 19 and 81 more$/);
  expect(checkOf([...numbered(101), {}])?.fails).toContain('equal(u, ');
});
