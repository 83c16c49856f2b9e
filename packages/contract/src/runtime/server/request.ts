import { badRequest, type DecodedRequest, readRequest } from './decode-request.js';
import { knownHeaders, type LambdaContext, type ProxyEvent } from './event.js';
import type { Found } from './find-operation.js';
import type { Call, Caller, ServedOperation } from './handler.js';
import { negotiate } from './negotiate.js';
import { ProblemError, problem } from './problem.js';
import type { LoggedRequest } from './request-line.js';
import { requestTrace } from './trace.js';

/** One request on its way to its answer, with what is found out of it on the way. */
export interface Request extends LoggedRequest {
  readonly lambda: LambdaContext;
  readonly accept: string | undefined;
  /** By the monotonic clock; nothing where nobody is told the duration. */
  startedMs: number;
  /** What was left to answer in when it came. */
  readonly leftMs: number;
  readonly deadline: number;
  found: Found | undefined;
  input: HandlerInput | undefined;
  wireBody: unknown;
}

export type HandlerInput = DecodedRequest & { readonly call: Call };

/** API Gateway waits this long for an answer (its quotas page: "Integration timeout"), however long Lambda may run. */
const gatewayMs = 29_000;

/** `marginMs` is kept back of the time that is left. */
export function requestOf(event: ProxyEvent, lambda: LambdaContext, marginMs: number): Request {
  const leftMs = Math.min(lambda.getRemainingTimeInMillis(), gatewayMs) - marginMs;
  const { accept, traceparent, xRayTrace } = knownHeaders(event);
  return {
    event,
    lambda,
    accept,
    requestId: event.requestContext.requestId ?? lambda.awsRequestId,
    traceparent: requestTrace(traceparent, xRayTrace),
    startedMs: 0,
    leftMs,
    deadline: Date.now() + leftMs,
    found: undefined,
    input: undefined,
    wireBody: undefined,
  };
}

/** Who is known to call, and what is answered at best. */
interface Known {
  readonly caller: Caller | undefined;
  readonly accepted: string | undefined;
}

function callOf(
  { requestId, traceparent, deadline }: Request,
  { operationId }: ServedOperation,
  { caller, accepted }: Known,
): Call {
  const call: { -readonly [K in keyof Call]: Call[K] } =
    accepted === undefined
      ? { operationId, requestId, traceparent, deadline }
      : { operationId, requestId, traceparent, deadline, accepted };
  if (caller !== undefined) call.caller = caller;
  return call;
}

/** Nothing that is done before the handler runs takes so long, but waiting. */
const nearMs = 1000;

/** The clock is read again only where the time may be over: little was left, or something has been waited for. */
function isOver({ leftMs, deadline }: Request, hasWaited: boolean): boolean {
  return (hasWaited || leftMs < nearMs) && Date.now() >= deadline;
}

/**
 * What a handler gets of a request whose caller is known; 400 is a value, since the throwing alone would take a quarter
 * of its time. Errors: ProblemError 406, 413, 415, 503.
 */
export function inputOf(
  request: Request,
  { operation, path }: Found,
  caller: Caller | undefined,
): HandlerInput | ProblemError {
  const accepted = negotiate(operation, request.accept);
  const { request: decoded, wireBody, found } = readRequest(operation, request.event, path);
  if (found.length > 0) return badRequest(found);
  if (isOver(request, operation.security.length > 0))
    throw new ProblemError(problem(503, 'the time for the answer is over'), { 'retry-after': '1' });
  decoded['call'] = callOf(request, operation, { caller, accepted });
  const input = decoded as HandlerInput;
  request.wireBody = wireBody;
  request.input = input;
  return input;
}
