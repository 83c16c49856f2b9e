import { Cron } from 'croner';

/** When a rule runs next, in milliseconds since the epoch; undefined when never again. */
export type Schedule = (afterMs: number, startMs: number) => number | undefined;

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Compiles `rate(…)` or `cron(…)` as EventBridge rules have them, in UTC ("Schedule expressions for rules", User Guide).
 *
 * Error: SyntaxError that says which part is wrong.
 */
export function compileSchedule(expression: string): Schedule {
  const [, kind, inner = ''] = /^(rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === undefined) throw new SyntaxError(`'${expression}' is neither rate(…) nor cron(…)`);
  return kind === 'rate' ? compileRate(inner) : compileCron(inner);
}

/** Runs at whole intervals after the rule's start, never at the start itself. */
function compileRate(rate: string): Schedule {
  const [, count = '', unit = '', plural] = /^([1-9]\d*) (minute|hour|day)(s)?$/.exec(rate) ?? [];
  const unitLengthMs = unitMs[unit];
  if (unitLengthMs === undefined || (plural === undefined) !== (count === '1')) {
    throw new SyntaxError(
      `rate(${rate}) is not a number with minute, hour or day: plural beyond 1, as in rate(5 minutes)`,
    );
  }
  const intervalMs = Number(count) * unitLengthMs;
  return (afterMs, startMs) => startMs + (Math.floor((afterMs - startMs) / intervalMs) + 1) * intervalMs;
}

function compileCron(fields: string): Schedule {
  const cron = new Cron(cronerPattern(fields), {
    timezone: 'UTC',
    mode: '7-part',
    alternativeWeekdays: true,
  });
  return (afterMs) => cron.nextRun(new Date(afterMs))?.getTime();
}

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** What this field takes besides numbers, ranges and steps. */
  readonly special?: RegExp;
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const cronFields: readonly CronField[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day-of-month', min: 1, max: 31, special: /^(L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, names: monthNames },
  { name: 'day-of-week', min: 1, max: 7, names: weekdayNames, special: /^([1-7]L|[1-7]#[1-5])$/ },
  { name: 'year', min: 1970, max: 2199 },
];

/**
 * EventBridge's six fields as croner's seven: seconds first, every range and step as a list of numbers, since croner
 * reads `a/n` and `?` in its own way. Exactly one of the two day fields is `?`.
 */
export function cronerPattern(fields: string): string {
  const parts = fields.trim().split(/\s+/);
  if (parts.length !== 6) {
    throw new SyntaxError(
      `cron(${fields}) has ${parts.length} fields; it takes six: minutes hours day-of-month month day-of-week year`,
    );
  }
  if ((parts[2] === '?') === (parts[4] === '?')) {
    throw new SyntaxError(`cron(${fields}): one of day-of-month and day-of-week is ?, and only one`);
  }
  return ['0', ...cronFields.map((field, index) => fieldList(parts[index] ?? '', field))].join(' ');
}

function fieldList(text: string, field: CronField): string {
  if (text === '*' || (text === '?' && field.name.startsWith('day-of-'))) return '*';
  return [...new Set(text.split(',').flatMap((item) => itemList(item.toUpperCase(), field)))].join(',');
}

function itemList(item: string, field: CronField): (string | number)[] {
  if (field.name === 'day-of-week' && item === 'L') return [field.max];
  const named = withNumbers(item, field);
  if (field.special?.test(named)) return [named];
  const [, start = '', end, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(named) ?? [];
  if (start === '' || (start === '*' && end !== undefined)) throw wrong(item, field);
  const from = start === '*' ? field.min : Number(start);
  const to = end === undefined ? (start === '*' || step !== undefined ? field.max : from) : Number(end);
  return numbers({ from, to, step: Number(step ?? 1) }, item, field);
}

/** Names of months and weekdays as their numbers, `FRI#2` included. */
function withNumbers(item: string, field: CronField): string {
  return item.replace(/[A-Z]{3}/g, (name) => {
    const index = field.names?.indexOf(name) ?? -1;
    return index < 0 ? name : String(index + field.min);
  });
}

/** A range whose end is before its start goes on from the field's least value: FRI-MON. */
function numbers(
  range: { from: number; to: number; step: number },
  item: string,
  field: CronField,
): number[] {
  const { from, to, step } = range;
  if (step < 1 || [from, to].some((value) => value < field.min || value > field.max))
    throw wrong(item, field);
  const span = field.max - field.min + 1;
  const last = to < from ? to + span : to;
  const found: number[] = [];
  for (let value = from; value <= last; value += step) found.push(value > field.max ? value - span : value);
  return found;
}

function wrong(item: string, field: CronField): SyntaxError {
  return new SyntaxError(
    `'${item}' is not a ${field.name} of cron(…): ${field.min} to ${field.max}${field.names ? ', or names' : ''}`,
  );
}
