import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { dataText } from './quote.js';

const names = fc.constantFrom(
  '__proto__',
  'constructor',
  '"__proto__"',
  '"__proto__":',
  '\\',
  'a"',
  '\u2028',
  'b',
);
const data = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    names,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

test('the text of data is an expression for it, whatever its members are called', () => {
  fc.assert(
    fc.property(data, (value) => {
      expect(JSON.stringify(runInNewContext(`(${dataText(value)})`))).toBe(JSON.stringify(value));
    }),
    { numRuns: 500 },
  );
});

test('what ends a line of code is escaped', () => {
  expect(dataText({ 'a\u2028': '\u2029' })).toBe('{"a\\u2028":"\\u2029"}');
});
