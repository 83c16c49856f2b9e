import type { ProxyEvent, ProxyResult } from './event.js';
import type { Found } from './find-operation.js';
import type { ServedContract } from './handler.js';
import { addMetrics } from './metrics.js';

/** What became of a request. */
export interface Outcome {
  readonly result: ProxyResult;
  readonly found?: Found;
  /** As the handler got it. */
  readonly input?: object;
  /** What was thrown and is no refusal, or is behind one. */
  readonly error?: unknown;
}

export interface EndedRequest {
  readonly ended: Outcome;
  readonly requestId: string;
  /** As `continueTrace` makes it. */
  readonly traceparent: string;
  readonly durationMs: number;
}

function outcomeOf(status: number): 'ok' | 'refused' | 'failed' {
  if (status < 400) return 'ok';
  return status < 500 ? 'refused' : 'failed';
}

/** What the problem of an answer is called: its type, or its title where the type is the common one. */
function problemOf({ headers, body }: ProxyResult): string | undefined {
  if (headers['content-type']?.startsWith('application/problem+json') !== true) return undefined;
  const { type, title } = JSON.parse(body) as { type?: unknown; title?: unknown };
  const name = type === undefined || type === 'about:blank' ? title : type;
  return typeof name === 'string' ? name : undefined;
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

/** The one line that is logged of a request; it counts as its metrics too. */
export function requestLine<Contract>(
  contract: ServedContract<Contract>,
  event: ProxyEvent,
  request: EndedRequest,
): { level: 'info' | 'error'; fields: Readonly<Record<string, unknown>> } {
  const { ended, requestId, traceparent, durationMs } = request;
  const { result, found, input, error } = ended;
  const outcome = outcomeOf(result.statusCode);
  const problem = problemOf(result);
  const fields: Record<string, unknown> = {
    service: contract.service,
    version: contract.version,
    operation: found?.operation.operationId ?? 'none',
    requestId,
    traceId: traceparent.slice(3, 35),
    outcome,
    status: result.statusCode,
    durationMs,
    method: event.httpMethod,
    path: pathOf(event, found),
  };
  if (problem !== undefined) fields.problem = problem;
  if (error !== undefined) fields.error = errorOf(error, input, contract.secrets ?? []);
  addMetrics(fields, { status: result.statusCode, durationMs });
  return { level: outcome === 'failed' ? 'error' : 'info', fields };
}
