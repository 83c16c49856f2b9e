import { isConverting, toWire } from '../codec/converting.js';
import { type HeaderFormat, headerText } from '../codec/header.js';
import { type BodyFormat, bodyKind, declaredFor, mediaTypeOf as plainType } from '../codec/media-type.js';
import { problems } from '../codec/problems.js';
import type { ProxyResult } from './event.js';
import type { ServedOperation } from './handler.js';
import { acceptable } from './negotiate.js';
import type { ProblemDetails } from './problem.js';
import { remembered } from './remembered.js';

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

type Content = Readonly<Record<string, BodyFormat>>;

/** What the contract says of the answers of a status. */
interface Declared {
  readonly content: Content;
  readonly mediaTypes: readonly string[];
  readonly headers: readonly HeaderFormat[];
  readonly plain: PlainJson | undefined;
}

/** An answer of JSON and nothing else: one media type, no headers of its own, and no body that is converted. */
export interface PlainJson {
  readonly mediaType: string;
  readonly is: (body: unknown) => boolean;
}

function plainJson(operation: ServedOperation, key: string): PlainJson | undefined {
  const [[mediaType, format] = ['', null], ...others] = Object.entries(operation.responses[key] ?? {});
  const hasHeaders = operation.headers?.[key] !== undefined || Object.keys(ageHeaders(operation)).length > 0;
  if (others.length > 0 || hasHeaders || !isJson(mediaType)) return undefined;
  if (typeof format !== 'object' || format === null || isConverting(format)) return undefined;
  return { mediaType, is: format.is };
}

/** What of the contract an answer falls under: its status, its range or `default`. */
function keyOf({ responses }: ServedOperation, status: number): string {
  if (responses[status] !== undefined) return String(status);
  const range = `${Math.floor(status / 100)}XX`;
  return responses[range] === undefined ? 'default' : range;
}

const declaredAnswers = remembered((_operation: ServedOperation) => new Map<number, Declared>());

/** Errors: UndeclaredAnswer. */
export function declaredOf(operation: ServedOperation, status: number): Declared {
  const known = declaredAnswers(operation);
  let declared = known.get(status);
  if (declared === undefined) {
    const key = keyOf(operation, status);
    const content = operation.responses[key];
    if (content === undefined) throw new UndeclaredAnswer(operation, `the contract has no answer ${status}`);
    const headers = operation.headers?.[key] ?? [];
    declared = { content, mediaTypes: Object.keys(content), headers, plain: plainJson(operation, key) };
    known.set(status, declared);
  }
  return declared;
}

function isJson(mediaType: string): boolean {
  return bodyKind(mediaType) === 'json';
}

/** Bytes are never JSON, and everything but bytes and text is nothing else. */
function canCarry(mediaType: string, body: unknown): boolean {
  if (body instanceof Uint8Array) return !isJson(mediaType);
  return typeof body === 'string' || isJson(mediaType) || mediaType.includes('*');
}

/** Declared types that the body can be sent as: what holds the named one, else by what is accepted, else as declared. */
function candidates(
  { content, mediaTypes }: Declared,
  { contentType }: Answer,
  accept: string | undefined,
): readonly string[] {
  if (contentType !== undefined) {
    const declared = declaredFor(plainType(contentType), content);
    return declared === undefined ? [] : [declared];
  }
  return mediaTypes.length === 1
    ? mediaTypes
    : [...new Set([...acceptable(mediaTypes, accept), ...mediaTypes])];
}

/** A body as it goes over the wire, and what it is. */
interface WireBody {
  readonly mediaType?: string;
  readonly body: unknown;
}

/** The body as it goes over the wire by its format; why it cannot is added to `reasons`. */
function written(
  format: BodyFormat | undefined,
  { body, status }: Answer,
  reasons: string[],
): { readonly body: unknown } | undefined {
  if (typeof format !== 'object' || format === null) return { body };
  // Asking first whether all is well makes nothing; nearly always it is.
  if (!isConverting(format) && format.is(body)) return { body };
  const made = toWire(format, body);
  if (made._tag === 'Right') return { body: made.right };
  const [first] = problems(made.left);
  const reason = `the body of ${status} breaks the contract at '${first?.pointer}': expected ${first?.expected}, received ${first?.received}`;
  reasons.push(reason);
  return undefined;
}

/** The body to answer with. Errors: UndeclaredAnswer. */
function wireBodyOf(operation: ServedOperation, answer: Answer, accept: string | undefined): WireBody {
  const { body, status } = answer;
  const declared = declaredOf(operation, status);
  const { content, mediaTypes } = declared;
  if (mediaTypes.length === 0) {
    if (body === undefined) return { body };
    throw new UndeclaredAnswer(operation, `the contract has no body for ${status}`);
  }
  if (body === undefined) throw new UndeclaredAnswer(operation, `${status} needs a body`);
  const possible = candidates(declared, answer, accept);
  if (possible.length === 0)
    throw new UndeclaredAnswer(operation, `the contract has no ${answer.contentType} for ${status}`);
  const reasons: string[] = [];
  for (const mediaType of possible) {
    const format = content[mediaType];
    // What is converted is another value than the one that the media type has to carry.
    const isConverted = typeof format === 'object' && isConverting(format);
    if (!isConverted && !canCarry(mediaType, body)) continue;
    const wire = written(format, answer, reasons);
    if (wire !== undefined && canCarry(mediaType, wire.body)) return { mediaType, body: wire.body };
  }
  const none = `the body of ${status} can be none of ${possible.join(', ')}`;
  throw new UndeclaredAnswer(operation, reasons.at(-1) ?? none);
}

/** Deprecation (RFC 9745), Sunset (RFC 8594) and a Link to the successor (RFC 5829); the epoch stands for no known date. */
const ageHeaders = remembered((operation: ServedOperation): Readonly<Record<string, string>> => {
  const { deprecated, deprecatedAt, sunset, successor } = operation;
  const headers: Record<string, string> = {};
  if (deprecated) headers['deprecation'] = `@${Date.parse(deprecatedAt ?? '1970-01-01') / 1000}`;
  if (sunset !== null) headers['sunset'] = new Date(sunset).toUTCString();
  if (successor !== undefined) headers['link'] = `<${encodeURI(successor)}>; rel="successor-version"`;
  return headers;
});

interface AnswerHeaders {
  readonly headers: Record<string, string>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
}

/** A line break would begin another header (RFC 9110, 5.5). */
function safe(operation: ServedOperation, name: string, text: string): string {
  if (/[\r\n\0]/.test(text)) throw new UndeclaredAnswer(operation, `the header ${name} has a line break`);
  return text;
}

/** What the contract says of the answer's headers: those that are required are there, and all are written as declared. */
function writeHeaders(operation: ServedOperation, status: number, given: Map<string, unknown>): void {
  for (const { name, required, codec } of declaredOf(operation, status).headers) {
    const value = given.get(name);
    if (value === undefined) {
      if (required) throw new UndeclaredAnswer(operation, `${status} needs the header ${name}`);
      continue;
    }
    if (name === 'set-cookie' || codec === null) continue;
    const wire = toWire(codec, value);
    if (wire._tag === 'Right') {
      given.set(name, wire.right);
      continue;
    }
    const [first] = problems(wire.left);
    const reason = `expected ${first?.expected}, received ${first?.received}`;
    throw new UndeclaredAnswer(operation, `the header ${name} of ${status} breaks the contract: ${reason}`);
  }
}

/** Only Set-Cookie stands several times: its values cannot be joined (RFC 9110, 5.3). */
function headersOf(operation: ServedOperation, answer: Answer): AnswerHeaders {
  const headers: Record<string, string> = { ...ageHeaders(operation) };
  const { status, headers: answered = {} } = answer;
  if (operation.headers === undefined && answer.headers === undefined) return { headers };
  const given = new Map(
    Object.entries(answered)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  writeHeaders(operation, status, given);
  const formats = declaredOf(operation, status).headers;
  let cookies: readonly string[] | undefined;
  for (const [name, value] of given) {
    if (name === 'set-cookie' && Array.isArray(value))
      cookies = value.map((each) => safe(operation, name, String(each)));
    else {
      const format = formats.find((each) => each.name === name) ?? { explode: false, json: false };
      headers[name] = safe(operation, name, headerText(value, format));
    }
  }
  return cookies === undefined ? { headers } : { headers, multiValueHeaders: { 'set-cookie': cookies } };
}

function resultOf(
  status: number,
  { headers, multiValueHeaders }: AnswerHeaders,
  sent: { readonly body: string; readonly isBase64Encoded: boolean },
): ProxyResult {
  const { body, isBase64Encoded } = sent;
  const result = { statusCode: status, headers, body, isBase64Encoded };
  return multiValueHeaders === undefined ? result : { ...result, multiValueHeaders };
}

/** The HTTP form of a declared answer. Errors: UndeclaredAnswer. */
export function encodeAnswer(
  operation: ServedOperation,
  answer: Answer,
  accept: string | undefined,
): ProxyResult {
  const { status } = answer;
  const { mediaType, body } = wireBodyOf(operation, answer, accept);
  const answered = headersOf(operation, answer);
  if (mediaType === undefined) return resultOf(status, answered, { body: '', isBase64Encoded: false });
  const isBytes = body instanceof Uint8Array;
  const { headers } = answered;
  const told = mediaType.includes('*') ? answer.contentType : mediaType;
  if (told?.includes('*') === false) headers['content-type'] ??= safe(operation, 'content-type', told);
  headers['content-type'] ??= isBytes ? 'application/octet-stream' : 'application/json';
  if (isBytes) {
    const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64');
    return resultOf(status, answered, { body: base64, isBase64Encoded: true });
  }
  const plain = typeof body === 'string' && !isJson(plainType(headers['content-type']));
  return resultOf(status, answered, { body: plain ? body : JSON.stringify(body), isBase64Encoded: false });
}

/** The HTTP form of a problem (RFC 9457). */
export function encodeProblem(
  details: ProblemDetails,
  headers: Readonly<Record<string, string>>,
  instance: string,
): ProxyResult {
  const told: Record<string, string> = {};
  for (const name in headers) told[name] = headers[name] as string;
  told['content-type'] = 'application/problem+json';
  const body: Record<string, unknown> = {};
  for (const name in details) body[name] = details[name];
  body['instance'] = instance;
  return { statusCode: details.status, headers: told, body: JSON.stringify(body), isBase64Encoded: false };
}
