import type { ProxyEvent, ProxyResult } from './event.js';
import type { Found } from './find-operation.js';
import type { Log, LoggedService, RequestLine } from './log.js';
import { countedAs, metricsAt } from './metrics.js';
import type { ProblemDetails } from './problem.js';
import { remembered } from './remembered.js';
import type { RequestFields } from './request-members.js';

/** What the log needs of a request. */
export interface LoggedRequest {
  readonly event: ProxyEvent;
  readonly requestId: string;
  /** As `continueTrace` makes it. */
  readonly traceparent: string;
  readonly found: Found | undefined;
  /** As the handler got it. */
  readonly input: object | undefined;
}

/** What became of it. */
export interface Ended {
  readonly result: ProxyResult;
  /** What was thrown and is no refusal, or is behind one. */
  readonly error: unknown;
  /** Of a refusal; what a handler answers is read in the result. */
  readonly problem?: ProblemDetails | undefined;
  readonly durationMs: number;
}

function outcomeOf(status: number): 'ok' | 'refused' | 'failed' {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'failed';
}

/** What a problem is called: its type, or its title where the type is the common one. */
function nameOf({ type, title }: { readonly type?: unknown; readonly title?: unknown }): string | undefined {
  const name = type === undefined || type === 'about:blank' ? title : type;
  return typeof name === 'string' ? name : undefined;
}

function problemOf({ result, problem }: Ended): string | undefined {
  if (problem !== undefined) return nameOf(problem);
  const isProblem = result.headers['content-type']?.startsWith('application/problem+json') === true;
  return isProblem ? nameOf(JSON.parse(result.body) ?? {}) : undefined;
}

const mask = '[secret]';

/** The path without the values of parameters that are secret. */
function pathOf(event: ProxyEvent, found: Found | undefined): string {
  let { path } = event;
  for (const { name, group, secret } of found?.operation.parameters ?? []) {
    const value = found?.path[name];
    if (group === 'path' && secret === true && value !== undefined && value !== '')
      path = path.replaceAll(value, mask);
  }
  return path;
}

function secretValues(value: unknown, secrets: ReadonlySet<string>, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    if (secrets.has(name) && typeof each === 'string') found.push(each);
    else secretValues(each, secrets, found);
  }
}

/** An error's text often quotes what it failed on. */
function errorOf(error: unknown, input: object | undefined, secrets: readonly string[]): string {
  const values: string[] = [];
  secretValues(input, new Set(secrets), values);
  let text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  for (const value of values.filter((each) => each !== '')) text = text.replaceAll(value, mask);
  return text;
}

/** How a line is written that has these fields in common with others; null: it is not. */
function lineOf(log: Log, { service, version }: LoggedService, kind: Kind): RequestLine | null {
  const outcome = outcomeOf(kind.status);
  const level = outcome === 'failed' ? 'error' : 'info';
  const fields = { ...kind, outcome, ...countedAs(kind.status) };
  if (log.requests !== undefined) return log.requests(level, fields);
  return ({ problem, error, ...own }) =>
    log(level, {
      service,
      version,
      ...fields,
      ...own,
      Latency: own.durationMs,
      ...(problem !== undefined && { problem }),
      ...(error !== undefined && { error }),
      _aws: metricsAt(Date.now()),
    });
}

/** Whether a line may be written of a request at all. */
export function areLogged({ requests }: Log): boolean {
  return requests === undefined || requests('error', {}) !== null;
}

interface Kind {
  readonly operation: string;
  readonly status: number;
}

/** Lines by operation and status, which are as many as the contract has. */
class Lines {
  readonly #known = new Map<string, Map<number, RequestLine | null>>();
  readonly #make: (kind: Kind) => RequestLine | null;

  constructor(make: (kind: Kind) => RequestLine | null) {
    this.#make = make;
  }

  of(operation: string, status: number): RequestLine | null {
    let byStatus = this.#known.get(operation);
    if (byStatus === undefined) {
      byStatus = new Map();
      this.#known.set(operation, byStatus);
    }
    let line = byStatus.get(status);
    if (line === undefined) {
      line = this.#make({ operation, status });
      byStatus.set(status, line);
    }
    return line;
  }
}

function fieldsOf(
  { event, found, requestId, traceparent, input }: LoggedRequest,
  ended: Ended,
  secrets: readonly string[],
): RequestFields {
  const durationMs = Math.round(ended.durationMs * 100) / 100;
  const { error } = ended;
  return {
    requestId,
    traceId: traceparent.slice(3, 35),
    durationMs,
    method: event.httpMethod,
    path: pathOf(event, found),
    problem: problemOf(ended),
    error: error === undefined ? undefined : errorOf(error, input, secrets),
  };
}

/**
 * Writes the one line that is logged of a request; it counts as its metrics too. It quotes nothing that the request or
 * a handler could have put a secret into.
 */
export function requestLine(
  service: LoggedService,
): (log: Log, request: LoggedRequest, ended: Ended) => void {
  const linesOf = remembered((log: Log) => new Lines((kind) => lineOf(log, service, kind)));
  return (log, request, ended) => {
    const operation = request.found?.operation.operationId ?? 'none';
    linesOf(log).of(operation, ended.result.statusCode)?.(fieldsOf(request, ended, service.secrets ?? []));
  };
}
