import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { GatewayAnswer } from './gateway-responses.js';
import { acceptsBinary } from './media-types.js';

/** Why a function's answer is no proxy response; API Gateway says 502 to the client and this only in its log. */
export class MalformedResponseError extends Error {}

interface ProxyResponse {
  readonly statusCode?: number | string;
  readonly headers?: Readonly<Record<string, string | boolean>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly (string | boolean)[]>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

const members = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** Headers of the answer that API Gateway gives another name, because it writes them itself ("Important notes"). */
const remapped = new Set(['connection', 'content-length', 'date', 'server']);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isHeaderValue = (value: unknown) => typeof value === 'string' || typeof value === 'boolean';

function statusFault(value: unknown): string | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  const fits = typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 599;
  return value === undefined || fits ? undefined : `statusCode is ${JSON.stringify(value)}`;
}

/** What is wrong with each member; API Gateway takes no other members and none of them is needed. */
function faultOf(value: unknown): string | undefined {
  if (!isObject(value)) return `it is ${JSON.stringify(value) ?? 'nothing'} and not an object`;
  const unknown = Object.keys(value).find((name) => !members.has(name));
  if (unknown !== undefined) return `it has a member '${unknown}'`;
  const { headers, multiValueHeaders, body, isBase64Encoded } = value;
  for (const [name, header] of Object.entries(isObject(headers) ? headers : {}))
    if (!isHeaderValue(header)) return `the header ${name} is ${JSON.stringify(header)} and not text`;
  for (const [name, list] of Object.entries(isObject(multiValueHeaders) ? multiValueHeaders : {}))
    if (!Array.isArray(list) || !list.every(isHeaderValue))
      return `the multiValueHeaders ${name} are no list of texts`;
  if (!isObject(headers ?? {})) return 'headers is no object';
  if (!isObject(multiValueHeaders ?? {})) return 'multiValueHeaders is no object';
  if (body !== undefined && body !== null && typeof body !== 'string')
    return `body is ${typeof body} and not text`;
  if (isBase64Encoded !== undefined && typeof isBase64Encoded !== 'boolean')
    return 'isBase64Encoded is no boolean';
  return statusFault(value.statusCode);
}

/** `headers` and `multiValueHeaders` together; of a name in both, the values of `multiValueHeaders` count. */
function headersOf({ headers, multiValueHeaders }: ProxyResponse): Record<string, string | string[]> {
  const merged = new Map<string, readonly [string, string | string[]]>([
    ['content-type', ['Content-Type', 'application/json']],
  ]);
  for (const [name, value] of Object.entries(headers ?? {}))
    merged.set(name.toLowerCase(), [name, String(value)]);
  for (const [name, values] of Object.entries(multiValueHeaders ?? {}))
    merged.set(name.toLowerCase(), [name, values.map(String)]);
  const answer: Record<string, string | string[]> = {};
  for (const [lower, [name, value]] of merged) {
    if (lower === 'transfer-encoding') continue;
    answer[remapped.has(lower) ? `x-amzn-Remapped-${name}` : name] = value;
  }
  return answer;
}

/** Names and values that HTTP has no form for (RFC 9110, 5.5). */
function checkHeaders(headers: GatewayAnswer['headers']): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name);
      for (const each of [value].flat()) validateHeaderValue(name, each);
    } catch (error) {
      throw new MalformedResponseError((error as Error).message);
    }
  }
}

export interface ResponseFacts {
  readonly accept: string | undefined;
  readonly binaryMediaTypes: readonly string[];
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new MalformedResponseError(`it is no JSON: ${(error as Error).message}`);
  }
}

/**
 * The HTTP answer that a function's proxy response stands for. A base64 body is decoded only where the request's
 * `Accept` is one of the API's binary media types; else the base64 text itself goes out, as on AWS.
 *
 * Errors: MalformedResponseError.
 */
export function proxyResponse(payload: string, { accept, binaryMediaTypes }: ResponseFacts): GatewayAnswer {
  const value = parse(payload);
  const fault = faultOf(value);
  if (fault !== undefined) throw new MalformedResponseError(fault);
  const response = value as ProxyResponse;
  const text = response.body ?? '';
  const headers = headersOf(response);
  checkHeaders(headers);
  const decode = response.isBase64Encoded === true && acceptsBinary(accept, binaryMediaTypes);
  return {
    statusCode: Number(response.statusCode ?? 200),
    headers,
    body: decode ? Buffer.from(text, 'base64') : text,
  };
}
