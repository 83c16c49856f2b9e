import fc from 'fast-check';
import { compileSchedule, cronerPattern } from './schedule-expression.js';

const startMs = Date.parse('2026-03-01T00:00:00Z');

function runs(expression: string, count: number, from = startMs): string[] {
  const schedule = compileSchedule(expression);
  const found: string[] = [];
  let atMs: number | undefined = from;
  while (found.length < count) {
    atMs = schedule(atMs, startMs);
    if (atMs === undefined) break;
    found.push(new Date(atMs).toISOString().slice(0, 16));
  }
  return found;
}

test.each<[string, string[]]>([
  ['cron(0 10 * * ? *)', ['2026-03-01T10:00', '2026-03-02T10:00']],
  ['cron(15 12 * * ? *)', ['2026-03-01T12:15', '2026-03-02T12:15']],
  [
    'cron(0 18 ? * MON-FRI *)',
    [
      '2026-03-02T18:00',
      '2026-03-03T18:00',
      '2026-03-04T18:00',
      '2026-03-05T18:00',
      '2026-03-06T18:00',
      '2026-03-09T18:00',
    ],
  ],
  ['cron(0 8 1 * ? *)', ['2026-03-01T08:00', '2026-04-01T08:00']],
  ['cron(0/15 * * * ? *)', ['2026-03-01T00:15', '2026-03-01T00:30', '2026-03-01T00:45', '2026-03-01T01:00']],
  ['cron(5/20 3 * * ? *)', ['2026-03-01T03:05', '2026-03-01T03:25', '2026-03-01T03:45', '2026-03-02T03:05']],
  ['cron(0/10 0 ? * mon-fri *)', ['2026-03-02T00:00', '2026-03-02T00:10']],
  [
    'cron(0/30 20-2 ? * MON-FRI *)',
    [
      '2026-03-02T00:00',
      '2026-03-02T00:30',
      '2026-03-02T01:00',
      '2026-03-02T01:30',
      '2026-03-02T02:00',
      '2026-03-02T02:30',
      '2026-03-02T20:00',
    ],
  ],
  ['cron(0 9 ? * 1 *)', ['2026-03-01T09:00', '2026-03-08T09:00']],
  [
    'cron(0 9 ? * FRI-SUN *)',
    ['2026-03-01T09:00', '2026-03-06T09:00', '2026-03-07T09:00', '2026-03-08T09:00'],
  ],
  ['cron(0 9 ? * 2#1 *)', ['2026-03-02T09:00', '2026-04-06T09:00']],
  ['cron(0 9 ? * FRI#2 *)', ['2026-03-13T09:00', '2026-04-10T09:00']],
  ['cron(0 9 ? * 6L *)', ['2026-03-27T09:00', '2026-04-24T09:00']],
  ['cron(0 9 ? * L *)', ['2026-03-07T09:00', '2026-03-14T09:00']],
  ['cron(0 9 L * ? *)', ['2026-03-31T09:00', '2026-04-30T09:00']],
  ['cron(0 9 15W * ? *)', ['2026-03-16T09:00', '2026-04-15T09:00']],
  [
    'cron(0 0 1 JAN,JUL ? 2027-2028)',
    ['2027-01-01T00:00', '2027-07-01T00:00', '2028-01-01T00:00', '2028-07-01T00:00'],
  ],
  ['cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
  ['cron(0 0 1 1 ? 2199)', ['2199-01-01T00:00']],
  ['rate(1 minute)', ['2026-03-01T00:01', '2026-03-01T00:02']],
  ['rate(5 minutes)', ['2026-03-01T00:05', '2026-03-01T00:10']],
  ['rate(1 hour)', ['2026-03-01T01:00', '2026-03-01T02:00']],
  ['rate(7 days)', ['2026-03-08T00:00', '2026-03-15T00:00']],
])('%s runs as EventBridge runs it', (expression, expected) => {
  expect(runs(expression, expected.length)).toEqual(expected);
});

test('a schedule whose years are over never runs', () => {
  expect(compileSchedule('cron(0 0 1 1 ? 2025)')(startMs, startMs)).toBeUndefined();
});

test('a rate goes on from the start of the rule, not from when one asks', () => {
  const schedule = compileSchedule('rate(5 minutes)');
  expect(schedule(startMs + 299_999, startMs)).toBe(startMs + 300_000);
  expect(schedule(startMs + 300_000, startMs)).toBe(startMs + 600_000);
});

test.each<[string, RegExp]>([
  ['every minute', /neither rate\(…\) nor cron\(…\)/],
  ['rate(1 minutes)', /is not a number with minute, hour or day/],
  ['rate(5 minute)', /plural beyond 1/],
  ['rate(0 minutes)', /is not a number/],
  ['rate(1.5 hours)', /is not a number/],
  ['rate(1 second)', /is not a number/],
  ['cron(0 10 * * ?)', /has 5 fields; it takes six/],
  ['cron(0 10 * * * *)', /one of day-of-month and day-of-week is \?, and only one/],
  ['cron(0 10 ? * ? *)', /only one/],
  ['cron(60 10 * * ? *)', /'60' is not a minutes of cron\(…\): 0 to 59/],
  ['cron(? 10 * * ? *)', /'\?' is not a minutes/],
  ['cron(0 24 * * ? *)', /'24' is not a hours/],
  ['cron(0 10 0 * ? *)', /'0' is not a day-of-month/],
  ['cron(0 10 * 13 ? *)', /'13' is not a month/],
  ['cron(0 10 ? * 0 *)', /'0' is not a day-of-week/],
  ['cron(0 10 ? * 8 *)', /1 to 7, or names/],
  ['cron(0 10 ? * 3#6 *)', /'3#6' is not a day-of-week/],
  ['cron(0 10 ? * FOO *)', /'FOO' is not a day-of-week/],
  ['cron(0 10 * * ? 1969)', /'1969' is not a year/],
  ['cron(0/0 10 * * ? *)', /'0\/0' is not a minutes/],
  ['cron(*-5 10 * * ? *)', /is not a minutes/],
])('%s is refused', (expression, message) => {
  expect(() => compileSchedule(expression)).toThrow(message);
});

test('a step from a start stands for the same minutes whichever way it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 1, max: 59 }), (start, step) => {
      const listed = Array.from({ length: 60 }, (_, minute) => minute).filter(
        (minute) => minute >= start && (minute - start) % step === 0,
      );
      expect(cronerPattern(`${start}/${step} 0 * * ? *`)).toBe(
        cronerPattern(`${listed.join(',')} 0 * * ? *`),
      );
    }),
    { seed: 21 },
  );
});
