import type { Output } from '../parts.js';
import { type LogLine, readLogLine } from './log-line.js';
import { type Colour, colourOf, type Paint, painter } from './paint.js';

/** Where lines go: `process.stdout` and `process.stderr`, or what a test reads. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Functions' log lines as they are, not made readable. */
  readonly jsonLogs?: boolean;
  /** Read for NO_COLOR and FORCE_COLOR; `process.env` unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** https://no-color.org: any value that is not empty. */
function wantsColour({ stdout, environment = process.env }: OutputOptions): boolean {
  if ((environment.NO_COLOR ?? '') !== '') return false;
  return (environment.FORCE_COLOR ?? '') !== '' || stdout.isTTY === true;
}

function duration(ms: number): string {
  return `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
}

function statusColour(status: number): Colour {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}

const levelColours: Readonly<Record<LogLine['level'], Colour>> = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
};

const lines = (text: string) => text.replace(/\n$/, '').split('\n');

/** Lines of a readable log entry, each after the function's name. */
function readable(line: LogLine, prefix: string, paint: Paint): string {
  const head = `${prefix} ${paint(levelColours[line.level], line.level.toUpperCase().padEnd(5))} ${line.text}`;
  return [head, ...line.more.map((each) => `${prefix}   ${paint('dim', each)}`)]
    .map((each) => `${each}\n`)
    .join('');
}

/** Output for a terminal: one line per request and event, functions' logs after their names, errors to stderr. */
export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, jsonLogs = false } = options;
  const paint = painter(wantsColour(options));

  function log(functionName: string, text: string): void {
    const prefix = `${paint(colourOf(functionName), functionName)} ${paint('dim', '|')}`;
    for (const each of lines(text)) {
      const line = jsonLogs ? undefined : readLogLine(each);
      const failed = line?.level === 'error' || line?.level === 'fatal';
      (failed ? stderr : stdout).write(
        line === undefined ? `${prefix} ${each}\n` : readable(line, prefix, paint),
      );
    }
  }

  return {
    request({ method, path, status, durationMs, functionName }) {
      const words = [
        method,
        path,
        paint(statusColour(status), String(status)),
        paint('dim', duration(durationMs)),
      ];
      if (functionName !== undefined) words.push(paint(colourOf(functionName), functionName));
      stdout.write(`${words.join(' ')}\n`);
    },
    event({ kind, name, to, outcome, durationMs }) {
      stdout.write(
        `${paint('dim', kind)} ${name} → ${to} ${outcome} ${paint('dim', duration(durationMs))}\n`,
      );
    },
    log,
    error(what, detail) {
      const [first = '', ...rest] = lines(what);
      const more = [...rest, ...(detail === undefined ? [] : lines(detail))]
        .map((each) => `    ${each}\n`)
        .join('');
      stderr.write(`${paint('red', `error: ${first}`)}\n${more}`);
    },
  };
}
