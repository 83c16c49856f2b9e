import { DynamoDbError } from '../tables.js';

/** DynamoDB keeps 38 significant digits ("Number" in "Supported data types"). */
const maximumDigits = 38;
/** Exponents of the first significant digit: 1E-130 to 9.99…E+125. */
const leastMagnitude = -130;
const greatestMagnitude = 125;

/** The number ±digits × 10^exponent; the digits neither begin nor end with zero, and are empty for zero. */
interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const syntax = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

function parse(text: string): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = syntax.exec(text) ?? [];
  if (whole + fraction === '') {
    const what = 'The parameter cannot be converted to a numeric value';
    throw invalid(text === '' ? what : `${what}: ${text}`);
  }
  const written = whole + fraction;
  const end = lastNonZero(written) + 1;
  if (end === 0) return { isNegative: false, digits: '', exponent: 0 };
  const digits = written.slice(0, end).replace(/^0+/, '');
  return {
    isNegative: sign === '-',
    digits,
    exponent: Number(exponent) - fraction.length + written.length - end,
  };
}

/** Unlike /0+$/, looks at each digit once. */
function lastNonZero(digits: string): number {
  let at = digits.length - 1;
  while (digits[at] === '0') at--;
  return at;
}

/** The exponent of the first digit. */
function magnitudeOf({ digits, exponent }: Decimal): number {
  return exponent + digits.length - 1;
}

/** Refuses what DynamoDB cannot keep. */
function check(decimal: Decimal): Decimal {
  if (decimal.digits === '') return decimal;
  const magnitude = magnitudeOf(decimal);
  if (magnitude > greatestMagnitude) throw outside('overflow', 'larger');
  if (magnitude < leastMagnitude) throw outside('underflow', 'smaller');
  if (decimal.digits.length > maximumDigits) {
    throw invalid('Attempting to store more than 38 significant digits in a Number');
  }
  return decimal;
}

function outside(what: string, than: string): DynamoDbError {
  return invalid(`Number ${what}. Attempting to store a number with magnitude ${than} than supported range`);
}

/** DynamoDB answers numbers in plain notation, without exponent. */
function format({ isNegative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = isNegative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/** The number as DynamoDB writes it: `1.0` is `1`, `1E2` is `100`. Errors: ValidationException. */
export function normaliseNumber(text: string): string {
  return format(check(parse(text)));
}

/** -1 below zero, 0, or 1 above. */
function signOf({ isNegative, digits }: Decimal): number {
  return digits === '' ? 0 : isNegative ? -1 : 1;
}

/** -1, 0 or 1. */
export function compareNumbers(leftText: string, rightText: string): number {
  const [left, right] = [parse(leftText), parse(rightText)];
  const sign = signOf(left);
  if (sign !== signOf(right)) return sign < signOf(right) ? -1 : 1;
  if (sign === 0) return 0;
  const [one, other] = [magnitudeOf(left), magnitudeOf(right)];
  if (one !== other) return one < other ? -sign : sign;
  // From the first digit on, and without zeros at the end, digits order as text does.
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -sign : sign;
}

/** Errors: ValidationException where the sum needs more than 38 digits or leaves the range. */
export function addNumbers(left: string, right: string): string {
  return combine(left, right, (one, other) => one + other);
}

/** Errors: ValidationException where the difference needs more than 38 digits or leaves the range. */
export function subtractNumbers(left: string, right: string): string {
  return combine(left, right, (one, other) => one - other);
}

/** Exact: both are taken as integers at the lesser exponent. Both are numbers that DynamoDB keeps. */
function combine(left: string, right: string, compute: (one: bigint, other: bigint) => bigint): string {
  const [one, other] = [check(parse(left)), check(parse(right))];
  const exponent = Math.min(one.exponent, other.exponent);
  return normaliseNumber(`${compute(integerAt(one, exponent), integerAt(other, exponent))}E${exponent}`);
}

function integerAt(decimal: Decimal, exponent: number): bigint {
  return BigInt(decimal.digits + '0'.repeat(decimal.exponent - exponent)) * (decimal.isNegative ? -1n : 1n);
}

/** Bytes of a number: one for each two digits, one for the exponent, one more below zero ("Item sizes and formats"). */
export function numberSize(text: string): number {
  const { isNegative, digits, exponent } = parse(text);
  // Digits are kept in pairs around the decimal point, so that an odd exponent costs a leading or trailing zero.
  return Math.ceil((digits.length + (Math.abs(exponent) % 2)) / 2) + 1 + (isNegative ? 1 : 0);
}
