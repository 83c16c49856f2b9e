import { DynamoDbError } from '../tables.js';

/** DynamoDB keeps 38 significant digits ("Number" in "Supported data types"). */
const maximumDigits = 38;
/** Exponents of the first significant digit: 1E-130 to 9.99…E+125. */
const leastMagnitude = -130;
const greatestMagnitude = 125;

/** The number coefficient × 10^exponent; the coefficient has no trailing zeros. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const syntax = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

function parse(text: string): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = syntax.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (whole + fraction === '') {
    const what = 'The parameter cannot be converted to a numeric value';
    throw invalid(text === '' ? what : `${what}: ${text}`);
  }
  const significant = digits.replace(/0+$/, '');
  const shift = digits.length - significant.length;
  const coefficient = BigInt(significant) * (sign === '-' ? -1n : 1n);
  return { coefficient, exponent: coefficient === 0n ? 0 : Number(exponent) - fraction.length + shift };
}

function digitsOf({ coefficient }: Decimal): string {
  return String(coefficient < 0n ? -coefficient : coefficient);
}

/** Refuses what DynamoDB cannot keep. */
function check(decimal: Decimal): Decimal {
  if (decimal.coefficient === 0n) return decimal;
  const digits = digitsOf(decimal).length;
  const magnitude = decimal.exponent + digits - 1;
  const outside = (what: string, than: string) =>
    invalid(`Number ${what}. Attempting to store a number with magnitude ${than} than supported range`);
  if (magnitude > greatestMagnitude) throw outside('overflow', 'larger');
  if (magnitude < leastMagnitude) throw outside('underflow', 'smaller');
  if (digits > maximumDigits)
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  return decimal;
}

/** DynamoDB answers numbers in plain notation, without exponent. */
function format(decimal: Decimal): string {
  const sign = decimal.coefficient < 0n ? '-' : '';
  const digits = digitsOf(decimal);
  if (decimal.exponent >= 0) return sign + digits + '0'.repeat(decimal.exponent);
  const padded = digits.padStart(1 - decimal.exponent, '0');
  return `${sign}${padded.slice(0, decimal.exponent)}.${padded.slice(decimal.exponent)}`;
}

/** The number as DynamoDB writes it: `1.0` is `1`, `1E2` is `100`. Errors: ValidationException. */
export function normaliseNumber(text: string): string {
  return format(check(parse(text)));
}

/** Both coefficients at the lesser exponent. */
function aligned(left: Decimal, right: Decimal): { left: bigint; right: bigint; exponent: number } {
  const exponent = Math.min(left.exponent, right.exponent);
  const at = (decimal: Decimal) => decimal.coefficient * 10n ** BigInt(decimal.exponent - exponent);
  return { left: at(left), right: at(right), exponent };
}

function computed(coefficient: bigint, exponent: number): string {
  return normaliseNumber(`${coefficient}E${exponent}`);
}

/** Negative, 0 or positive. */
export function compareNumbers(left: string, right: string): number {
  const pair = aligned(parse(left), parse(right));
  return pair.left < pair.right ? -1 : pair.left > pair.right ? 1 : 0;
}

/** Errors: ValidationException where the sum needs more than 38 digits or leaves the range. */
export function addNumbers(left: string, right: string): string {
  const pair = aligned(parse(left), parse(right));
  return computed(pair.left + pair.right, pair.exponent);
}

/** Errors: ValidationException where the difference needs more than 38 digits or leaves the range. */
export function subtractNumbers(left: string, right: string): string {
  const pair = aligned(parse(left), parse(right));
  return computed(pair.left - pair.right, pair.exponent);
}

/** Bytes of a number: one for each two digits, one for the exponent, one more below zero ("Item sizes and formats"). */
export function numberSize(text: string): number {
  const decimal = parse(text);
  if (decimal.coefficient === 0n) return 1;
  // Digits are kept in pairs around the decimal point, so that an odd exponent costs a leading or trailing zero.
  const digits = digitsOf(decimal).length + (Math.abs(decimal.exponent) % 2);
  return Math.ceil(digits / 2) + 1 + (decimal.coefficient < 0n ? 1 : 0);
}
