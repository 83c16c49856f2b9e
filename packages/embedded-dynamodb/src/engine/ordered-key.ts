import { createHash } from 'node:crypto';
import type { AttributeValue } from '../values/attribute-value.js';

/**
 * Sort keys as strings whose native comparison is DynamoDB's order: strings by UTF-8 bytes, numbers by value,
 * binary by unsigned bytes (Query, "results are always sorted by the sort key value").
 */
export function orderedKey(value: AttributeValue): string {
  if ('S' in value && value.S !== undefined) return orderedString(value.S);
  if ('N' in value && value.N !== undefined) return orderedNumber(value.N);
  return Buffer.from((value as { B: string }).B, 'base64').toString('latin1');
}

const aboveSurrogates = /[\ud800-\uffff]/;

/** UTF-16 order differs from UTF-8 order only in that surrogates stand below U+E000–U+FFFF: the two ranges trade places. */
function orderedString(text: string): string {
  if (!aboveSurrogates.test(text)) return text;
  let ordered = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    ordered += String.fromCharCode(unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
  }
  return ordered;
}

const decimal = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Sign, biased exponent, digits; a negative number has both complemented and ends above every digit. */
function orderedNumber(text: string): string {
  const { isNegative, magnitude, digits } = parseDecimal(text);
  if (digits === '') return '1';
  const padded = String(magnitude + 500).padStart(4, '0');
  return isNegative ? `0${complement(padded)}${complement(digits)}~` : `2${padded}${digits}`;
}

/** A number as 0.digits × 10^magnitude, without zeros at either end; zero has no digits. */
function parseDecimal(text: string): { isNegative: boolean; magnitude: number; digits: string } {
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const magnitude = Number(exponent) + digits.length - fraction.length;
  return { isNegative: sign === '-', magnitude, digits: digits.replace(/0+$/, '') };
}

function complement(digits: string): string {
  return digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
}

/** The least string above every string that starts with `prefix`; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  for (let end = prefix.length; end > 0; end--) {
    const unit = prefix.charCodeAt(end - 1);
    if (unit < 0xffff) return prefix.slice(0, end - 1) + String.fromCharCode(unit + 1);
  }
  return undefined;
}

/**
 * Where a key stands in a scan, in [0, 2^32): the order of DynamoDB's own partitions, by MD5 over the bytes of the
 * key (of an item in an index: of hash and range) as it stores them.
 */
export function tokenOf(...values: readonly AttributeValue[]): number {
  const hash = createHash('md5').update('Outliers');
  for (const value of values) hash.update(storedBytes(value));
  return hash.digest().readUInt32BE(0);
}

function storedBytes(value: AttributeValue): string | Buffer {
  if ('S' in value) return value.S;
  return 'N' in value ? storedNumber(value.N) : Buffer.from((value as { B: string }).B, 'base64');
}

/** The exponent to base 100, then its digits from 1 to 100; complemented and closed by 102 when negative. */
function storedNumber(text: string): Buffer {
  const { isNegative, magnitude, digits } = parseDecimal(text);
  if (digits === '') return Buffer.from([0x80]);
  const isOdd = magnitude % 2 !== 0;
  const aligned = (isOdd ? '0' : '') + digits;
  const pairs = (aligned + (aligned.length % 2 === 0 ? '' : '0')).match(/../g) ?? [];
  const exponent = (magnitude + (isOdd ? 1 : 0)) / 2 - 64;
  if (!isNegative) return Buffer.from([exponent, ...pairs.map((pair) => Number(pair) + 1)]);
  const bytes = [~exponent, ...pairs.map((pair) => 101 - Number(pair))];
  return Buffer.from(pairs.length < 20 ? [...bytes, 102] : bytes);
}
