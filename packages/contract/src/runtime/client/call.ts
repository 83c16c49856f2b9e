import type { CallOptions, Client, OperationFormat } from './client.js';
import { ClientError } from './client-error.js';
import { type RequestParts, requestOf } from './request.js';
import { count, earn, isOpen, pauseMs, spend } from './resilience.js';
import { resultOf } from './response.js';

const transient = new Set([429, 502, 503, 504]);

interface Sent {
  readonly request: RequestParts;
  readonly options: CallOptions;
}

/** Milliseconds that this attempt may take: its own timeout, or what is left until the deadline. */
function allowedMs(client: Client, options: CallOptions): number {
  const timeout = options.timeoutMs ?? client.timeoutMs ?? 5000;
  return options.deadline === undefined ? timeout : Math.min(timeout, options.deadline - Date.now());
}

async function attempt(client: Client, operation: OperationFormat, sent: Sent): Promise<Response> {
  const limitMs = allowedMs(client, sent.options);
  const { operationId } = operation;
  if (limitMs <= 0) throw new ClientError('timeout', operationId, { message: 'the deadline has passed' });
  const { url, init } = await requestOf(client, operation, sent);
  const timeout = AbortSignal.timeout(limitMs);
  const { signal } = sent.options;
  try {
    const combined = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
    return await (client.fetch ?? fetch)(url, { ...init, signal: combined });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    if (timeout.aborted)
      throw new ClientError('timeout', operationId, {
        message: `no answer within ${Math.round(limitMs)} ms`,
        cause,
      });
    throw new ClientError('network', operationId, { message: `no answer from ${client.baseUrl}`, cause });
  }
}

/** How long to wait before another attempt; undefined when there must be none. */
function retryAfterMs(
  client: Client,
  operation: OperationFormat,
  tried: { attempts: number; response?: Response; options: CallOptions },
): number | undefined {
  const retries = client.retries ?? {};
  if (!operation.repeatable || tried.attempts >= (retries.max ?? 2)) return undefined;
  const asked = Number(tried.response?.headers.get('retry-after') ?? 0) * 1000;
  const wait = Math.max(pauseMs(tried.attempts, retries), Number.isFinite(asked) ? asked : 0);
  const { deadline } = tried.options;
  if (deadline !== undefined && Date.now() + wait >= deadline) return undefined;
  return spend(client.resilience) ? wait : undefined;
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
      options: sent.options,
      ...(response && { response }),
    });
    if (wait === undefined) {
      if (response !== undefined) return response;
      throw failure;
    }
    await response?.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

/**
 * Calls an operation. Errors: ClientError, by `kind`; what aborts `options.signal`, as it is.
 *
 * The result's type is what the operation declares, and the answer has passed the codec of its status: that is what
 * the one assertion here stands on.
 */
export async function call<Result>(client: Client, operation: OperationFormat, sent: Sent): Promise<Result> {
  const { resilience, breaker } = client;
  if (breaker !== undefined && isOpen(resilience, Date.now())) {
    throw new ClientError('open', operation.operationId, {
      message: `${client.baseUrl} failed ${breaker.failures} times in a row`,
    });
  }
  earn(resilience, client.retries ?? {});
  try {
    const response = await attempts(client, operation, sent);
    count(resilience, response.status < 500, breaker);
    return (await resultOf(operation, response)) as Result;
  } catch (error) {
    if (error instanceof ClientError && error.kind !== 'undeclared') count(resilience, false, breaker);
    throw error;
  }
}
