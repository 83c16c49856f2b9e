import fc from 'fast-check';
import { isDate, isDateTime, isEmail, isIdnEmail, isRelativeJsonPointer, isTime, isUuid } from './formats.js';

test.each<[string, boolean]>([
  ['2026-11-25T01:02:03Z', true],
  ['2026-11-25t01:02:03z', true],
  ['2026-11-25T01:02:03.4Z', true],
  ['2026-11-25T01:02:03.456789012+23:59', true],
  ['2026-11-25T01:02:03-00:00', true],
  ['2024-02-29T00:00:00Z', true],
  ['2023-02-29T00:00:00Z', false],
  ['2000-02-29T00:00:00Z', true],
  ['1900-02-29T00:00:00Z', false],
  ['2026-00-10T00:00:00Z', false],
  ['2026-13-10T00:00:00Z', false],
  ['2026-11-00T00:00:00Z', false],
  ['2026-11-31T00:00:00Z', false],
  ['2026-12-31T24:00:00Z', false],
  ['2026-12-31T23:60:00Z', false],
  ['2026-12-31T23:59:61Z', false],
  ['2026-12-31T23:59:60Z', true],
  ['2026-12-31T22:59:60Z', false],
  ['2027-01-01T00:59:60+01:00', true],
  ['2026-12-31T15:59:60-08:00', true],
  ['2026-12-31T23:59:60+01:00', false],
  ['2026-11-25T01:02:03', false],
  ['2026-11-25T01:02:03.Z', false],
  ['2026-11-25T01:02:03.4', false],
  ['2026-11-25T01:02:03+24:00', false],
  ['2026-11-25T01:02:03+01:60', false],
  ['2026-11-25T01:02:03+0100', false],
  ['2026-11-25T01:02:03+01:0', false],
  ['2026-11-25T01:02:03+01:000', false],
  ['2026-11-25T01:02:03Z ', false],
  ['2026-11-25 01:02:03Z', false],
  ['2026-11-25T1:02:03Z', false],
  ['2026/11/25T01:02:03Z', false],
  ['26-11-25T01:02:03Z', false],
  ['२०२६-11-25T01:02:03Z', false],
  ['', false],
])('%s as a date-time: %p', (text, expected) => {
  expect(isDateTime(text)).toBe(expected);
  const [date = '', time = ''] = [text.slice(0, 10), text.slice(11)];
  if (/^.{10}[Tt]/.test(text)) expect(isDate(date) && isTime(time)).toBe(expected);
});

test('a date is a date and nothing more', () => {
  expect(isDate('2026-11-25')).toBe(true);
  expect(isDate('2026-11-255')).toBe(false);
  expect(isDate('2026-11-2')).toBe(false);
});

test('what the platform writes is a date-time, and a character of another kind breaks it', () => {
  const dates = fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(dates, fc.nat(23), fc.constantFrom('x', ' ', '٣', '/'), (date, at, wrong) => {
      const text = date.toISOString();
      expect(isDateTime(text)).toBe(true);
      expect(isDateTime(text.slice(0, at) + wrong + text.slice(at + 1))).toBe(false);
    }),
    { seed: 1 },
  );
});

test('a UUID has its hyphens in their places and hexadecimal digits of either case elsewhere', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.nat(35),
      fc.constantFrom('g', 'G', '-', '@', '`', '/', ':', 'š'),
      (uuid, at, wrong) => {
        expect([isUuid(uuid), isUuid(uuid.toUpperCase())]).toEqual([true, true]);
        const broken = uuid.slice(0, at) + wrong + uuid.slice(at + 1);
        expect(isUuid(broken)).toBe(broken === uuid);
        expect(isUuid(uuid.slice(1))).toBe(false);
        expect(isUuid(`${uuid}0`)).toBe(false);
      },
    ),
    { seed: 1 },
  );
});

test('a mailbox beyond ASCII is one of RFC 6531 alone', () => {
  const both = (text: string) => [isEmail(text), isIdnEmail(text)];
  expect(both('jo.e+x@example.com')).toEqual([true, true]);
  expect(both('"j e"@[127.0.0.1]')).toEqual([true, true]);
  expect(both('δοκιμή@παράδειγμα.example')).toEqual([false, true]);
  expect(both(`${'a'.repeat(64)}@example.com`)).toEqual([true, true]);
  expect(both(`${'a'.repeat(65)}@example.com`)).toEqual([false, false]);
  expect(both(`${'δ'.repeat(33)}@example.com`)).toEqual([false, false]);
  for (const wrong of ['a', '@a', 'a@', 'a..b@c', 'a b@c', 'a@[127.0.0.256]'])
    expect(both(wrong)).toEqual([false, false]);
});

test('a relative JSON pointer goes up, then down or to the name', () => {
  for (const text of ['0', '12', '1/a~1b', '0#', '0//']) expect(isRelativeJsonPointer(text)).toBe(true);
  for (const text of ['', '01', '-1', '/a', '0#/a', '0/~2', '1\n', '\u0661'])
    expect(isRelativeJsonPointer(text)).toBe(false);
});
