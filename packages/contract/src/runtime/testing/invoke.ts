import type { LambdaContext, ProxyEvent, ProxyResult } from '../server/event.js';

/** An HTTP request as a test writes it. */
export interface TestRequest {
  readonly method: string;
  /** Path and query, as in a URL. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes go as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Of the API key by which API Gateway has let the caller in. */
  readonly apiKeyId?: string;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As it went over the wire. */
  readonly text: string;
  /** The text parsed where it is JSON, else the text. */
  readonly body: unknown;
}

type Handler = (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;

let invocations = 0;

/** What Lambda hands to a handler besides the event; 10 s remain. */
export function lambdaContext(remainingMs = 10_000): LambdaContext {
  const end = Date.now() + remainingMs;
  invocations += 1;
  return {
    awsRequestId: `test-${invocations}`,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
}

function bodyText(body: unknown): string | null {
  if (body === undefined) return null;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function eventOf({ method, url, headers = {}, body, apiKeyId }: TestRequest): ProxyEvent {
  const { pathname, searchParams } = new URL(url, 'http://test.example');
  const query = new Map<string, string[]>();
  for (const [name, value] of searchParams) query.set(name, [...(query.get(name) ?? []), value]);
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  return {
    httpMethod: method,
    path: pathname,
    headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
    multiValueQueryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
    body: bodyText(body),
    isBase64Encoded: body instanceof Uint8Array,
    requestContext: { identity: { apiKeyId: apiKeyId ?? null } },
  };
}

/** Sends a request through a service's handler, as API Gateway would (REST API, Lambda proxy integration). */
export async function invoke(handler: Handler, request: TestRequest): Promise<TestResponse> {
  const result = await handler(eventOf(request), lambdaContext());
  const { statusCode: status, headers } = result;
  const text = result.isBase64Encoded ? Buffer.from(result.body, 'base64').toString('utf8') : result.body;
  const isJson = /[/+]json/.test(headers['content-type'] ?? '');
  return { status, headers, text, body: isJson && text !== '' ? JSON.parse(text) : text };
}
