import type { Fields } from '../fields.js';

/** The two forms of EventBridge's rules; `rate(1 hour)` but `rate(2 hours)`. */
const rate = /^rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)$/;
const cron = /^cron\(\S+( \S+){5}\)$/;

export function readSchedule(fields: Fields, name: string): string | undefined {
  const expression = fields.string(name);
  if (expression !== undefined && !rate.test(expression) && !cron.test(expression))
    fields.unsupported(
      name,
      `'${expression}' is neither rate(1 minute), rate(5 minutes) … nor cron() of six fields`,
    );
  return expression;
}
