import type { GatewayRequest } from '../gateway/read-request.js';
import type { HttpApiSpec } from '../system.js';

/** A request at the route that it has found. */
export interface HttpCall {
  readonly request: GatewayRequest;
  readonly api: HttpApiSpec;
  readonly routeKey: string;
  /** Of the path's parameters, by name, decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly accountId: string;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Common log format: `21/Nov/2026:09:05:01 +0000`. */
function requestTime(epochMs: number): string {
  const date = new Date(epochMs);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${day}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
}

/** Names in lower case, several values joined by a comma; cookies stand apart. */
function headersOf({ headers, body }: GatewayRequest): Record<string, string> {
  const entries = Array.from(headers, ([name, values]) => [name.toLowerCase(), values.join(',')] as const);
  return {
    ...Object.fromEntries(entries.filter(([name]) => name !== 'cookie')),
    ...(body.length > 0 && { 'content-length': String(body.length) }),
  };
}

function cookiesOf({ headers }: GatewayRequest): string[] {
  const sent = Array.from(headers).flatMap(([name, values]) =>
    name.toLowerCase() === 'cookie' ? values : [],
  );
  return sent.flatMap((each) => each.split(/;\s*/)).filter((each) => each !== '');
}

/** Several values of a name are joined by a comma. */
function queryOf(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known},${value}`);
  }
  return Object.fromEntries(values);
}

/** Everything that is no text goes as base64, forms included. */
function isText(contentType: string): boolean {
  return /^\s*(?:text\/|application\/(?:[\w.+-]+\+)?(?:json|xml|javascript)\s*(?:;|$))/i.test(contentType);
}

/** Members that have nothing to say are left out. */
function present<N extends string, T extends object>(name: N, value: T): Partial<Record<N, T>> {
  return Object.keys(value).length === 0 ? {} : ({ [name]: value } as Partial<Record<N, T>>);
}

/** All of the event but its body and what an authorizer says; a Lambda authorizer gets the same. */
export function httpEventWithoutBody({ request, api, routeKey, pathParameters, accountId }: HttpCall) {
  const { apiId, stageName, stageVariables } = api;
  const headers = headersOf(request);
  const path = stageName === '$default' ? request.path : `/${stageName}${request.path}`;
  const { host: domainName = '' } = headers;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.query,
    ...present('cookies', cookiesOf(request)),
    headers,
    ...present('queryStringParameters', queryOf(request.query)),
    requestContext: {
      accountId,
      apiId,
      domainName,
      domainPrefix: domainName.split(/[.:]/, 1)[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.extendedRequestId,
      routeKey,
      stage: stageName,
      time: requestTime(request.receivedAtMs),
      timeEpoch: request.receivedAtMs,
    },
    ...present('pathParameters', pathParameters),
    ...present('stageVariables', stageVariables),
  };
}

export type HttpEvent = ReturnType<typeof httpEventWithoutBody>;

/** The JSON of the event, payload format 2.0 ("Create AWS Lambda proxy integrations for HTTP APIs"). */
export function httpEvent(call: HttpCall, authorizer: Readonly<Record<string, unknown>> | undefined): string {
  const { headers, requestContext, ...event } = httpEventWithoutBody(call);
  const { body } = call.request;
  const isBase64Encoded = body.length > 0 && !isText(headers['content-type'] ?? 'text/plain');
  return JSON.stringify({
    ...event,
    headers,
    requestContext: authorizer === undefined ? requestContext : { ...requestContext, authorizer },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  });
}
