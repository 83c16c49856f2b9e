import { pino } from 'pino';

export type LogLine = (
  level: 'debug' | 'info' | 'warn' | 'error',
  fields: Readonly<Record<string, unknown>>,
) => void;

/** One line of the log. `fields` must be JSON; what they hold under the name of a secret is masked. */
export interface Log extends LogLine {
  /** For fields that are known to hold no secret: they are written as they are, and not walked for secrets. */
  readonly unmasked?: LogLine;
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
  const options = {
    level,
    base: { service: service.service, version: service.version },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const logger = pino(options, { write: (line: string) => void process.stdout.write(line) });
  const unmasked: LogLine = (lineLevel, fields) => logger[lineLevel](fields);
  const masked: LogLine = (lineLevel, fields) => {
    if (logger.isLevelEnabled(lineLevel)) logger[lineLevel](withoutSecrets({ ...fields }, secrets) as object);
  };
  return Object.assign(masked, { unmasked });
}
