import type { CodecOptions, DecodeTarget, Schema } from '../../model.js';

/** What a scalar is to code where that is not what it is on the wire. */
export interface Decoded {
  readonly type: 'Date' | 'bigint' | 'string' | 'Uint8Array' | 'brand';
  /** The JSON type that is decoded; null beside it stays null. */
  readonly from: 'string' | 'number';
  /** The runtime's conversion; absent where code gets the very same value. */
  readonly conversion?: string;
  /** The runtime's predicate of wire values that can be decoded, and what it is told as; absent: all. */
  readonly test?: string;
  readonly expected?: string;
}

const texts = (format: string) => `a string in the format ${format}`;
const exact = {
  test: 'isExactInteger',
  expected: 'an integer within 2^53 - 1 of zero, which JSON numbers keep',
};

/** By target, type on the wire and format; a format that is empty stands for none and for unknown ones. */
const table: Readonly<Record<string, Omit<Decoded, 'type' | 'from'>>> = {
  'Date string date-time': { conversion: 'instant', test: 'isInstant', expected: texts('date-time') },
  'Date string date': { conversion: 'day', test: 'isDate', expected: texts('date') },
  'Uint8Array string byte': { conversion: 'bytes', test: 'isBytesText', expected: texts('byte') },
  'bigint number int64': { conversion: 'integer', ...exact },
  'bigint string int64': {
    conversion: 'integerText',
    test: 'isInt64Text',
    expected: 'the digits of an int64',
  },
  'bigint string uint64': {
    conversion: 'integerText',
    test: 'isUint64Text',
    expected: 'the digits of a uint64',
  },
  'bigint string ': {
    conversion: 'integerText',
    test: 'isIntegerText',
    expected: 'the digits of an integer',
  },
  'string number int64': { conversion: 'integerDigits', ...exact },
};

const integerFormat = /^u?int(8|16|32|64)$/;

/** The format as decoding knows it: `contentEncoding: base64` is `byte`. */
export function formatOf({ format, contentEncoding }: Schema): string | undefined {
  return format ?? (contentEncoding?.toLowerCase() === 'base64' ? 'byte' : undefined);
}

/** The one scalar type that there is beside null; undefined where there are more. */
function scalarType({ types = [] }: Schema): 'string' | 'number' | 'integer' | undefined {
  const [type, ...others] = types.filter((each) => each !== 'null');
  return others.length === 0 && (type === 'string' || type === 'number' || type === 'integer')
    ? type
    : undefined;
}

/** How a scalar schema is decoded by a target; undefined where it cannot be. */
export function decodedAs(schema: Schema, target: DecodeTarget): Decoded | undefined {
  const type = scalarType(schema);
  if (type === undefined || (schema.enum ?? schema.openEnum ?? schema.const) !== undefined) return undefined;
  const from = type === 'string' ? 'string' : 'number';
  if (target === 'brand') return schema.name === undefined ? undefined : { type: 'brand', from };
  if (target === 'none') return undefined;
  const format = formatOf(schema) ?? '';
  const isInteger = type === 'integer' || (type === 'number' && integerFormat.test(format));
  const key = from === 'number' ? (isInteger ? 'int64' : 'number') : format;
  const row = table[`${target} ${from} ${key}`];
  return row === undefined ? undefined : { type: target, from, ...row };
}

/** What a contract asks for: the schema's own word before that for its format. */
export function targetOf(schema: Schema, { decode }: CodecOptions): DecodeTarget | undefined {
  const own = schema.extensions?.get('x-atoll-decode');
  if (typeof own === 'string') return own as DecodeTarget;
  const format = formatOf(schema);
  if (format === undefined || typeof decode !== 'object' || !Object.hasOwn(decode, format)) return undefined;
  return decode[format];
}
