/** A line of a function's log as a person reads it. */
export interface LogLine {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly text: string;
  /** Lines below it: the stack of an error. */
  readonly more: readonly string[];
}

/** pino's numbers. */
const levels: Readonly<Record<string, LogLine['level']>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const names = new Set<string>(Object.values(levels));

/** Members that say what the prefix or the moment says already, or that only CloudWatch and X-Ray read. */
const hidden = new Set(
  'level time timestamp pid hostname v msg message service version traceId traceparent _aws'.split(' '),
);

interface EmbeddedMetrics {
  readonly CloudWatchMetrics?: readonly { readonly Metrics?: readonly { readonly Name?: string }[] }[];
}

/** Names of the metrics that a log line carries for CloudWatch beside what it says (embedded metric format). */
function metricNames(embedded: unknown): ReadonlySet<string | undefined> {
  const { CloudWatchMetrics = [] } = (embedded ?? {}) as EmbeddedMetrics;
  return new Set(CloudWatchMetrics.flatMap(({ Metrics = [] }) => Metrics.map(({ Name }) => Name)));
}

function levelOf(value: unknown): LogLine['level'] | undefined {
  if (typeof value === 'number') return levels[value];
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  return names.has(name) ? (name as LogLine['level']) : undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    // Text that only looks like JSON is shown as it is.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' && !/[\s="]/.test(value) && value !== '' ? value : JSON.stringify(value);
}

/** A stack takes lines of its own: `stack` of the member, or the member itself where it is one. */
function stackOf(value: unknown): string | undefined {
  const stack = typeof value === 'object' && value !== null ? (value as { stack?: unknown }).stack : value;
  return typeof stack === 'string' && stack.includes('\n') ? stack : undefined;
}

/** Reads a JSON log line (pino's, Powertools', EMF's): its message and its other members as `name=value`. Undefined for plain text. */
export function readLogLine(text: string): LogLine | undefined {
  const line = parsed(text);
  const logged = levelOf(line?.level);
  const level = logged ?? (line?._aws === undefined ? undefined : 'info');
  if (line === undefined || level === undefined) return undefined;
  const words: string[] = [];
  const more: string[] = [];
  const message = line.msg ?? line.message;
  if (message !== undefined) words.push(String(message));
  const metrics = logged === undefined ? undefined : metricNames(line._aws);
  for (const [name, value] of Object.entries(line)) {
    if (hidden.has(name) || metrics?.has(name)) continue;
    const stack = stackOf(value);
    if (stack !== undefined) more.push(...stack.split('\n'));
    else words.push(`${name}=${shown(value)}`);
  }
  return { level, text: words.join(' '), more };
}
