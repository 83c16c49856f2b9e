import fc from 'fast-check';
import type { AttributeValue } from '../values/attribute-value.js';
import { afterPrefix, orderedKey, tokenOf } from './ordered-key.js';

const sign = (value: number) => Math.sign(value);
const order = (left: string, right: string) => (left === right ? 0 : left < right ? -1 : 1);

test('strings order as their UTF-8 bytes do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
      const expected = sign(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      expect(order(orderedKey({ S: left }), orderedKey({ S: right }))).toBe(expected);
    }),
    { seed: 1 },
  );
});

test('a character beyond U+FFFF comes after U+FFFD, although its UTF-16 unit is smaller', () => {
  const keys = ['\u{1f600}', '\ufffd', '\ue000', '\ud7ff'].map((S) => orderedKey({ S }));
  expect([...keys].sort()).toEqual([...keys].reverse());
});

test('numbers order by value, whatever their sign, exponent and way of writing', () => {
  const ascending = [
    '-9.99e125',
    '-1e2',
    '-99.9',
    '-1.23',
    '-1.2',
    '-1',
    '-0.5',
    '-1e-130',
    '0',
    '1e-130',
    '0.05',
    '0.5',
    '1',
    '1.2',
    '1.23',
    '9',
    '10',
    '99.9',
    '1e2',
    '101',
    '9.99e125',
  ];
  const keys = ascending.map((N) => orderedKey({ N }));
  expect([...keys].sort()).toEqual(keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a number has one key however it is written', () => {
  for (const [left, right] of [
    ['1.0', '1'],
    ['100', '1e2'],
    ['1E+2', '100.00'],
    ['-0', '0'],
    ['0.0', '0'],
    ['007', '7'],
    ['-0.50', '-5e-1'],
  ] as const) {
    expect(orderedKey({ N: left })).toBe(orderedKey({ N: right }));
  }
});

test('random numbers order as JavaScript orders them', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 });
  fc.assert(
    fc.property(number, number, (left, right) => {
      const expected = left === right ? 0 : left < right ? -1 : 1;
      expect(order(orderedKey({ N: String(left) }), orderedKey({ N: String(right) }))).toBe(expected);
    }),
    { seed: 2 },
  );
});

test('binary keys order by unsigned bytes', () => {
  const bytes = fc.uint8Array({ maxLength: 6 });
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      const key = (each: Uint8Array) => orderedKey({ B: Buffer.from(each).toString('base64') });
      expect(order(key(left), key(right))).toBe(sign(Buffer.compare(left, right)));
    }),
    { seed: 3 },
  );
});

test('what follows a prefix is above all that starts with it and not above anything else', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\uffff'), maxLength: 4 });
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const above = afterPrefix(prefix);
      if (above === undefined) expect(prefix.replaceAll('\uffff', '')).toBe('');
      else expect(other >= prefix && other < above).toBe(other.startsWith(prefix));
    }),
    { seed: 4 },
  );
});

test('tokens spread keys that follow one another evenly over segments', () => {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i++) {
    const segment = Math.floor(tokenOf({ S: `user-${i}` }) / 2 ** 30);
    counts[segment] = (counts[segment] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('bytes stand where the text of the same bytes stands', () => {
  const text = 'äáöü';
  expect(tokenOf({ B: Buffer.from(text).toString('base64') })).toBe(tokenOf({ S: text }));
  expect(tokenOf({ B: Buffer.from([0, 255]).toString('base64') })).not.toBe(tokenOf({ B: '' }));
});

test('a scan meets keys in the order of DynamoDB itself', () => {
  const byToken = (keys: readonly AttributeValue[]) =>
    [...keys].sort((left, right) => tokenOf(left) - tokenOf(right)).map((key) => Object.values(key)[0]);
  const texts = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'aardman', 'hello', 'zapf', 'äáöü'];
  expect(byToken(texts.map((S) => ({ S })))).toEqual([
    '2',
    '8',
    '9',
    '1',
    '6',
    'hello',
    '0',
    '5',
    '4',
    'äáöü',
    'aardman',
    '7',
    '3',
    'zapf',
  ]);
  const numbers = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-0.09', '-999.9', '0.012345', '999.9'];
  expect(byToken(numbers.map((N) => ({ N })))).toEqual([
    '7',
    '999.9',
    '8',
    '3',
    '2',
    '-999.9',
    '9',
    '4',
    '-0.09',
    '6',
    '1',
    '0',
    '0.012345',
    '5',
  ]);
});
