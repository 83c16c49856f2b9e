import { type Authentication, callerOf, type SchemeFormat } from './credentials.js';
import { decodeRequest } from './decode-request.js';
import { type Answer, encodeAnswer, encodeProblem, UndeclaredAnswer } from './encode-answer.js';
import { headersOf, type LambdaContext, type ProxyEvent, type ProxyResult } from './event.js';
import { type Found, findOperation } from './find-operation.js';
import type { Call, Handlers, OperationShape, ServedContract } from './handler.js';
import type { IdempotencyStore } from './idempotency.js';
import { once, scopeOf } from './idempotent.js';
import type { Log } from './log.js';
import { negotiate } from './negotiate.js';
import { ProblemError, problem } from './problem.js';
import { requestLine } from './request-line.js';
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

/** One request on its way to its answer. */
interface Request {
  readonly event: ProxyEvent;
  readonly found: Found;
  readonly call: Call;
  readonly lambdaDeadline: number;
  readonly options: ServeOptions;
  readonly schemes: Readonly<Record<string, SchemeFormat>>;
}

/** Security before decoding: who may not call learns nothing of what is expected. */
async function answer(
  { event, found, call, lambdaDeadline, options, schemes }: Request,
  handle: (request: object) => Promise<Answer>,
): Promise<ProxyResult> {
  const { operation, path } = found;
  const { accept } = headersOf(event);
  const caller = await callerOf({ operation, event, schemes, authentication: options.authenticate });
  const accepted = negotiate(operation, accept);
  const request = decodeRequest(operation, event, path);
  const known = { ...call, ...(caller && { caller }), ...(accepted !== undefined && { accepted }) };
  if (Date.now() >= call.deadline)
    throw new ProblemError(problem(503, 'the time for the answer is over'), { 'retry-after': '1' });
  const work = async () => encodeAnswer(operation, await handle({ ...request, call: known }), accept);
  const key = (request.headers as { 'idempotency-key'?: unknown } | undefined)?.['idempotency-key'];
  if (options.idempotency === undefined || typeof key !== 'string') return work();
  const scope = scopeOf({ ...known, lambdaDeadline }, event, { key, body: request.body });
  return once(options.idempotency, scope, { work, log: options.log });
}

/** The answer of HEAD is that of GET without the body (RFC 9110, 9.3.2). */
function withoutBodyForHead(event: ProxyEvent, result: ProxyResult): ProxyResult {
  return event.httpMethod.toUpperCase() === 'HEAD' ? { ...result, body: '', isBase64Encoded: false } : result;
}

/** API Gateway waits this long for an answer (its quotas page: "Integration timeout"), however long Lambda may run. */
const gatewayMs = 29_000;

/** What became of a request. */
export interface Outcome {
  readonly result: ProxyResult;
  readonly found?: Found;
  /** As the handler got it. */
  readonly input?: object;
  /** What was thrown and is no refusal, or is behind one. */
  readonly error?: unknown;
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

  async function outcome(
    event: ProxyEvent,
    call: Omit<Call, 'operationId'> & { readonly lambdaDeadline: number },
    made: { readonly context: Context; readonly options: ServeOptions },
  ): Promise<Outcome> {
    let found: Found | undefined;
    let input: object | undefined;
    try {
      found = findOperation(contract, event);
      const { operationId } = found.operation;
      const handler = byId[operationId];
      if (handler === undefined) throw new Error(`${operationId} has no handler`);
      const { lambdaDeadline, ...rest } = call;
      const { schemes = {} } = contract;
      const known = { ...rest, operationId };
      const request = { event, found, call: known, lambdaDeadline, options: made.options, schemes };
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
      const { requestId } = call;
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
    const { level, fields } = requestLine(contract, event, {
      ...ended,
      requestId,
      traceparent,
      durationMs: Math.round((performance.now() - startedMs) * 100) / 100,
    });
    log(level, fields);
    const result = withoutBodyForHead(event, ended.result);
    return { ...result, headers: { ...result.headers, 'x-request-id': requestId, traceparent } };
  };
}
