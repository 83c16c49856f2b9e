import type { Conversion } from './conversion.js';
import { isBase64, isDateTime } from './formats.js';

/** What a value is to code; what is not of the type that is decoded stays as it is. */
interface Scalar {
  readonly decode: (wire: unknown) => unknown;
  /** The wire form, or undefined where there is none. */
  readonly encode: (value: unknown) => unknown;
  /** What code has to give. */
  readonly expected: string;
}

function scalar({ decode, encode, expected }: Scalar): Conversion {
  return {
    // What another schema of the same value has converted already is not converted again.
    decode: (wire, made) => (made === wire ? decode(wire) : made),
    encode: (value, made, failed) => {
      if (made !== value) return made;
      const written = encode(value);
      if (written === undefined && value !== undefined) failed.push({ keys: [], value, expected });
      return written ?? value;
    },
  };
}

const earliest = Date.parse('0000-01-01T00:00:00.000Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** Years that RFC 3339 can write. */
function isWritable(epochMs: number): boolean {
  return epochMs >= earliest && epochMs <= latest;
}

/** The forms that every engine parses by itself, and nearly all senders write (ECMA-262, "Date Time String Format"). */
function isPlain(text: string): boolean {
  const hasLength = text.length === 20 || text.length === 24;
  return hasLength && text.endsWith('Z') && text.charAt(10) === 'T' && text.charAt(17) !== '6';
}

/**
 * Epoch milliseconds of an RFC 3339 date-time; digits beyond the millisecond are cut off, and a leap second is the
 * first second of the next minute, as POSIX counts.
 */
function instantMs(text: string): number {
  if (isPlain(text)) return Date.parse(text);
  const [, fraction = '', sign = '', hours = '0', minutes = '0'] =
    /^.{19}(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/.exec(text) ?? [];
  const isLeap = text.slice(17, 19) === '60';
  const whole = `${text.slice(0, 10)}T${text.slice(11, 17)}${isLeap ? '59' : text.slice(17, 19)}.000Z`;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3)) + (isLeap ? 1000 : 0);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return Date.parse(whole) + ms - (sign === '-' ? -offset : offset);
}

/** An RFC 3339 date-time that in UTC is of the years 0000 to 9999, so that it can be written again. */
export function isInstant(text: string): boolean {
  if (!isDateTime(text)) return false;
  // An offset moves a moment by less than a day, so that the first and the last year alone can be left.
  const year = text.slice(0, 4);
  return (year !== '0000' && year !== '9999') || isWritable(instantMs(text));
}

/** `date-time` as Date. */
export const instant: Conversion = scalar({
  decode: (wire) => (typeof wire === 'string' ? new Date(instantMs(wire)) : wire),
  encode: (value) => {
    if (value instanceof Date) return isWritable(value.getTime()) ? value.toISOString() : undefined;
    return typeof value === 'string' ? undefined : value;
  },
  expected: 'a Date of the years 0000 to 9999',
});

/** `date` as Date at midnight UTC. */
export const day: Conversion = scalar({
  decode: (wire) => (typeof wire === 'string' ? new Date(`${wire}T00:00:00.000Z`) : wire),
  encode: (value) => {
    if (!(value instanceof Date)) return typeof value === 'string' ? undefined : value;
    const text = isWritable(value.getTime()) ? value.toISOString() : '';
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : undefined;
  },
  expected: 'a Date at midnight UTC',
});

/** An integer that JSON.parse keeps: beyond 2^53 a number stands for its neighbours too. */
export function isExactInteger(value: number): boolean {
  return Number.isSafeInteger(value);
}

/** A JSON number as bigint. */
export const integer: Conversion = scalar({
  decode: (wire) => (typeof wire === 'number' ? BigInt(wire) : wire),
  encode: (value) => {
    if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
    return typeof value === 'number' ? undefined : value;
  },
  expected: 'a bigint within 2^53 - 1 of zero',
});

const digits = /^(?:0|-?[1-9]\d*)$/;

/** A JSON number as its decimal digits. */
export const integerDigits: Conversion = scalar({
  decode: (wire) => (typeof wire === 'number' ? String(BigInt(wire)) : wire),
  encode: (value) => {
    if (typeof value !== 'string') return typeof value === 'number' ? undefined : value;
    return digits.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  },
  expected: 'the digits of an integer within 2^53 - 1 of zero',
});

/** Decimal digits without leading zeros: one text for each integer. */
export function isIntegerText(text: string): boolean {
  return digits.test(text);
}

/** Longer texts are no 64 bits, and need not be computed with. */
const longestInt64 = 20;

export function isInt64Text(text: string): boolean {
  if (text.length > longestInt64 || !digits.test(text)) return false;
  return BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

export function isUint64Text(text: string): boolean {
  if (text.length > longestInt64 || !digits.test(text)) return false;
  return BigInt.asUintN(64, BigInt(text)) === BigInt(text);
}

/** Decimal digits as bigint. */
export const integerText: Conversion = scalar({
  decode: (wire) => (typeof wire === 'string' ? BigInt(wire) : wire),
  encode: (value) => {
    if (typeof value === 'bigint') return String(value);
    return typeof value === 'string' ? undefined : value;
  },
  expected: 'a bigint',
});

const base64Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 whose last digit has no bits that no byte has (RFC 4648, 3.5): one text for the same bytes. */
export function isBytesText(text: string): boolean {
  if (!isBase64(text)) return false;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const last = base64Digits.indexOf(text.charAt(text.length - 1 - padding));
  return padding === 0 || last % (padding === 2 ? 16 : 4) === 0;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** A call takes so many arguments everywhere. */
const chunkBytes = 8192;

function textOf(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += chunkBytes)
    binary += String.fromCharCode(...bytes.subarray(at, at + chunkBytes));
  return btoa(binary);
}

/** Base64 as bytes. */
export const bytes: Conversion = scalar({
  decode: (wire) => (typeof wire === 'string' ? bytesOf(wire) : wire),
  encode: (value) => {
    if (value instanceof Uint8Array) return textOf(value);
    return typeof value === 'string' ? undefined : value;
  },
  expected: 'a Uint8Array',
});
