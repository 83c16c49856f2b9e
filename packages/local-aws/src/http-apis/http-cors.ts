import type { GatewayAnswer } from '../gateway/gateway-responses.js';
import type { HttpCorsSpec } from '../system.js';

/** The origin to allow, where the request's is one of those that may call. */
function allowedOrigin({ allowOrigins }: HttpCorsSpec, origin: string): string | undefined {
  if (allowOrigins.includes('*')) return '*';
  const matches = (allowed: string) =>
    allowed === origin || (/^https?:\/\/\*$/.test(allowed) && origin.startsWith(allowed.slice(0, -1)));
  return allowOrigins.some(matches) ? origin : undefined;
}

/** The headers of every answer to a page of another origin: the API's count, and none of the function's. */
export function withCors(
  cors: HttpCorsSpec | undefined,
  origin: string | undefined,
  answer: GatewayAnswer,
): GatewayAnswer {
  if (cors === undefined) return answer;
  const own = Object.entries(answer.headers).filter(([name]) => !/^access-control-/i.test(name));
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin);
  if (allowed === undefined) return { ...answer, headers: Object.fromEntries(own) };
  const { exposeHeaders, allowCredentials } = cors;
  return {
    ...answer,
    headers: {
      ...Object.fromEntries(own),
      'Access-Control-Allow-Origin': allowed,
      ...(allowed !== '*' && { Vary: 'Origin' }),
      ...(allowCredentials && { 'Access-Control-Allow-Credentials': 'true' }),
      ...(exposeHeaders.length > 0 && { 'Access-Control-Expose-Headers': exposeHeaders.join(',') }),
    },
  };
}

/** What the API itself answers to a preflight request, whatever routes it has ("Configure CORS for HTTP APIs"). */
export function httpPreflight(cors: HttpCorsSpec, origin: string): GatewayAnswer {
  const { allowMethods, allowHeaders, maxAgeS } = cors;
  const allowed = allowedOrigin(cors, origin) !== undefined;
  const answer = { statusCode: 204, headers: {}, body: '' };
  if (!allowed) return answer;
  const { headers } = withCors(cors, origin, answer);
  return {
    ...answer,
    headers: {
      ...headers,
      ...(allowMethods.length > 0 && { 'Access-Control-Allow-Methods': allowMethods.join(',') }),
      ...(allowHeaders.length > 0 && { 'Access-Control-Allow-Headers': allowHeaders.join(',') }),
      ...(maxAgeS !== undefined && { 'Access-Control-Max-Age': String(maxAgeS) }),
    },
  };
}
