import { type Answer, declaredOf, encodeAnswer, encodeProblem } from './encode-answer.js';
import type { ProxyEvent, ProxyResult } from './event.js';
import type { ServedOperation } from './handler.js';
import { ProblemError, problem } from './problem.js';

/** What an answer tells of its request. */
export interface AnsweredRequest {
  readonly event: ProxyEvent;
  readonly accept: string | undefined;
  readonly requestId: string;
  readonly traceparent: string;
}

/** The answer to HEAD is that to GET without the body (RFC 9110, 9.3.2). */
export function sent({ httpMethod }: ProxyEvent, result: ProxyResult): ProxyResult {
  const isHead = httpMethod === 'HEAD' || httpMethod === 'head';
  return isHead ? { ...result, body: '', isBase64Encoded: false } : result;
}

/** With the headers that every answer has; one that the handler gives is the handler's. */
export function completed({ requestId, traceparent }: AnsweredRequest, result: ProxyResult): ProxyResult {
  const { statusCode, multiValueHeaders, body, isBase64Encoded } = result;
  // A copy, since an answer that is replayed belongs to who keeps it; by a loop, since V8 takes fifty times as long to
  // spread an object among other members.
  const headers: Record<string, string> = {};
  for (const name in result.headers) headers[name] = result.headers[name] as string;
  headers['x-request-id'] ??= requestId;
  headers['traceparent'] ??= traceparent;
  // Any page may read any answer (Fetch Standard, 3.2): credentials are tokens that a page must have, never cookies
  // that a browser adds. The answers to preflights come from the API definition.
  headers['access-control-allow-origin'] ??= '*';
  headers['access-control-expose-headers'] ??= '*';
  const made = { statusCode, headers, body, isBase64Encoded };
  return multiValueHeaders === undefined ? made : { ...made, multiValueHeaders };
}

/** As `completed` makes it of what `encodeAnswer` makes, but at once, where it is JSON and nothing else; else undefined. */
function plainAnswer(
  { requestId, traceparent }: AnsweredRequest,
  operation: ServedOperation,
  { status, headers, contentType, body }: Answer,
): ProxyResult | undefined {
  if (headers !== undefined || contentType !== undefined) return undefined;
  const { plain } = declaredOf(operation, status);
  if (plain === undefined || body === undefined || body instanceof Uint8Array || !plain.is(body))
    return undefined;
  const told = {
    'content-type': plain.mediaType,
    'x-request-id': requestId,
    traceparent,
    'access-control-allow-origin': '*',
    'access-control-expose-headers': '*',
  };
  return { statusCode: status, headers: told, body: JSON.stringify(body), isBase64Encoded: false };
}

/** The whole answer to a request. Errors: UndeclaredAnswer. */
export function answered(request: AnsweredRequest, operation: ServedOperation, answer: Answer): ProxyResult {
  return (
    plainAnswer(request, operation, answer) ??
    completed(request, encodeAnswer(operation, answer, request.accept))
  );
}

/** What was thrown, as it is answered: what is no problem is behind one that says not a word of it. */
export function refusalOf({ requestId }: AnsweredRequest, thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  const details = problem(500, 'the failure has been logged under this request', { requestId });
  return new ProblemError(details, {}, thrown);
}

/** The whole answer to a request that is refused or has failed. */
export function refused(request: AnsweredRequest, { problem, headers }: ProblemError): ProxyResult {
  return completed(request, encodeProblem(problem, headers, request.event.path));
}
