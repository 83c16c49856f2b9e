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

/**
 * Logs JSON lines to standard output by pino, synchronously and without transports, so that a line is out before
 * Lambda freezes the process. `level` is the least level that is written: `debug`, `info` (unless told), `warn`,
 * `error`, or `silent` for none.
 */
export function createLog(service: LoggedService, level = 'info'): Log {
  const secrets = new Set([...alwaysSecret, ...(service.secrets ?? [])].map((name) => name.toLowerCase()));
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void process.stdout.write(line) },
  );
  const own = { service: service.service, version: service.version };
  const masked: LogLine = (lineLevel, fields) => {
    if (!logger.isLevelEnabled(lineLevel)) return;
    logger[lineLevel](withoutSecrets({ ...own, ...fields }, secrets) as object);
  };
  const unmasked: LogLine = (lineLevel, fields) => {
    if (!logger.isLevelEnabled(lineLevel)) return;
    const line = Object.assign({ level: lineLevel, time: new Date() }, own, fields);
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return Object.assign(masked, { unmasked });
}
