import { periodStart, QuotaCount } from './quota-count.js';

const at = (text: string) => Date.parse(text);

test.each([
  ['DAY', '2026-11-25T00:00:00.000Z', '2026-11-25T00:00:00.000Z'],
  ['DAY', '2026-11-25T23:59:59.999Z', '2026-11-25T00:00:00.000Z'],
  ['WEEK', '2026-11-22T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ['WEEK', '2026-11-21T23:59:59.999Z', '2026-11-15T00:00:00.000Z'],
  ['WEEK', '2026-11-28T12:00:00.000Z', '2026-11-22T00:00:00.000Z'],
  ['MONTH', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z'],
  ['MONTH', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
] as const)('a %s with %s in it begins %s', (period, now, start) => {
  expect(new Date(periodStart(period, at(now))).toISOString()).toBe(start);
});

test('the limit passes, one more does not, and the next period begins anew', () => {
  const count = new QuotaCount({ limit: 2, period: 'DAY' });
  const noon = at('2026-11-25T12:00:00Z');
  expect([count.take(noon), count.take(noon), count.take(noon)]).toEqual([true, true, false]);
  expect(count.take(at('2026-11-25T23:59:59.999Z'))).toBe(false);
  expect(count.take(at('2026-11-26T00:00:00Z'))).toBe(true);
});
