import { type HeaderFormat, headerText } from '../codec/header.js';
import type { FileBytes, MultipartFormat, PartFormat } from '../codec/multipart.js';
import { type WirePart, wireParts } from './wire-parts.js';

type Piece = string | Blob | Uint8Array<ArrayBuffer>;

/** Quotes, backslashes and line breaks would end or change a name (WHATWG HTML, "Multipart form data"). */
function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '"': '%22', '\r': '%0D', '\n': '%0A' };
  return `"${text.replace(/["\r\n]/g, (character) => escapes[character] ?? character)}"`;
}

function isFileBytes(value: unknown): value is FileBytes {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;
}

interface Content {
  readonly piece: Piece;
  readonly filename?: string;
  readonly contentType?: string;
}

/** A concrete type: `image/*` says nothing of one file. */
function typeOf(declared: string | undefined): string | undefined {
  const first = declared?.split(',', 1)[0]?.trim();
  return first === undefined || first.includes('*') ? undefined : first;
}

function fileContent(value: unknown, part: PartFormat): Content {
  const fallback = typeOf(part.contentType) ?? 'application/octet-stream';
  if (value instanceof Blob) {
    const filename = value instanceof File ? value.name : part.name;
    return { piece: value, filename, contentType: value.type === '' ? fallback : value.type };
  }
  if (value instanceof Uint8Array)
    return { piece: new Uint8Array(value), filename: part.name, contentType: fallback };
  if (isFileBytes(value)) {
    const { bytes, filename = part.name, contentType = fallback } = value;
    return { piece: bytes, filename, contentType };
  }
  throw new TypeError(
    `the part '${part.name}' is a Blob, a File, a Uint8Array or { bytes, filename, contentType }`,
  );
}

function contentOf(value: unknown, part: PartFormat): Content {
  if (part.kind === 'file') return fileContent(value, part);
  const contentType = typeOf(part.contentType);
  if (part.kind === 'json')
    return { piece: JSON.stringify(value), contentType: contentType ?? 'application/json' };
  const piece = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
  return { piece, ...(contentType !== undefined && { contentType }) };
}

function headerLines(headers: object, formats: readonly HeaderFormat[]): string {
  const values = new Map<string, unknown>(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const lines = formats.flatMap((format) => {
    const value = values.get(format.name);
    return value === undefined
      ? []
      : [`${format.name}: ${headerText(value, format).replace(/[\r\n]+/g, ' ')}\r\n`];
  });
  return lines.join('');
}

function partPieces({ value, headers }: WirePart, part: PartFormat, disposition: string): Piece[] {
  const { piece, filename, contentType } = contentOf(value, part);
  const named = filename === undefined ? '' : `; filename=${quoted(filename)}`;
  const type = contentType === undefined ? '' : `content-type: ${contentType}\r\n`;
  const head = `content-disposition: ${disposition}; name=${quoted(part.name)}${named}\r\n${type}`;
  return [`${head}${headerLines(headers, part.headers ?? [])}\r\n`, piece, '\r\n'];
}

/** A part that the contract does not name: by what it is. */
function undeclared(name: string, value: unknown): PartFormat {
  const file = value instanceof Blob || value instanceof Uint8Array || isFileBytes(value);
  const kind = file ? 'file' : typeof value === 'object' ? 'json' : 'text';
  return { name, kind, many: Array.isArray(value), required: false, shape: { kind: 'text' }, codec: null };
}

/** The bytes of a multipart body (RFC 7578) with its boundary; a Blob, so that files are not copied. */
export function multipartBody(
  body: object,
  format: MultipartFormat,
  mediaType: string,
): { blob: Blob; contentType: string } {
  const boundary = `----atoll-${crypto.randomUUID()}`;
  const disposition = mediaType === 'multipart/form-data' ? 'form-data' : 'attachment';
  const pieces: Piece[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    const part = format.parts.find((each) => each.name === name) ?? undeclared(name, value);
    for (const each of wireParts(value, part))
      pieces.push(`--${boundary}\r\n`, ...partPieces(each, part, disposition));
  }
  pieces.push(`--${boundary}--\r\n`);
  return { blob: new Blob(pieces), contentType: `${mediaType}; boundary=${boundary}` };
}
