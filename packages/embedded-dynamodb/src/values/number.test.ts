import fc from 'fast-check';
import { addNumbers, compareNumbers, normaliseNumber, numberSize, subtractNumbers } from './number.js';

const integer = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n });

test.each([
  ['1.0', '1'],
  ['00042', '42'],
  ['1E2', '100'],
  ['1.5e+2', '150'],
  ['-0', '0'],
  ['-0.0E5', '0'],
  ['+3.1400', '3.14'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['-1.25E-3', '-0.00125'],
  ['1E-130', `0.${'0'.repeat(129)}1`],
  ['9.9999999999999999999999999999999999999E+125', `${'9'.repeat(38)}${'0'.repeat(88)}`],
  ['12345678901234567890123456789012345678000', '12345678901234567890123456789012345678000'],
])('%s is written %s', (text, normal) => {
  expect(normaliseNumber(text)).toBe(normal);
});

test.each([
  ['', 'The parameter cannot be converted to a numeric value'],
  ['b', 'The parameter cannot be converted to a numeric value: b'],
  ['1e', 'The parameter cannot be converted to a numeric value: 1e'],
  ['.', 'The parameter cannot be converted to a numeric value: .'],
  [' 1', 'The parameter cannot be converted to a numeric value:  1'],
  ['NaN', 'The parameter cannot be converted to a numeric value: NaN'],
  ['1E126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['-1E126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  ['1E-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number'],
])('%j is refused', (text, message) => {
  expect(() => normaliseNumber(text)).toThrow(message);
});

test('sums and differences are exact over all integers of 38 digits', () => {
  fc.assert(
    fc.property(integer, integer, (left, right) => {
      expect(addNumbers(String(left), String(right))).toBe(String(left + right));
      expect(subtractNumbers(String(left), String(right))).toBe(String(left - right));
    }),
  );
});

test('numbers compare as integers do, at any common scale', () => {
  fc.assert(
    fc.property(integer, integer, fc.integer({ min: -90, max: 80 }), (left, right, exponent) => {
      const order = left < right ? -1 : left > right ? 1 : 0;
      expect(compareNumbers(`${left}E${exponent}`, `${right}E${exponent}`)).toBe(order);
    }),
  );
});

test('writing a number twice changes nothing, and keeps its value', () => {
  fc.assert(
    fc.property(integer, fc.integer({ min: -90, max: 80 }), (coefficient, exponent) => {
      const normal = normaliseNumber(`${coefficient}E${exponent}`);
      expect(normaliseNumber(normal)).toBe(normal);
      expect(normal).not.toMatch(/[eE+]|^-?0\d|\.\d*0$|\.$/);
      expect(compareNumbers(normal, `${coefficient}E${exponent}`)).toBe(0);
    }),
  );
});

test('decimal fractions add without the errors of floats', () => {
  expect(addNumbers('0.1', '0.2')).toBe('0.3');
  expect(subtractNumbers('1', '1.0')).toBe('0');
  expect(addNumbers('1E125', '1E125')).toBe(`2${'0'.repeat(125)}`);
});

test.each([
  ['-1', '0', -1],
  ['0', '1', -1],
  ['-1', '1', -1],
  ['10', '9', 1],
  ['-10', '-9', -1],
  ['0.01', '0.1', -1],
  ['-0.01', '-0.1', 1],
  ['12', '123', -1],
  ['1.2', '1.23', -1],
  ['-1.2', '-1.23', 1],
  ['0', '-0.0', 0],
])('%s and %s compare as %d', (left, right, order) => {
  expect(compareNumbers(left, right)).toBe(order);
  expect(compareNumbers(right, left)).toBe(order === 0 ? 0 : -order);
});

test('a number of a million digits is refused at once', () => {
  expect(() => normaliseNumber('1'.repeat(1_000_000))).toThrow('Number overflow');
  expect(() => normaliseNumber(`0.${'1'.repeat(1_000_000)}`)).toThrow('more than 38 significant digits');
  expect(normaliseNumber(`${'0'.repeat(500_000)}1.${'0'.repeat(500_000)}`)).toBe('1');
  expect(() => normaliseNumber(`1E${'9'.repeat(400)}`)).toThrow('Number overflow');
  expect(() => normaliseNumber(`1E-${'9'.repeat(400)}`)).toThrow('Number underflow');
  expect(normaliseNumber(`0E${'9'.repeat(400)}`)).toBe('0');
});

test('a sum that needs more than 38 digits, or leaves the range, is refused', () => {
  expect(() => addNumbers('1E38', '1')).toThrow(
    'Attempting to store more than 38 significant digits in a Number',
  );
  expect(() => addNumbers('9E125', '9E125')).toThrow('Number overflow');
});

test.each([
  ['0', 1],
  ['1', 2],
  ['12', 2],
  ['100', 2],
  ['10', 2],
  ['123', 3],
  ['-12', 3],
  ['0.1', 2],
  ['1.5', 3],
])('%s takes %d bytes', (text, bytes) => {
  expect(numberSize(text)).toBe(bytes);
});
