import { isObject } from '../codec/codec.js';
import { isConverting } from '../codec/converting.js';
import {
  type BodyFormat,
  type BodyKind,
  bodyKind,
  declaredFor,
  headerParameter,
  mediaTypeOf,
} from '../codec/media-type.js';
import { problems } from '../codec/problems.js';
import { decodeParts } from './decode-parts.js';
import type { RequestProblem } from './decode-request.js';
import { knownHeaders, type ProxyEvent } from './event.js';
import { formValue } from './form.js';
import type { ServedOperation } from './handler.js';
import { multipartValue } from './multipart.js';
import { ProblemError, problem } from './problem.js';
import { recalled, remembered } from './remembered.js';

type ServedBody = NonNullable<ServedOperation['body']>;

const defaultMaxBytes = 1024 * 1024;

function refuseType(reason: string, content: object): never {
  const taken = Object.keys(content).join(', ');
  throw new ProblemError(problem(415, `${reason}; this operation takes ${taken}`), { accept: taken });
}

/** What a body is by its Content-Type. */
interface BodyType {
  /** Whose media type it is. */
  readonly body: ServedBody;
  readonly format: BodyFormat | undefined;
  readonly kind: BodyKind;
  /** What the handler is told, where the contract leaves it open. */
  readonly told: string | undefined;
  /** Whether a value is what the handler gets, without a word of why it is not; undefined where that is not enough. */
  readonly is: ((value: unknown) => boolean) | undefined;
}

function bodyType(body: ServedBody, declared: string, own: string): BodyType {
  const { content } = body;
  const format = content[declared];
  const open = declared.includes('*');
  const kind = format === 'bytes' || format === 'text' ? format : bodyKind(own);
  // A multipart body that falls under a range is a value of its schema, whose parts are still to be decoded.
  const isPlain =
    kind !== 'multipart' && typeof format === 'object' && format !== null && !isConverting(format);
  return {
    body,
    format,
    kind,
    is: isPlain ? format.is : undefined,
    told: open || Object.keys(content).length > 1 ? (open ? own : declared) : undefined,
  };
}

/** What a body without a Content-Type is taken for. Errors: ProblemError 415. */
function untypedBody(body: ServedBody): BodyType {
  const [only = '', ...others] = Object.keys(body.content);
  if (others.length > 0 || bodyKind(only) !== 'json')
    refuseType('the request has no Content-Type', body.content);
  return bodyType(body, only, only);
}

/** Errors: ProblemError 415. */
function typedBody(body: ServedBody, header: string): BodyType {
  const { content } = body;
  const own = mediaTypeOf(header);
  const charset = header.includes(';') ? headerParameter(header, 'charset') : undefined;
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    refuseType(`the body's charset is ${charset}; utf-8 is taken`, content);
  const declared = declaredFor(own, content);
  return declared === undefined ? refuseType(`the body is ${own}`, content) : bodyType(body, declared, own);
}

interface BodyTypes {
  /** The media type that is declared first, which most contracts have alone and most callers name as it stands. */
  readonly first: string;
  readonly ofFirst: BodyType;
  /** By Content-Type. */
  readonly others: Map<string, BodyType>;
}

const typesOf = remembered((body: ServedBody): BodyTypes => {
  const [first = ''] = Object.keys(body.content);
  return { first, ofFirst: bodyType(body, first, mediaTypeOf(first)), others: new Map() };
});

/** Errors: ProblemError 415. */
function typeOf(event: ProxyEvent, body: ServedBody): BodyType {
  const { contentType: header, contentEncoding: encoding } = knownHeaders(event);
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    refuseType(`the body is encoded by ${encoding}`, body.content);
  if (header === undefined) return untypedBody(body);
  const { first, ofFirst, others } = typesOf(body);
  return header === first ? ofFirst : recalled(others, header, () => typedBody(body, header));
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

/** A unit of UTF-16 has at most three bytes in UTF-8: they are counted only where there could be too many. */
function refuseSize({ body, isBase64Encoded }: ProxyEvent, maxBytes: number): void {
  const text = body ?? '';
  if (text.length * 3 <= maxBytes) return;
  const size = Buffer.byteLength(text, isBase64Encoded ? 'base64' : 'utf8');
  if (size > maxBytes)
    throw new ProblemError(problem(413, `the body has ${size} bytes; ${maxBytes} are taken`));
}

const anyForm = { shape: { kind: 'object' }, encoding: [] } as const;

function parse(event: ProxyEvent, { kind, format, body }: BodyType, found: RequestProblem[]): unknown {
  if (kind === 'json') return JSON.parse(textOf(event));
  if (kind === 'text') return textOf(event);
  if (kind === 'form') {
    const form = body.form ?? anyForm;
    // A form whose schema is a string is its text.
    return form.shape.kind === 'text' && typeof format === 'object' && format !== null
      ? textOf(event)
      : formValue(textOf(event), form);
  }
  if (kind === 'bytes' || body.multipart === undefined) return new Uint8Array(bytesOf(event));
  return multipartValue(bytesOf(event), knownHeaders(event).contentType ?? '', {
    format: body.multipart,
    report: (each) => void found.push({ ...each, in: 'body' }),
  });
}

/** The body, with its media type where the contract declares several or a range. */
export interface DecodedBody {
  body?: unknown;
  contentType?: string;
}

interface Into {
  readonly request: DecodedBody;
  readonly found: RequestProblem[];
  wireBody?: unknown;
}

/** The body before it is checked; undefined where it cannot be read, which is added to `found`. */
function readBody(event: ProxyEvent, type: BodyType, found: RequestProblem[]): unknown {
  try {
    return parse(event, type, found);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const expected = type.kind === 'json' ? 'JSON' : 'text in UTF-8';
    found.push({ in: 'body', pointer: '', expected, received: error.message });
    return undefined;
  }
}

/** A body as its handler gets it; what breaks the contract is added to `found`. */
function checked(value: unknown, { format, kind, body }: BodyType, found: RequestProblem[]): unknown {
  const decoded = typeof format === 'object' ? format?.decode(value) : undefined;
  if (decoded?._tag === 'Left')
    for (const { pointer, expected, received } of problems(decoded.left))
      found.push({ pointer, expected, received, in: 'body' });
  const { multipart } = body;
  // The parts of a multipart body have passed their own codecs.
  if (kind === 'multipart' && multipart !== undefined && isObject(value))
    return decodeParts(value, multipart);
  return decoded?._tag === 'Right' ? decoded.right : value;
}

/** A form without fields, a text without characters and a file without bytes are bodies all the same. */
function mayBeEmpty(event: ProxyEvent): boolean {
  const { contentType } = knownHeaders(event);
  return contentType !== undefined && ['form', 'text', 'bytes'].includes(bodyKind(mediaTypeOf(contentType)));
}

/** Adds the body to `request`, what breaks the contract to `found`. Errors: ProblemError 413, 415. */
export function decodeBody({ body }: ServedOperation, event: ProxyEvent, into: Into): void {
  if (body === null) return;
  const { request, found } = into;
  refuseSize(event, body.maxBytes ?? defaultMaxBytes);
  if ((event.body ?? '') === '' && !(body.required && mayBeEmpty(event))) {
    if (body.required) found.push({ in: 'body', pointer: '', expected: 'a body', received: 'nothing' });
    return;
  }
  const type = typeOf(event, body);
  const value = readBody(event, type, found);
  if (value === undefined) return;
  into.wireBody = value;
  request.body = type.is?.(value) === true ? value : checked(value, type, found);
  if (type.told !== undefined) request.contentType = type.told;
}
