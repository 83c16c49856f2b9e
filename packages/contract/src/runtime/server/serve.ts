import { type Authentication, callerOf } from './credentials.js';
import { type DecodedRequest, decodeRequest } from './decode-request.js';
import { type Answer, encodeAnswer, encodeProblem, UndeclaredAnswer } from './encode-answer.js';
import { headersOf, knownHeaders, type LambdaContext, type ProxyEvent, type ProxyResult } from './event.js';
import { type Found, findOperation } from './find-operation.js';
import type { Call, Caller, Handlers, OperationShape, ServedContract, ServedOperation } from './handler.js';
import type { IdempotencyStore } from './idempotency.js';
import { once, scopeOf } from './idempotent.js';
import type { Log } from './log.js';
import { negotiate } from './negotiate.js';
import { ProblemError, problem } from './problem.js';
import { type LoggedRequest, requestLine } from './request-line.js';
import { requestTrace } from './trace.js';

export interface ServeOptions {
  readonly log: Log;
  /** Needed where an operation has security. */
  readonly authenticate?: Authentication;
  /** Keeps the promise of operations that declare an `Idempotency-Key`; without it their handlers have to. */
  readonly idempotency?: IdempotencyStore;
  /** Kept back of Lambda's remaining time to answer in; 200 ms unless told. */
  readonly marginMs?: number;
  /** An answer that the contract does not declare is thrown, as tests want it, and not answered by 500. */
  readonly strict?: boolean;
}

type Made<Context> = { readonly context: Context; readonly options: ServeOptions };

/** One request on its way to its answer, with what is found out of it on the way. */
interface Request extends LoggedRequest {
  readonly accept: string | undefined;
  readonly deadline: number;
  readonly lambdaDeadline: number;
  found: Found | undefined;
  input: HandlerInput | undefined;
}

type HandlerInput = DecodedRequest & { readonly call: Call };

function callOf(
  { requestId, traceparent, deadline }: Request,
  { operationId }: ServedOperation,
  known: { readonly caller: Caller | undefined; readonly accepted: string | undefined },
): Call {
  const call: { -readonly [K in keyof Call]: Call[K] } = { operationId, requestId, traceparent, deadline };
  if (known.caller !== undefined) call.caller = known.caller;
  if (known.accepted !== undefined) call.accepted = known.accepted;
  return call;
}

/** What a handler gets of a request whose caller is known. Errors: ProblemError 400, 406, 413, 415, 503. */
function inputOf(
  request: Request,
  { operation, path }: Found,
  caller: Caller | undefined,
): { readonly input: HandlerInput; readonly wireBody: unknown } {
  const accepted = negotiate(operation, request.accept);
  const { request: decoded, wireBody } = decodeRequest(operation, request.event, path);
  if (Date.now() >= request.deadline)
    throw new ProblemError(problem(503, 'the time for the answer is over'), { 'retry-after': '1' });
  decoded.call = callOf(request, operation, { caller, accepted });
  return { input: decoded as HandlerInput, wireBody };
}

/** The key as it came, where the contract declares it: code may get the header as another type. */
function idempotencyKeyOf({ parameters }: ServedOperation, event: ProxyEvent): string | undefined {
  const isDeclared = parameters.some((each) => each.in === 'header' && each.name === 'idempotency-key');
  return isDeclared ? headersOf(event)['idempotency-key'] : undefined;
}

function requestOf(
  event: ProxyEvent,
  { awsRequestId }: LambdaContext,
  { deadline, lambdaDeadline }: Pick<Request, 'deadline' | 'lambdaDeadline'>,
): Request {
  const { accept, traceparent: trace, xRayTrace } = knownHeaders(event);
  const requestId = event.requestContext.requestId ?? awsRequestId;
  const traceparent = requestTrace(trace, xRayTrace);
  return {
    event,
    accept,
    requestId,
    traceparent,
    deadline,
    lambdaDeadline,
    found: undefined,
    input: undefined,
  };
}

/** The answer to what was thrown: a problem as it says, or 500 without a word of it. */
function refusal({ event, requestId }: Request, thrown: unknown): ProxyResult {
  if (thrown instanceof ProblemError) return encodeProblem(thrown.problem, thrown.headers, event.path);
  const details = problem(500, 'the failure has been logged under this request', { requestId });
  return encodeProblem(details, {}, event.path);
}

/** With the headers that every answer has. The answer of HEAD is that of GET without the body (RFC 9110, 9.3.2). */
function completed({ event, requestId, traceparent }: Request, result: ProxyResult): ProxyResult {
  const { statusCode, multiValueHeaders } = result;
  // A copy, since an answer that is replayed belongs to who keeps it; by a loop, since V8 takes fifty times as long to
  // spread an object among other members.
  const headers: Record<string, string> = {};
  for (const name in result.headers) headers[name] = result.headers[name] as string;
  headers['x-request-id'] = requestId;
  headers.traceparent = traceparent;
  // Any page may read any answer (Fetch Standard, 3.2): credentials are tokens that a page must have, never cookies
  // that a browser adds. The answers to preflights come from the API definition.
  headers['access-control-allow-origin'] = '*';
  headers['access-control-expose-headers'] = '*';
  const isHead = event.httpMethod === 'HEAD' || event.httpMethod === 'head';
  const body = isHead ? '' : result.body;
  const made = { statusCode, headers, body, isBase64Encoded: !isHead && result.isBase64Encoded };
  return multiValueHeaders === undefined ? made : { ...made, multiValueHeaders };
}

/** API Gateway waits this long for an answer (its quotas page: "Integration timeout"), however long Lambda may run. */
const gatewayMs = 29_000;

/**
 * The Lambda handler of a service behind API Gateway: route, security, decoding, handler, checked answer. Every
 * refusal is a problem (RFC 9457); what a handler throws is logged and answered 500 without a word of it. `context` is
 * asked by each request until it has made one, which is kept.
 */
export function serve<Contract extends { readonly [K in keyof Contract]: OperationShape }, Context>(
  contract: ServedContract<Contract>,
  handlers: Handlers<Contract, Context>,
  context: () => Promise<{ readonly context: Context; readonly options: ServeOptions }>,
): (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult> {
  const byId: Readonly<Record<string, (request: never, context: Context) => Promise<Answer>>> = handlers;
  const { schemes = {} } = contract;
  const logRequest = requestLine(contract);
  let made: Made<Context> | undefined;

  /** Security before decoding: who may not call learns nothing of what is expected. */
  async function answer(request: Request, { context, options }: Made<Context>): Promise<ProxyResult> {
    const { event, accept } = request;
    const found = findOperation(contract, event);
    request.found = found;
    const { operation } = found;
    const handler = byId[operation.operationId];
    if (handler === undefined) throw new Error(`${operation.operationId} has no handler`);
    const { authenticate: authentication, idempotency, log } = options;
    const caller =
      operation.security.length === 0
        ? undefined
        : await callerOf({ operation, event, schemes, authentication });
    const { input, wireBody } = inputOf(request, found, caller);
    request.input = input;
    const key = idempotency === undefined ? undefined : idempotencyKeyOf(operation, event);
    if (idempotency === undefined || key === undefined)
      return encodeAnswer(operation, await handler(input as never, context), accept);
    const work = async () => encodeAnswer(operation, await handler(input as never, context), accept);
    const { lambdaDeadline } = request;
    const scope = scopeOf({ ...input.call, lambdaDeadline }, event, { key, body: wireBody });
    return once(idempotency, scope, { work, log });
  }

  return async (event, lambda) => {
    const startedMs = performance.now();
    const now = Date.now();
    const lambdaDeadline = now + lambda.getRemainingTimeInMillis();
    made ??= await context();
    const { log, strict, marginMs = 200 } = made.options;
    const request = requestOf(event, lambda, {
      lambdaDeadline,
      deadline: Math.min(lambdaDeadline, now + gatewayMs) - marginMs,
    });
    let result: ProxyResult;
    let error: unknown;
    try {
      result = await answer(request, made);
    } catch (thrown) {
      if (strict === true && thrown instanceof UndeclaredAnswer) throw thrown;
      result = refusal(request, thrown);
      error = thrown instanceof ProblemError ? thrown.cause : thrown;
    }
    logRequest(log, request, { result, error, durationMs: performance.now() - startedMs });
    return completed(request, result);
  };
}
