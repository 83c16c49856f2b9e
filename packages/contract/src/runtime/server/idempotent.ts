import type { ProxyEvent, ProxyResult } from './event.js';
import type { Call } from './handler.js';
import type { IdempotencyScope, IdempotencyStore } from './idempotency.js';
import type { Log } from './log.js';
import { ProblemError, problem } from './problem.js';

/** Loaded by the first key, and not by functions that get none. */
const crypto = () => process.getBuiltinModule('node:crypto');

/** The same text for equal JSON values, whatever the order of their members. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

function fingerprintOf(event: ProxyEvent, body: unknown): string {
  const query = event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {};
  const hash = crypto().createHash('sha256');
  hash.update(`${event.httpMethod.toUpperCase()}\n${event.path}\n${canonical(query)}\n`);
  hash.update(body instanceof Uint8Array ? body : canonical(body));
  return hash.digest('base64url');
}

export function scopeOf(
  call: Call & { readonly lambdaDeadline: number },
  event: ProxyEvent,
  request: { readonly key: string; readonly body: unknown },
): IdempotencyScope {
  return {
    caller: call.caller?.sub ?? '',
    operationId: call.operationId,
    key: request.key,
    fingerprint: fingerprintOf(event, request.body),
    attempt: crypto().randomUUID(),
    deadline: call.lambdaDeadline,
  };
}

/**
 * Statuses that say "not now" rather than "no": the same key may be tried again. All other answers below 500 are
 * results and are kept (draft-ietf-httpapi-idempotency-key-header-07, 2.6: success or error alike). 409 is among
 * these since it tells of the present state of a resource, and nothing has been done.
 */
const passing = new Set([408, 409, 423, 425, 429]);

function isFinal(status: number): boolean {
  return status < 500 && !passing.has(status);
}

/**
 * Does the work of a key once: an answer that is known is replayed. Errors: ProblemError 409 while another attempt is
 * at it, 422 when the key was used for another request, 503 when the store cannot be asked; what `work` throws.
 */
export async function once(
  store: IdempotencyStore,
  scope: IdempotencyScope,
  run: { readonly work: () => Promise<ProxyResult>; readonly log: Log },
): Promise<ProxyResult> {
  const tell = (error: unknown) =>
    run.log('error', { operation: scope.operationId, idempotency: 'failed', error: String(error) });
  const begun = await store.begin(scope).catch((cause: unknown) => {
    const details = problem(503, 'whether the key was used cannot be told now');
    throw new ProblemError(details, { 'retry-after': '1' }, cause);
  });
  if (begun.state === 'mismatch')
    throw new ProblemError(problem(422, 'the Idempotency-Key was used for another request'));
  if (begun.state === 'in flight')
    throw new ProblemError(
      problem(409, 'the first request with this Idempotency-Key is still being answered'),
      {
        'retry-after': '1',
      },
    );
  if (begun.state === 'replay') {
    const { answer } = begun;
    return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
  }
  try {
    const result = await run.work();
    // The work is done: a record that cannot be kept must not turn its answer into a failure.
    await (isFinal(result.statusCode) ? store.complete(scope, result) : store.abandon(scope)).catch(tell);
    return result;
  } catch (error) {
    await store.abandon(scope).catch(tell);
    throw error;
  }
}
