import type { CallOptions, Client } from './client.js';
import { ClientError } from './client-error.js';
import type { OperationFormat } from './operation-format.js';
import { isStream, requestOf, type Sent } from './request.js';
import { count, earn, isOpen, pauseMs, spend } from './resilience.js';
import { isStreamed, resultOf } from './response.js';

const transient = new Set([429, 502, 503, 504]);
const defaultTimeoutMs = 5000;

/** Milliseconds that this attempt may take: its own timeout, or what is left until the deadline. */
function allowedMs(client: Client, options: CallOptions): number {
  const timeout = options.timeoutMs ?? client.timeoutMs ?? defaultTimeoutMs;
  return options.deadline === undefined ? timeout : Math.min(timeout, options.deadline - Date.now());
}

/** Ends an attempt that takes too long, unless it is released before. */
function timeLimit(limitMs: number): { signal: AbortSignal; ended: () => boolean; release: () => void } {
  const timeout = AbortSignal.timeout(limitMs);
  const controller = new AbortController();
  let released = false;
  timeout.addEventListener('abort', () => {
    if (!released) controller.abort(timeout.reason);
  });
  const release = () => {
    released = true;
  };
  return { signal: controller.signal, ended: () => controller.signal.aborted, release };
}

async function attempt(client: Client, operation: OperationFormat, sent: Sent): Promise<Response> {
  const limitMs = allowedMs(client, sent.options);
  const { operationId } = operation;
  if (limitMs <= 0) throw new ClientError('timeout', operationId, { message: 'the deadline has passed' });
  const { url, init } = await requestOf(client, operation, sent);
  const limit = timeLimit(limitMs);
  const { signal } = sent.options;
  try {
    const combined = signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]);
    const response = await (client.fetch ?? fetch)(url, { ...init, signal: combined });
    if (isStreamed(operation, response, sent.streamed === true)) limit.release();
    return response;
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    if (limit.ended())
      throw new ClientError('timeout', operationId, {
        message: `no answer within ${Math.round(limitMs)} ms`,
        cause,
      });
    throw new ClientError('network', operationId, { message: `no answer from ${client.baseUrl}`, cause });
  }
}

/** Milliseconds that the answer asks to wait: a number of seconds or a date (RFC 9110, 10.2.3). */
function askedMs(response: Response | undefined): number {
  const text = response?.headers.get('retry-after') ?? '';
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(asked) ? Math.max(asked, 0) : 0;
}

/** How long to wait before another attempt; undefined when there must be none. */
function retryAfterMs(
  client: Client,
  operation: OperationFormat,
  tried: { attempts: number; response?: Response; sent: Sent },
): number | undefined {
  const retries = client.retries ?? {};
  if (!operation.repeatable || tried.attempts >= (retries.max ?? 2)) return undefined;
  if (isStream(tried.sent.request.body)) return undefined;
  const wait = Math.max(pauseMs(tried.attempts, retries), askedMs(tried.response));
  // Who asks for more patience than an attempt gets is answered by another call, not by this one.
  if (wait > (tried.sent.options.timeoutMs ?? client.timeoutMs ?? defaultTimeoutMs)) return undefined;
  const { deadline } = tried.sent.options;
  if (deadline !== undefined && Date.now() + wait >= deadline) return undefined;
  return spend(client.resilience) ? wait : undefined;
}

/** Waits. Errors: the reason of the signal, as soon as it is aborted. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let stop: () => void = () => undefined;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop = () => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', stop);
  });
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
}

/** One attempt after another until there is an answer that is not transient, or no attempt is left. */
async function attempts(client: Client, operation: OperationFormat, sent: Sent): Promise<Response> {
  for (let made = 0; ; made++) {
    let response: Response | undefined;
    let failure: unknown;
    try {
      response = await attempt(client, operation, sent);
      if (!transient.has(response.status)) return response;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      failure = error;
    }
    const wait = retryAfterMs(client, operation, {
      attempts: made,
      sent,
      ...(response && { response }),
    });
    if (wait === undefined) {
      if (response !== undefined) return response;
      throw failure;
    }
    await response?.body?.cancel();
    await pause(wait, sent.options.signal);
  }
}

/** Tells once of each operation that its contract calls it deprecated, or that an answer does (RFC 9745). */
function warnOnce(client: Client, operation: OperationFormat, response?: Response): void {
  const { operationId, deprecated } = operation;
  const sunset = response?.headers.get('sunset');
  const told =
    deprecated === true || response?.headers.has('deprecation') === true || typeof sunset === 'string';
  if (!told || client.warned.has(operationId)) return;
  client.warned.add(operationId);
  const until = typeof sunset === 'string' ? `; it ends at ${sunset}` : '';
  (client.warn ?? console.warn)(`${operationId} is deprecated${until}`);
}

async function guarded(client: Client, operation: OperationFormat, sent: Sent): Promise<unknown> {
  const { resilience, breaker } = client;
  if (breaker !== undefined && isOpen(resilience, breaker)) {
    throw new ClientError('open', operation.operationId, {
      message: `${client.baseUrl} failed ${breaker.failures} times in a row`,
    });
  }
  earn(resilience, client.retries ?? {});
  try {
    const response = await attempts(client, operation, sent);
    count(resilience, response.status < 500, breaker);
    warnOnce(client, operation, response);
    return await resultOf(operation, response, sent.streamed === true);
  } catch (error) {
    // A body that breaks off because the caller has given up says nothing of the service.
    sent.options.signal?.throwIfAborted();
    if (error instanceof ClientError && error.kind !== 'undeclared') count(resilience, false, breaker);
    throw error;
  }
}

/**
 * Calls an operation. Errors: ClientError, by `kind`, where there is no fallback for it; what aborts `options.signal`,
 * as it is; TypeError where the request cannot be written.
 *
 * The result's type is what the operation declares, and the answer has passed the codec of its status: that is what
 * the one assertion here stands on. A fallback is typed where it is given.
 */
export async function call<Result>(client: Client, operation: OperationFormat, sent: Sent): Promise<Result> {
  try {
    return (await guarded(client, operation, sent)) as Result;
  } catch (error) {
    const { operationId } = operation;
    const fallbacks = client.fallbacks ?? {};
    const fallback = Object.hasOwn(fallbacks, operationId) ? fallbacks[operationId] : undefined;
    if (fallback === undefined || !(error instanceof ClientError)) throw error;
    return (await fallback(sent.request as never, error)) as Result;
  }
}
