import { type Authentication, callerOf, type SchemeFormat } from './credentials.js';
import { decodeRequest } from './decode-request.js';
import { type Answer, encodeAnswer, encodeProblem, UndeclaredAnswer } from './encode-answer.js';
import { headersOf, type LambdaContext, type ProxyEvent, type ProxyResult } from './event.js';
import { type Found, findOperation } from './find-operation.js';
import type { Call, Caller, Handlers, OperationShape, ServedContract } from './handler.js';
import type { IdempotencyStore } from './idempotency.js';
import { once, scopeOf } from './idempotent.js';
import type { Log } from './log.js';
import { negotiate } from './negotiate.js';
import { ProblemError, problem } from './problem.js';
import { type Outcome, requestLine } from './request-line.js';
import { continueTrace, fromXRay } from './trace.js';

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

/**
 * Any page may read any answer (Fetch Standard, 3.2): credentials are tokens that a page must have, never cookies that
 * a browser adds. The answers to preflights come from the API definition.
 */
const crossOrigin = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };

/** One request on its way to its answer. */
interface Request {
  readonly event: ProxyEvent;
  readonly found: Found;
  readonly call: Call;
  readonly lambdaDeadline: number;
  readonly options: ServeOptions;
  readonly schemes: Readonly<Record<string, SchemeFormat>>;
}

function withKnown(call: Call, caller: Caller | undefined, accepted: string | undefined): Call {
  const known: { -readonly [K in keyof Call]: Call[K] } = { ...call };
  if (caller !== undefined) known.caller = caller;
  if (accepted !== undefined) known.accepted = accepted;
  return known;
}

/** Security before decoding: who may not call learns nothing of what is expected. */
async function answer(
  { event, found, call, lambdaDeadline, options, schemes }: Request,
  handle: (request: object) => Promise<Answer>,
): Promise<ProxyResult> {
  const { operation, path } = found;
  const { accept } = headersOf(event);
  const { authenticate: authentication } = options;
  const caller =
    operation.security.length === 0
      ? undefined
      : await callerOf({ operation, event, schemes, authentication });
  const accepted = negotiate(operation, accept);
  const request = decodeRequest(operation, event, path);
  const known: Call =
    caller === undefined && accepted === undefined ? call : withKnown(call, caller, accepted);
  if (Date.now() >= call.deadline)
    throw new ProblemError(problem(503, 'the time for the answer is over'), { 'retry-after': '1' });
  const input = Object.assign(request, { call: known });
  const work = async () => encodeAnswer(operation, await handle(input), accept);
  const key = (request.headers as { 'idempotency-key'?: unknown } | undefined)?.['idempotency-key'];
  if (options.idempotency === undefined || typeof key !== 'string') return work();
  const scope = scopeOf({ ...known, lambdaDeadline }, event, { key, body: request.body });
  return once(options.idempotency, scope, { work, log: options.log });
}

/** With the headers that every answer has. The answer of HEAD is that of GET without the body (RFC 9110, 9.3.2). */
function completed(
  event: ProxyEvent,
  result: ProxyResult,
  more: Readonly<Record<string, string>>,
): ProxyResult {
  const { statusCode, multiValueHeaders, body, isBase64Encoded } = result;
  // A copy: an answer that is replayed belongs to who keeps it.
  const headers = Object.assign({}, result.headers, more);
  const head = event.httpMethod === 'HEAD' || event.httpMethod === 'head';
  const made = head
    ? { statusCode, headers, body: '', isBase64Encoded: false }
    : { statusCode, headers, body, isBase64Encoded };
  return multiValueHeaders === undefined ? made : { ...made, multiValueHeaders };
}

/** API Gateway waits this long for an answer (its quotas page: "Integration timeout"), however long Lambda may run. */
const gatewayMs = 29_000;

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

  async function outcome(
    event: ProxyEvent,
    given: Omit<Call, 'operationId'> & { readonly lambdaDeadline: number },
    made: { readonly context: Context; readonly options: ServeOptions },
  ): Promise<Outcome> {
    let found: Found | undefined;
    let input: object | undefined;
    try {
      found = findOperation(contract, event);
      const { operationId } = found.operation;
      const handler = byId[operationId];
      if (handler === undefined) throw new Error(`${operationId} has no handler`);
      const { requestId, traceparent, deadline, lambdaDeadline } = given;
      const { schemes = {} } = contract;
      const call: Call = { operationId, requestId, traceparent, deadline };
      const request = { event, found, call, lambdaDeadline, options: made.options, schemes };
      const result = await answer(request, (decoded) => {
        input = decoded;
        return handler(decoded as never, made.context);
      });
      return { found, result };
    } catch (error) {
      if (made.options.strict === true && error instanceof UndeclaredAnswer) throw error;
      const known = { ...(found && { found }), ...(input && { input }) };
      if (error instanceof ProblemError) {
        const cause = error.cause === undefined ? {} : { error: error.cause };
        return { ...known, ...cause, result: encodeProblem(error.problem, error.headers, event.path) };
      }
      const { requestId } = given;
      const details = problem(500, 'the failure has been logged under this request', { requestId });
      return { ...known, error, result: encodeProblem(details, {}, event.path) };
    }
  }

  return async (event, lambda) => {
    const started = Date.now();
    const startedMs = performance.now();
    const lambdaDeadline = started + lambda.getRemainingTimeInMillis();
    const made = await context();
    const { log, marginMs = 200 } = made.options;
    const headers = headersOf(event);
    const requestId = event.requestContext.requestId ?? lambda.awsRequestId;
    const traceparent = continueTrace(headers.traceparent, fromXRay(headers['x-amzn-trace-id']));
    const deadline = Math.min(lambdaDeadline, started + gatewayMs) - marginMs;
    const ended = await outcome(event, { requestId, traceparent, deadline, lambdaDeadline }, made);
    const durationMs = Math.round((performance.now() - startedMs) * 100) / 100;
    const { level, fields } = requestLine(contract, event, { ended, requestId, traceparent, durationMs });
    // The line quotes nothing that the request or a handler could have put a secret into.
    (log.unmasked ?? log)(level, fields);
    return completed(event, ended.result, { 'x-request-id': requestId, traceparent, ...crossOrigin });
  };
}
