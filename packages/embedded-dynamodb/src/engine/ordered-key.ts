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
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '1';
  const magnitude = Number(exponent) + digits.length - fraction.length + 500;
  const padded = String(magnitude).padStart(4, '0');
  return sign === '-' ? `0${complement(padded)}${complement(significant)}~` : `2${padded}${significant}`;
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

/** Where a partition stands in a scan, in [0, 2^32): FNV-1a with a finalizer, so that segments come out even. */
export function tokenOf(hash: string): number {
  let token = 0x811c9dc5;
  for (let i = 0; i < hash.length; i++) token = Math.imul(token ^ hash.charCodeAt(i), 0x01000193);
  token = Math.imul(token ^ (token >>> 16), 0x85ebca6b);
  token = Math.imul(token ^ (token >>> 13), 0xc2b2ae35);
  return (token ^ (token >>> 16)) >>> 0;
}
