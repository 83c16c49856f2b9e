import * as t from 'io-ts';
import { codecOf, load, toldOf } from './decoded-fixture.js';

const dateTime = { type: 'string', format: 'date-time' };

test.each([
  ['2026-02-28T12:00:00Z', '2026-02-28T12:00:00.000Z'],
  ['2026-02-28t12:00:00.1z', '2026-02-28T12:00:00.100Z'],
  ['2026-02-28T12:00:00.123999Z', '2026-02-28T12:00:00.123Z'],
  ['2026-02-28T12:00:00+01:30', '2026-02-28T10:30:00.000Z'],
  ['2026-02-28T23:30:00-01:00', '2026-03-01T00:30:00.000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
  ['2016-12-31T23:59:60.250Z', '2017-01-01T00:00:00.250Z'],
  ['2016-12-31T15:59:60.5-08:00', '2017-01-01T00:00:00.500Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ['0050-06-01T00:00:00Z', '0050-06-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
])('the date-time %s is the moment %s', (wire, canonical) => {
  const codec = codecOf(dateTime);
  const decoded = codec.decode(wire);
  expect(decoded).toEqual({ _tag: 'Right', right: new Date(canonical) });
  expect(codec.encode(new Date(canonical))).toBe(canonical);
});

test.each([
  [dateTime, '2026-02-30T00:00:00Z', 'a string in the format date-time'],
  [dateTime, '0000-01-01T00:00:00+00:01', 'a string in the format date-time'],
  [dateTime, '9999-12-31T23:59:59-00:01', 'a string in the format date-time'],
  [dateTime, 7, 'string'],
  [{ type: 'string', format: 'date' }, '2026-02-30', 'a string in the format date'],
  [
    { type: 'integer', format: 'int64' },
    2 ** 53,
    'an integer within 2^53 - 1 of zero, which JSON numbers keep',
  ],
  [{ type: 'integer', format: 'int64' }, 0.5, 'integer'],
  [{ type: 'string', format: 'int64' }, '9223372036854775808', 'the digits of an int64'],
  [{ type: 'string', format: 'int64' }, '007', 'the digits of an int64'],
  [{ type: 'string', format: 'int64' }, '-0', 'the digits of an int64'],
  [{ type: 'string', format: 'int64' }, '1'.repeat(21), 'the digits of an int64'],
  [{ type: 'string', format: 'uint64', 'x-atoll-decode': 'bigint' }, '-1', 'the digits of a uint64'],
  [{ type: 'string', 'x-atoll-decode': 'bigint' }, '1.0', 'the digits of an integer'],
  [{ type: 'string', format: 'byte' }, 'YR==', 'a string in the format byte'],
  [{ type: 'string', format: 'byte' }, 'YWJ=', 'a string in the format byte'],
  [{ type: 'string', format: 'byte' }, 'YQ', 'a string in the format byte'],
])('%j refuses %j', (schema, wire, expected) => {
  expect(toldOf(codecOf(schema).decode(wire))).toContain(`: ${expected}`);
});

test.each([
  [dateTime, new Date(Number.NaN), 'a Date of the years 0000 to 9999'],
  [dateTime, new Date(-62_167_219_200_001), 'a Date of the years 0000 to 9999'],
  [dateTime, new Date(253_402_300_800_000), 'a Date of the years 0000 to 9999'],
  [dateTime, '2026-02-28T12:00:00Z', 'a Date of the years 0000 to 9999'],
  [{ type: 'string', format: 'date' }, new Date(1), 'a Date at midnight UTC'],
  [{ type: 'string', format: 'date' }, '2026-02-28', 'a Date at midnight UTC'],
  [{ type: 'integer', format: 'int64' }, 2n ** 53n, 'a bigint within 2^53 - 1 of zero'],
  [{ type: 'integer', format: 'int64' }, 5, 'a bigint within 2^53 - 1 of zero'],
  [{ type: 'string', format: 'int64' }, 2n ** 63n, 'the digits of an int64'],
  [{ type: 'string', format: 'int64' }, '5', 'a bigint'],
  [{ type: 'integer', 'x-atoll-decode': 'string' }, '05', 'the digits of an integer within 2^53 - 1 of zero'],
  [{ type: 'integer', 'x-atoll-decode': 'string' }, 5, 'the digits of an integer within 2^53 - 1 of zero'],
  [{ type: 'integer', maximum: 4, 'x-atoll-decode': 'bigint' }, 5n, 'a number up to 4'],
  [{ type: 'string', format: 'byte' }, 'YQ==', 'a Uint8Array'],
])('%j writes no %p', (schema, rich, expected) => {
  const codec = codecOf({ type: 'object', properties: { in: { type: 'array', items: schema } } });
  expect(codec.is({ in: [rich] })).toBe(false);
  expect(() => codec.encode({ in: [rich] })).toThrow(TypeError);
  expect(() => codec.encode({ in: [rich] })).toThrow(`Case at '/in/0': expected ${expected}, received `);
});

test.each([
  [{ type: 'integer', 'x-atoll-decode': 'string' }, -12, '-12'],
  [{ type: 'integer', 'x-atoll-decode': 'string' }, 1e15, '1000000000000000'],
  [{ type: 'integer', format: 'int32', 'x-atoll-decode': 'bigint' }, 7, 7n],
  [{ type: 'number', format: 'int64' }, 7, 7n],
  [{ type: 'string', format: 'uint64', 'x-atoll-decode': 'bigint' }, '18446744073709551615', 2n ** 64n - 1n],
  [{ type: 'string', 'x-atoll-decode': 'bigint' }, `1${'0'.repeat(40)}`, 10n ** 40n],
  [{ ...dateTime, 'x-atoll-decode': 'none' }, '2026-02-28T12:00:00Z', '2026-02-28T12:00:00Z'],
  [{ format: 'date-time' }, '2026-02-28T12:00:00Z', '2026-02-28T12:00:00Z'],
  [{ type: ['string', 'number'], format: 'date-time' }, '2026-02-28T12:00:00Z', '2026-02-28T12:00:00Z'],
  [{ type: 'string', format: 'byte' }, '', new Uint8Array()],
  [{ type: ['null', 'string'], format: 'byte' }, null, null],
])('%j makes of %j the value %p', (schema, wire, rich) => {
  const codec = codecOf(schema);
  expect(codec.decode(wire)).toEqual({ _tag: 'Right', right: rich });
  expect(codec.encode(rich)).toEqual(wire);
});

test('bytes of every length and value go both ways', () => {
  const codec = codecOf({ type: 'string', format: 'byte' });
  for (const length of [1, 2, 3, 255, 256, 8191, 8192, 8193, 20_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
    const text = Buffer.from(bytes).toString('base64');
    expect(codec.encode(bytes)).toBe(text);
    expect(codec.decode(text)).toEqual({ _tag: 'Right', right: bytes });
  }
});

describe('schemas of one value', () => {
  const stamped = { type: 'object', properties: { at: dateTime } };
  const at = new Date('2026-02-28T12:00:00Z');
  const text = '2026-02-28T12:00:00.000Z';

  test('all convert it once', () => {
    const codec = codecOf({ allOf: [stamped, stamped, { required: ['at'], properties: { at: {} } }] });
    expect(codec.decode({ at: text })).toEqual({ _tag: 'Right', right: { at } });
    expect(codec.encode({ at })).toEqual({ at: text });
    expect(codec.is({})).toBe(false);
  });

  test('a property that matches a pattern too is converted once', () => {
    const codec = codecOf({
      type: 'object',
      properties: { at: dateTime },
      patternProperties: { a: dateTime },
    });
    expect(codec.decode({ at: text, bar: text, o: text })).toEqual({
      _tag: 'Right',
      right: { at, bar: at, o: text },
    });
    expect(codec.encode({ at, bar: at, o: text })).toEqual({ at: text, bar: text, o: text });
  });

  test('the first alternative that accepts the wire value decides, both ways', () => {
    const codec = codecOf({
      anyOf: [dateTime, { type: 'string' }, { type: 'object', properties: { at: dateTime } }],
    });
    expect(codec.decode(text)).toEqual({ _tag: 'Right', right: at });
    expect(codec.decode('text')).toEqual({ _tag: 'Right', right: 'text' });
    expect([at, 'text', { at }].map((each) => codec.is(each))).toEqual([true, true, true]);
    expect([text, { at: text }, 7].map((each) => codec.is(each))).toEqual([false, false, false]);
    expect(codec.encode({ at })).toEqual({ at: text });
  });

  test('an alternative that asks for no type lets nothing pass that no wire has', () => {
    const bytes = { type: 'string', format: 'byte' };
    const codec = codecOf({ anyOf: [{ minLength: 8 }, { type: 'array', items: bytes }, bytes] });
    const given = new Uint8Array([1]);
    expect(codec.decode('AQ==')).toEqual({ _tag: 'Right', right: given });
    expect(codec.encode(given)).toBe('AQ==');
    expect(codec.is([given])).toBe(false);
    expect(codec.is({ some: [1n] })).toBe(false);
    expect(codec.is({ some: [1] })).toBe(true);
  });

  test('what an earlier alternative would be read as is not written', () => {
    const codec = codecOf({ anyOf: [{ type: 'string' }, dateTime] });
    expect(codec.decode(text)).toEqual({ _tag: 'Right', right: text });
    expect(codec.is(at)).toBe(false);
    expect(() => codec.encode(at)).toThrow("Case at '': expected a value of one of the alternatives");
  });

  test('of alternatives without a decoded value nothing changes', () => {
    const value = { kind: 'b', text };
    const schema = {
      oneOf: ['a', 'b'].map((kind) => ({
        type: 'object',
        required: ['kind'],
        properties: { kind: { const: kind }, ...(kind === 'a' && { at: dateTime }) },
      })),
    };
    const codec = codecOf(schema);
    const decoded = codec.decode(value);
    expect(decoded._tag === 'Right' && decoded.right).toBe(value);
    expect(codec.encode({ kind: 'a', at })).toEqual({ kind: 'a', at: text });
    expect(codec.is({ kind: 'c', at })).toBe(false);
    expect(codec.is(7)).toBe(false);
  });

  test('a value that its schema refuses once it is written again is refused', () => {
    const other = '2026-02-28T13:00:00+01:00';
    const unique = codecOf({ type: 'array', items: dateTime, uniqueItems: true });
    expect(toldOf(unique.decode([text, other]))).toEqual([': an array without equal items']);
    expect(unique.decode([text])).toEqual({ _tag: 'Right', right: [at] });
    const short = codecOf({ ...dateTime, pattern: '(:00Z|00Z)$' });
    expect(toldOf(short.decode(other))).toEqual([': a string that matches (:00Z|00Z)$']);
    const listed = codecOf({ type: 'object', properties: { at: dateTime }, not: { const: { at: text } } });
    expect(toldOf(listed.decode({ at: other }))).toEqual([': a value that the schema under not refuses']);
  });

  test('an object that has nothing to decode is the very same', () => {
    const codec = codecOf(stamped);
    const given = { other: {} };
    const decoded = codec.decode(given);
    expect(decoded._tag === 'Right' && decoded.right).toBe(given);
    expect(codec.encode(given)).toBe(given);
    expect(codec.encode({ at: undefined })).toEqual({ at: undefined });
  });

  test('what stands under keywords that only check is not decoded', () => {
    const codec = codecOf({
      type: 'object',
      properties: { list: { type: 'array', contains: dateTime }, at: { type: 'string' } },
      if: stamped,
      // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
      then: stamped,
      not: { properties: { at: { type: 'string', format: 'date' } }, required: ['at'] },
    });
    const value = { at: text, list: [text] };
    expect(codec.decode(value)).toEqual({ _tag: 'Right', right: value });
  });
});

test('a codec is one of io-ts: it stands in others, and reporters tell its failures', () => {
  const codec = codecOf({ type: 'object', required: ['at'], properties: { at: dateTime } });
  const list = t.type({ list: t.array(codec) });
  const at = new Date('2026-02-28T12:00:00Z');
  const wire = { list: [{ at: '2026-02-28T12:00:00.000Z' }] };
  expect(list.decode(wire)).toEqual({ _tag: 'Right', right: { list: [{ at }] } });
  expect(list.encode({ list: [{ at }] })).toEqual(wire);
  expect(list.is({ list: [{ at }] })).toBe(true);
  expect(toldOf(list.decode({ list: [{ at: 7 }] }))).toEqual(['/list/0/at: string']);
});

test('a value that is nested deeper than the stack is refused, both ways', () => {
  const { codecs } = load({
    Case: { type: 'object', properties: { at: dateTime, in: { $ref: '#/components/schemas/Case' } } },
  });
  let wire: object = { at: '2026-02-28T12:00:00Z' };
  for (let depth = 0; depth < 100_000; depth++) wire = { in: wire };
  expect(toldOf(codecs.Case?.decode(wire) ?? t.success(1))).toEqual([': a value that is not nested as deep']);
  expect(codecs.Case?.is(wire)).toBe(false);
});

test('recursive values are decoded all the way down', () => {
  const { codecs } = load({
    Case: { type: 'object', properties: { at: dateTime, in: { $ref: '#/components/schemas/Case' } } },
  });
  const at = new Date('2026-02-28T12:00:00Z');
  const wire = { in: { in: { at: at.toISOString() } } };
  expect(codecs.Case?.decode(wire)).toEqual({ _tag: 'Right', right: { in: { in: { at } } } });
  expect(codecs.Case?.encode({ in: { in: { at } } })).toEqual(wire);
});

test('a brand is a type alone: the value stays the very same, and so does the code', () => {
  const id = { type: 'string', format: 'uuid' };
  const schemas = {
    Case: { type: 'object', properties: { id: { $ref: '#/components/schemas/Id' } } },
    Id: id,
  };
  const { codecs, text } = load(schemas);
  expect(text).toContain('export type Id = t.Branded<string, brands.Id>;\n');
  expect(text).toContain('export const Case: t.Type<Case, wire.Case, unknown> = codec(');
  expect(text).not.toContain('converting');
  const value = { id: '6f1c2a50-2d0e-4d0b-9d7e-1c52d2a0a001' };
  const decoded = codecs.Case?.decode(value);
  expect(decoded?._tag === 'Right' && decoded.right).toBe(value);
});

test('without the option the code is what it would be without any word of decoding', () => {
  const schemas = (word: object) => ({
    Case: {
      type: 'object',
      properties: { at: { ...dateTime, ...word }, count: { type: 'integer', format: 'int64' } },
    },
  });
  const { text } = load(schemas({}), {});
  expect(load(schemas({ 'x-other': 'Date' }), {}).text).toBe(text);
  expect(text).not.toMatch(/conver|Date\b|wire/);
});

test('the wire type of a schema names that of the others, and the type itself where they are one', () => {
  const { text } = load({
    Case: { type: 'object', properties: { at: dateTime, plain: { $ref: '#/components/schemas/Plain' } } },
    Plain: { type: 'object', properties: { a: { type: 'string' } } },
  });
  expect(text).toContain(
    'export const Case: t.Type<Case, wire.Case, unknown> = converting<Case, wire.Case>(',
  );
  expect(text).toContain('export const Plain: t.Type<Plain, Plain, unknown> = codec(');
  expect(text).toContain('readonly at?: Date;');
  expect(text.replaceAll(/import type \* as \w+/g, '')).not.toMatch(/\bas\b|\bany\b|@ts-/);
});
