import { bodyKind, declaredFor, mediaTypeOf } from '../codec/media-type.js';
import { serializeForm } from './form.js';
import { multipartBody } from './multipart.js';
import type { OperationFormat } from './operation-format.js';

type FetchBody = NonNullable<RequestInit['body']>;

/** A body as fetch takes it, with its Content-Type; none where fetch sets that itself. */
export interface WrittenBody {
  readonly body: FetchBody;
  readonly contentType?: string;
}

function isBinary(body: unknown): body is Blob | ArrayBuffer | ReadableStream {
  return (
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    (typeof ReadableStream === 'function' && body instanceof ReadableStream)
  );
}

function isObject(body: unknown): body is object {
  return typeof body === 'object' && body !== null;
}

/** The media type that is asked for, the first that is declared, or for a range the body's own. */
function contentTypeOf(declared: string, body: unknown): string {
  if (!declared.includes('*')) return declared;
  if (body instanceof Blob && body.type !== '') return body.type;
  if (declared.startsWith('text/') || typeof body === 'string') return 'text/plain';
  if (body instanceof Uint8Array || isBinary(body)) return 'application/octet-stream';
  return 'application/json';
}

/** Errors: TypeError where the body is nothing that its media type can hold. */
export function writeBody(
  operation: OperationFormat,
  given: unknown,
  asked: string | undefined,
): WrittenBody {
  const declared = asked ?? operation.body[0] ?? 'application/json';
  const { bodyCodecs = {} } = operation;
  const codec = bodyCodecs[declaredFor(mediaTypeOf(declared), bodyCodecs) ?? ''];
  const body: unknown = codec === undefined ? given : codec.encode(given);
  const contentType = contentTypeOf(declared, body);
  const mediaType = mediaTypeOf(contentType);
  const kind = bodyKind(mediaType);
  if (kind === 'json') return { body: JSON.stringify(body), contentType };
  if (kind === 'multipart') {
    if (body instanceof FormData) return { body };
    if (
      operation.multipart !== undefined &&
      isObject(body) &&
      !isBinary(body) &&
      !(body instanceof Uint8Array)
    ) {
      const { blob, contentType: withBoundary } = multipartBody(body, operation.multipart, mediaType);
      return { body: blob, contentType: withBoundary };
    }
  }
  if (kind === 'form' && isObject(body) && !isBinary(body))
    return { body: serializeForm(body, operation.form ?? []), contentType };
  if (typeof body === 'string' || isBinary(body)) return { body, contentType };
  if (body instanceof Uint8Array) return { body: new Uint8Array(body), contentType };
  if (kind === 'text' && !isObject(body)) return { body: String(body), contentType };
  throw new TypeError(
    `${operation.operationId}: a body of ${contentType} is a string, Uint8Array, ArrayBuffer, Blob or ReadableStream`,
  );
}
