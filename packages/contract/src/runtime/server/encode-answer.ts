import type * as t from 'io-ts';
import { problems } from '../codec/problems.js';
import type { ProxyResult } from './event.js';
import type { ServedOperation } from './handler.js';
import { acceptable } from './negotiate.js';
import type { ProblemDetails } from './problem.js';

/** What a handler answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Which of the declared media types the body is of; the one the caller likes best unless told. */
  readonly contentType?: string;
}

/** An answer that the contract does not declare: a bug of the handler. */
export class UndeclaredAnswer extends Error {
  constructor(operation: ServedOperation, reason: string) {
    super(`${operation.operationId}: ${reason}`);
    this.name = 'UndeclaredAnswer';
  }
}

type Content = Readonly<Record<string, t.Mixed | null>>;

function contentOf(operation: ServedOperation, status: number): Content {
  const { responses } = operation;
  const content =
    responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
  if (content === undefined) throw new UndeclaredAnswer(operation, `the contract has no answer ${status}`);
  return content;
}

function isJson(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

/** Bytes are never JSON, and everything but bytes and text is nothing else. */
function canCarry(mediaType: string, body: unknown): boolean {
  if (body instanceof Uint8Array) return !isJson(mediaType);
  return typeof body === 'string' || isJson(mediaType) || mediaType.includes('*');
}

/** Declared types that the body can be sent as: the named one, else by what is accepted, else as declared. */
function candidates(content: Content, answer: Answer, accept: string | undefined): string[] {
  const declared = Object.keys(content);
  if (answer.contentType !== undefined)
    return declared.filter((each) => each === answer.contentType?.toLowerCase());
  return [...new Set([...acceptable(declared, accept), ...declared])];
}

/** The media type to answer with. Errors: UndeclaredAnswer. */
function mediaTypeOf(
  operation: ServedOperation,
  answer: Answer,
  accept: string | undefined,
): string | undefined {
  const content = contentOf(operation, answer.status);
  const { body, status } = answer;
  if (Object.keys(content).length === 0) {
    if (body === undefined) return undefined;
    throw new UndeclaredAnswer(operation, `the contract has no body for ${status}`);
  }
  if (body === undefined) throw new UndeclaredAnswer(operation, `${status} needs a body`);
  const possible = candidates(content, answer, accept);
  if (possible.length === 0)
    throw new UndeclaredAnswer(operation, `the contract has no ${answer.contentType} for ${status}`);
  let reason = `the body of ${status} can be none of ${possible.join(', ')}`;
  for (const mediaType of possible.filter((each) => canCarry(each, body))) {
    const decoded = content[mediaType]?.decode(body);
    if (decoded?._tag !== 'Left') return mediaType;
    const [first] = problems(decoded.left);
    reason = `the body of ${status} breaks the contract at '${first?.pointer}': expected ${first?.expected}, received ${first?.received}`;
  }
  throw new UndeclaredAnswer(operation, reason);
}

/** Deprecation (RFC 9745) and Sunset (RFC 8594) headers. */
function ageHeaders({ deprecated, sunset }: ServedOperation): Record<string, string> {
  return {
    ...(deprecated && { deprecation: '@0' }),
    ...(sunset !== null && { sunset: new Date(sunset).toUTCString() }),
  };
}

function headersOf(operation: ServedOperation, answer: Answer): Record<string, string> {
  const headers: Record<string, string> = ageHeaders(operation);
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (value === undefined) continue;
    const text = String(value);
    // A line break would begin another header (RFC 9110, 5.5).
    if (/[\r\n\0]/.test(text)) throw new UndeclaredAnswer(operation, `the header ${name} has a line break`);
    headers[name.toLowerCase()] = text;
  }
  return headers;
}

/** The HTTP form of a declared answer. Errors: UndeclaredAnswer. */
export function encodeAnswer(
  operation: ServedOperation,
  answer: Answer,
  accept: string | undefined,
): ProxyResult {
  const mediaType = mediaTypeOf(operation, answer, accept);
  const headers = headersOf(operation, answer);
  const { body, status } = answer;
  if (mediaType === undefined) return { statusCode: status, headers, body: '', isBase64Encoded: false };
  if (!mediaType.includes('*')) headers['content-type'] ??= mediaType;
  headers['content-type'] ??= body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
  if (body instanceof Uint8Array) {
    const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64');
    return { statusCode: status, headers, body: base64, isBase64Encoded: true };
  }
  const plain = typeof body === 'string' && !isJson(headers['content-type'].split(';', 1)[0] ?? '');
  return {
    statusCode: status,
    headers,
    body: plain ? body : JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** The HTTP form of a problem (RFC 9457). */
export function encodeProblem(
  details: ProblemDetails,
  headers: Readonly<Record<string, string>>,
  instance: string,
): ProxyResult {
  return {
    statusCode: details.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify({ ...details, instance }),
    isBase64Encoded: false,
  };
}
