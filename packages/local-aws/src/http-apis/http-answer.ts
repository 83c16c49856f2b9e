import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { GatewayAnswer } from '../gateway/gateway-responses.js';

/** Why a function's answer is none of payload format 2.0; the client is told 500. */
export class HttpAnswerError extends Error {}

/** What an HTTP API answers by itself. */
export function httpFailure(
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ message }),
  };
}

interface Formatted {
  readonly statusCode: unknown;
  readonly headers?: Readonly<Record<string, unknown>> | null;
  readonly cookies?: readonly unknown[] | null;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

function isFormatted(value: unknown): value is Formatted {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'statusCode' in value;
}

function headersOf({ headers, cookies }: Formatted): Record<string, string | string[]> {
  const answer: Record<string, string | string[]> = {};
  const named = Object.entries(headers ?? {});
  if (!named.some(([name]) => name.toLowerCase() === 'content-type'))
    answer['Content-Type'] = 'text/plain;charset=UTF-8';
  for (const [name, value] of named)
    if (!/^(content-length|transfer-encoding|connection)$/i.test(name)) answer[name] = String(value);
  const set = Array.isArray(cookies) ? cookies.map(String) : [];
  if (set.length > 0) answer['Set-Cookie'] = set;
  for (const [name, value] of Object.entries(answer)) {
    try {
      validateHeaderName(name);
      for (const each of [value].flat()) validateHeaderValue(name, each);
    } catch (error) {
      throw new HttpAnswerError((error as Error).message);
    }
  }
  return answer;
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (error) {
    throw new HttpAnswerError(`it is no JSON: ${(error as Error).message}`);
  }
}

/**
 * The HTTP answer that a function's result stands for: an object with a `statusCode` says all of it, anything else is
 * the body of a 200 ("Lambda function response for format 2.0"). Errors: HttpAnswerError.
 */
export function httpAnswer(payload: string): GatewayAnswer {
  const value = parse(payload);
  if (!isFormatted(value)) {
    const body = typeof value === 'string' ? value : payload;
    return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body };
  }
  const statusCode = Number(value.statusCode);
  if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599)
    throw new HttpAnswerError(`statusCode is ${JSON.stringify(value.statusCode)}`);
  const { body = '', isBase64Encoded } = value;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    statusCode,
    headers: headersOf(value),
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
}
