import { problems } from '../codec/problems.js';
import type { Authenticate } from './authorize.js';
import { requireScopes } from './authorize.js';
import { decodeRequest } from './decode-request.js';
import { headersOf, type LambdaContext, type ProxyEvent, type ProxyResult } from './event.js';
import type { Call, Handlers, OperationShape, ServedContract, ServedOperation } from './handler.js';
import type { IdempotencyStore } from './idempotency.js';
import type { Log } from './log.js';
import { type ProblemDetails, ProblemError, problem } from './problem.js';

export interface ServeOptions {
  readonly log: Log;
  /** Needed where an operation has security. */
  readonly authenticate?: Authenticate;
  /** Keeps the promise of operations that declare an `Idempotency-Key`; without it their handlers have to. */
  readonly idempotency?: IdempotencyStore;
  /** Kept back of Lambda's remaining time to answer in; 200 ms unless told. */
  readonly marginMs?: number;
  /** An answer that the contract does not declare is thrown, as tests want it, and not answered by 500. */
  readonly strict?: boolean;
}

interface Found {
  readonly operation: ServedOperation;
  readonly path: Readonly<Record<string, string>>;
}

function find<Contract>(contract: ServedContract<Contract>, event: ProxyEvent): Found {
  const route = contract.route(event.path.split('/').slice(1));
  if (route === undefined) throw new ProblemError(problem(404, `there is no ${event.path}`));
  const method = event.httpMethod.toUpperCase();
  const id = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
  if (id !== undefined) return { operation: contract.operations[id as keyof Contract], path: route.path };
  const allow = Object.keys(route.methods).join(', ');
  throw new ProblemError(problem(405, `${event.path} takes ${allow}, not ${method}`), { allow });
}

/** A trace goes on with a new parent; without a valid one (W3C Trace Context, 3.2.2) it begins here. */
function traceparentOf(header: string | undefined): string {
  const hex = (length: number) =>
    Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  const trace = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})/.exec(header ?? '');
  return `00-${trace?.[1] ?? hex(16)}-${hex(8)}-${trace?.[2] ?? '01'}`;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Why an answer is not one that the contract declares; undefined when it is. */
function undeclared({ responses }: ServedOperation, { status, body }: Answer): string | undefined {
  const content =
    responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
  if (content === undefined) return `the contract has no answer ${status}`;
  const [codec] = Object.values(content);
  const decoded = codec?.decode(body);
  if (decoded?._tag !== 'Left') return undefined;
  const [first] = problems(decoded.left);
  return `the body of ${status} breaks the contract at '${first?.pointer}': expected ${first?.expected}, received ${first?.received}`;
}

/** Deprecation (RFC 9745) and Sunset (RFC 8594) headers. */
function ageHeaders({ deprecated, sunset }: ServedOperation): Record<string, string> {
  return {
    ...(deprecated && { deprecation: '@0' }),
    ...(sunset !== null && { sunset: new Date(sunset).toUTCString() }),
  };
}

function encode(operation: ServedOperation, answer: Answer): ProxyResult {
  const content = operation.responses[String(answer.status)] ?? operation.responses.default ?? {};
  const headers: Record<string, string> = ageHeaders(operation);
  for (const [name, value] of Object.entries(answer.headers ?? {}))
    if (value !== undefined) headers[name.toLowerCase()] = String(value);
  const { body } = answer;
  if (body === undefined) return { statusCode: answer.status, headers, body: '', isBase64Encoded: false };
  headers['content-type'] ??= Object.keys(content)[0] ?? 'application/json';
  if (body instanceof Uint8Array)
    return {
      statusCode: answer.status,
      headers,
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    };
  const text =
    typeof body === 'string' && headers['content-type'].startsWith('text/') ? body : JSON.stringify(body);
  return { statusCode: answer.status, headers, body: text, isBase64Encoded: false };
}

function encodeProblem(
  details: ProblemDetails,
  headers: Readonly<Record<string, string>>,
  event: ProxyEvent,
): ProxyResult {
  const body = JSON.stringify({ ...details, instance: event.path });
  return {
    statusCode: details.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body,
    isBase64Encoded: false,
  };
}

/**
 * The Lambda handler of a service behind API Gateway: route, security, decoding, handler, checked answer. Every
 * refusal is a problem (RFC 9457); what a handler throws is logged and answered 500 without a word of it.
 */
export function serve<Contract extends { readonly [K in keyof Contract]: OperationShape }, Context>(
  contract: ServedContract<Contract>,
  handlers: Handlers<Contract, Context>,
  context: () => Promise<{ readonly context: Context; readonly options: ServeOptions }>,
): (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult> {
  const byId: Readonly<Record<string, (request: never, context: Context) => Promise<Answer>>> = handlers;

  async function answer(
    event: ProxyEvent,
    call: Call,
    made: { context: Context; options: ServeOptions },
  ): Promise<ProxyResult> {
    const { operation, path } = find(contract, event);
    const { authenticate, strict } = made.options;
    const known: { caller?: Call['caller'] } = {};
    if (operation.security.length > 0) {
      if (authenticate === undefined)
        throw new Error(`${operation.operationId} needs credentials, but no 'authenticate' was given`);
      const caller = await authenticate(headersOf(event).authorization);
      requireScopes(caller, operation.security);
      known.caller = caller;
    }
    const request = {
      ...decodeRequest(operation, event, path),
      call: { ...call, ...known, operationId: operation.operationId },
    };
    const handler = byId[operation.operationId];
    if (handler === undefined) throw new Error(`${operation.operationId} has no handler`);
    const result = await handler(request as never, made.context);
    const fault = undeclared(operation, result);
    if (fault !== undefined) {
      const error = new Error(`${operation.operationId}: ${fault}`);
      if (strict === true) error.name = 'UndeclaredAnswer';
      throw error;
    }
    return encode(operation, result);
  }

  return async (event, lambda) => {
    const started = performance.now();
    const made = await context();
    const { log, marginMs = 200, strict } = made.options;
    const requestId = event.requestContext.requestId ?? lambda.awsRequestId;
    const traceparent = traceparentOf(headersOf(event).traceparent);
    const call: Call = {
      operationId: '',
      requestId,
      traceparent,
      deadline: Date.now() + lambda.getRemainingTimeInMillis() - marginMs,
    };
    const result = await answer(event, call, made).catch((error: unknown) => {
      if (error instanceof ProblemError) return encodeProblem(error.problem, error.headers, event);
      if (strict === true && (error as Error).name === 'UndeclaredAnswer') throw error;
      log('error', {
        service: contract.service,
        requestId,
        traceparent,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      return encodeProblem(
        problem(500, 'the failure has been logged under this request', { requestId }),
        {},
        event,
      );
    });
    log('info', {
      service: contract.service,
      version: contract.version,
      method: event.httpMethod,
      path: event.path,
      requestId,
      traceparent,
      status: result.statusCode,
      durationMs: Math.round((performance.now() - started) * 100) / 100,
    });
    return { ...result, headers: { ...result.headers, 'x-request-id': requestId, traceparent } };
  };
}
