import { bodyKind, declaredFor, headerParameter, mediaTypeOf } from '../codec/media-type.js';
import { problems } from '../codec/problems.js';
import type { RequestProblem } from './decode-request.js';
import { headersOf, type ProxyEvent } from './event.js';
import { formValue } from './form.js';
import type { ServedOperation } from './handler.js';
import { multipartValue } from './multipart.js';
import { ProblemError, problem } from './problem.js';

type ServedBody = NonNullable<ServedOperation['body']>;

const defaultMaxBytes = 1024 * 1024;

function refuseType(reason: string, content: object): never {
  const taken = Object.keys(content).join(', ');
  throw new ProblemError(problem(415, `${reason}; this operation takes ${taken}`), { accept: taken });
}

/** The declared media type that the body is of, and its own. Errors: ProblemError 415. */
function typeOf(event: ProxyEvent, content: object): { declared: string; own: string } {
  const { 'content-type': header, 'content-encoding': encoding = 'identity' } = headersOf(event);
  if (encoding.toLowerCase() !== 'identity') refuseType(`the body is encoded by ${encoding}`, content);
  if (header === undefined) {
    const [only = '', ...others] = Object.keys(content);
    if (others.length > 0 || bodyKind(only) !== 'json')
      refuseType('the request has no Content-Type', content);
    return { declared: only, own: only };
  }
  const own = mediaTypeOf(header);
  const charset = header.includes(';') ? headerParameter(header, 'charset') : undefined;
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    refuseType(`the body's charset is ${charset}; utf-8 is taken`, content);
  const declared = declaredFor(own, content);
  return declared === undefined ? refuseType(`the body is ${own}`, content) : { declared, own };
}

/** The text of UTF-8 without a byte order mark. Errors: SyntaxError where the bytes are none. */
function textOf(event: ProxyEvent): string {
  const { body } = event;
  if (!event.isBase64Encoded) return body?.charCodeAt(0) === 0xfeff ? body.slice(1) : (body ?? '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(event));
  } catch {
    // TypeError is all that it throws: the bytes are no UTF-8.
    throw new SyntaxError('bytes that are no UTF-8');
  }
}

function bytesOf(event: ProxyEvent): Buffer {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

function sizeOf(event: ProxyEvent): number {
  return Buffer.byteLength(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

const anyForm = { shape: { kind: 'object' }, encoding: {} } as const;

function parse(event: ProxyEvent, own: string, body: ServedBody, found: RequestProblem[]): unknown {
  const format = body.content[declaredFor(own, body.content) ?? ''];
  const kind = format === 'bytes' || format === 'text' ? format : bodyKind(own);
  if (kind === 'json') return JSON.parse(textOf(event));
  if (kind === 'text') return textOf(event);
  if (kind === 'form') return formValue(textOf(event), body.form ?? anyForm);
  if (kind === 'bytes' || body.multipart === undefined) return new Uint8Array(bytesOf(event));
  return multipartValue(bytesOf(event), headersOf(event)['content-type'] ?? '', {
    format: body.multipart,
    report: (each) => void found.push({ ...each, in: 'body' }),
  });
}

/** The body, with its media type where the contract declares several or a range. */
export interface DecodedBody {
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Errors: ProblemError 413, 415; what breaks the contract is added to `found`. */
export function decodeBody(
  operation: ServedOperation,
  event: ProxyEvent,
  found: RequestProblem[],
): DecodedBody {
  const { body } = operation;
  if (body === null) return {};
  const size = sizeOf(event);
  const { maxBytes = defaultMaxBytes } = body;
  if (size > maxBytes)
    throw new ProblemError(problem(413, `the body has ${size} bytes; ${maxBytes} are taken`));
  if (size === 0) {
    if (body.required) found.push({ in: 'body', pointer: '', expected: 'a body', received: 'nothing' });
    return {};
  }
  const { declared, own } = typeOf(event, body.content);
  let value: unknown;
  try {
    value = parse(event, own, body, found);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const expected = bodyKind(own) === 'json' ? 'JSON' : 'text in UTF-8';
    found.push({ in: 'body', pointer: '', expected, received: error.message });
    return {};
  }
  const format = body.content[declared];
  const decoded = typeof format === 'object' ? format?.decode(value) : undefined;
  if (decoded?._tag === 'Left')
    for (const each of problems(decoded.left)) found.push({ ...each, in: 'body' });
  const told = declared.includes('*') || Object.keys(body.content).length > 1;
  return told ? { body: value, contentType: declared.includes('*') ? own : declared } : { body: value };
}
