import type { AnyCodec } from './codec.js';

/** Items that come one after another: server-sent events, or lines of JSON. */
export interface ItemsFormat {
  readonly items: AnyCodec | null;
  /** Of an event: `data` is text, `json` is JSON, `event` is all of it. Of a line: JSON. */
  readonly each: 'text' | 'json' | 'event';
}

/** How the body of a media type is checked; null: not at all. `bytes` and `text` say what it is where its type does not. */
export type BodyFormat = AnyCodec | null | 'bytes' | 'text';

export type BodyKind = 'json' | 'form' | 'multipart' | 'text' | 'bytes';

const texts =
  /^text\/|[/+]xml$|^application\/(javascript|ecmascript|yaml|x-yaml|graphql|sql|toml|jsonl|x-ndjson)$/;

const kinds = new Map<string, BodyKind>();

/** How a body of this media type (without parameters) is read and written. */
export function bodyKind(mediaType: string): BodyKind {
  let kind = kinds.get(mediaType);
  if (kind === undefined) {
    kind = readKind(mediaType);
    // Callers name media types as they like: what is remembered of them has an end.
    if (kinds.size > 200) kinds.clear();
    kinds.set(mediaType, kind);
  }
  return kind;
}

function readKind(mediaType: string): BodyKind {
  if (/[/+]json$/.test(mediaType)) return 'json';
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  if (mediaType.startsWith('multipart/')) return 'multipart';
  return texts.test(mediaType) ? 'text' : 'bytes';
}

/** Type and subtype of a Content-Type in lower case, without parameters. */
export function mediaTypeOf(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** The declared media type or range that holds this one, the most specific first. */
export function declaredFor(mediaType: string, content: object): string | undefined {
  if (Object.hasOwn(content, mediaType)) return mediaType;
  const ranges = [`${mediaType.split('/', 1)[0]}/*`, '*/*'];
  return ranges.find((each) => Object.hasOwn(content, each));
}

/**
 * A parameter of a Content-Type or Content-Disposition, unquoted; undefined where there is none. A backslash stays but
 * before a quote: browsers send those of file names as they are (WHATWG HTML, "Multipart form data").
 */
export function headerParameter(header: string, name: string): string | undefined {
  const pattern = /;\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;]*))/g;
  for (const [, key = '', quoted, plain] of header.matchAll(pattern)) {
    if (key.toLowerCase() === name) return quoted?.replaceAll('\\"', '"') ?? plain;
  }
  return undefined;
}
