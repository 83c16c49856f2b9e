import { accepts, automaton } from '../../runtime/codec/automaton.js';
import { Decoding } from './decoding.js';
import { type CheckContext, patternTest } from './keyword-checks.js';

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
