import { pino } from 'pino';
import { metricsBeforeTime } from './metrics.js';
import { type RequestFields, requestMembers } from './request-members.js';

export type LogLine = (
  level: 'debug' | 'info' | 'warn' | 'error',
  fields: Readonly<Record<string, unknown>>,
) => void;

/** Writes the line of a request. */
export type RequestLine = (fields: RequestFields) => void;

/** One line of the log. `fields` must be JSON; what they hold under the name of a secret is masked. */
export interface Log extends LogLine {
  /**
   * How the lines of requests are written that have these fields in common, which are printed once, and that count as
   * metrics; null where the level is not written. Fields must hold no secret: nothing is masked.
   */
  readonly requests?: (
    level: 'info' | 'error',
    fields: Readonly<Record<string, unknown>>,
  ) => RequestLine | null;
}

/** Who logs; a generated `contract` is one. `secrets` are names of properties whose values no log may hold. */
export interface LoggedService {
  readonly service: string;
  readonly version: string;
  readonly secrets?: readonly string[];
}

const mask = '[secret]';

/** A copy in which the values under the names of secrets are masked, at any depth. */
export function withoutSecrets(value: unknown, secrets: ReadonlySet<string>, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > 20) return value;
  if (Array.isArray(value)) return value.map((each) => withoutSecrets(each, secrets, depth + 1));
  if (value instanceof Error) return withoutSecrets({ ...value, error: value.stack }, secrets, depth + 1);
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    secrets.has(name.toLowerCase()) ? mask : withoutSecrets(each, secrets, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

/** Credentials are secret whether a contract says so or not. */
const alwaysSecret = ['authorization', 'cookie', 'set-cookie', 'password'];

let second = Number.NaN;
let isoSecond = '';

/** ISO 8601; what stands before the milliseconds is printed once a second, since lines come many at a time. */
function isoTime(now: number): string {
  const milliseconds = now % 1000;
  if (now - milliseconds !== second) {
    second = now - milliseconds;
    isoSecond = new Date(second).toISOString().slice(0, -4);
  }
  return `${isoSecond}${milliseconds < 10 ? '00' : milliseconds < 100 ? '0' : ''}${milliseconds}Z`;
}

/** JSON of the members that all lines of a kind have: `,"name":value…`, up to the number that is their time. */
function constantMembers(fields: object): string {
  const members = Object.entries(fields).map(
    ([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `${members.join('')},"_aws":${metricsBeforeTime}`;
}

const noFields = Object.freeze({});

const levels = ['debug', 'info', 'warn', 'error', 'silent'];

/**
 * Logs JSON lines by pino to standard output, synchronously and without transports, so that a line is out before
 * Lambda freezes the process. `level` is the least level that is written: `debug`, `info` (unless told), `warn`,
 * `error`, or `silent` for none. Errors: RangeError for another level.
 */
export function createLog(service: LoggedService, level = 'info'): Log {
  if (!levels.includes(level))
    throw new RangeError(`'${level}' is no level of the log; the levels are ${levels.join(', ')}`);
  const secrets = new Set([...alwaysSecret, ...(service.secrets ?? [])].map((name) => name.toLowerCase()));
  // What pino prints for the time of a line may be several members, and pino prints each of its own with more care.
  let members = '';
  const time = () => {
    const now = Date.now();
    const text = `,"time":"${isoTime(now)}"`;
    return members === '' ? text : `${text}${members}${now}}`;
  };
  const options = {
    level,
    base: { service: service.service, version: service.version },
    timestamp: time,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, { write: (line: string) => void process.stdout.write(line) });
  const masked: LogLine = (lineLevel, fields) => {
    if (logger.isLevelEnabled(lineLevel)) logger[lineLevel](withoutSecrets({ ...fields }, secrets) as object);
  };
  const requests: Log['requests'] = (lineLevel, fields) => {
    if (!logger.isLevelEnabled(lineLevel)) return null;
    const constant = constantMembers(fields);
    return (own) => {
      members = requestMembers(own) + constant;
      try {
        logger[lineLevel](noFields);
      } finally {
        members = '';
      }
    };
  };
  return Object.assign(masked, { requests });
}
