import type { MediaType, Schema } from '../model.js';
import { bodyKind } from '../runtime/codec/media-type.js';
import type { Direction } from './schemas/variant.js';
import { shapeOf } from './shapes.js';

/** Which end of the wire the code is for: what is a stream or a Blob to one is bytes to the other. */
export type Side = 'client' | 'server';

/** What a body is to code: a value of its schema, plain text, bytes, parts, items that come one by one, or anything. */
export type BodyType = 'schema' | 'text' | 'bytes' | 'multipart' | 'items' | 'any';

/** Where a body stands. */
export interface BodyUse {
  readonly direction: Direction;
  /** Of which its type is named where it has no name. */
  readonly hint: string;
  /** Bytes are a stream. */
  readonly streamed?: boolean;
}

/** The schema itself, past references without siblings. */
export function resolved(schema: Schema): Schema {
  return schema.ref !== undefined && schema.types === undefined && schema.allOf === undefined
    ? resolved(schema.ref)
    : schema;
}

/** Strings that stand for bytes (OpenAPI 3.0: `format: binary`; 3.1: `contentMediaType` without an encoding). */
export function isBinary(schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  const { types, format, contentMediaType, contentEncoding } = resolved(schema);
  if (types !== undefined && !types.includes('string')) return false;
  if (format === 'binary') return true;
  return types !== undefined && contentMediaType !== undefined && contentEncoding === undefined;
}

/** Nothing but strings pass the schema, as far as its keywords say so. */
function isString(schema: Schema): boolean {
  const { types, enum: values, const: only, allOf, oneOf, anyOf } = resolved(schema);
  if (types !== undefined) return types.length === 1 && types[0] === 'string';
  if (values !== undefined) return values.every((value) => typeof value === 'string');
  if (only !== undefined) return typeof only.value === 'string';
  return (allOf ?? []).some(isString) || [oneOf, anyOf].some((each) => each?.every(isString) === true);
}

const itemTypes = new Set(['text/event-stream', 'application/jsonl', 'application/x-ndjson']);

/**
 * Items that a client gets one by one; to a service they are text. Lines whose schema is a string are that text as a
 * whole, which is how OpenAPI 3.1 describes what it has no keyword for; the data of an event is a string of its own.
 */
export function isItems({ mediaType, schema }: MediaType, side: Side): boolean {
  if (side !== 'client' || !itemTypes.has(mediaType)) return false;
  return mediaType === 'text/event-stream' || schema === undefined || !isString(schema);
}

function rangeType(mediaType: string, schema: Schema | undefined): BodyType {
  if (/^(image|audio|video|font|model|multipart)\//.test(mediaType) || isBinary(schema)) return 'bytes';
  if (mediaType.startsWith('text/')) return 'text';
  return schema === undefined ? 'any' : 'schema';
}

/**
 * What a request or response body of this media type is; answers with items are told by `isItems`. A form is written by
 * clients and read by services: as an answer it is text.
 */
export function bodyTypeOf({ mediaType, schema }: MediaType, direction: Direction = 'request'): BodyType {
  if (mediaType.includes('*')) return rangeType(mediaType, schema);
  const kind = bodyKind(mediaType);
  if (kind === 'bytes' || kind === 'multipart') return kind;
  if (kind === 'form' && direction === 'response') return 'text';
  if (kind === 'text')
    return schema !== undefined && isString(schema) && !isBinary(schema) ? 'schema' : 'text';
  return schema === undefined ? 'any' : 'schema';
}

/** An object with the members of a whole event, as OpenAPI 3.2 describes items of `text/event-stream`. */
function isWholeEvent(schema: Schema): boolean {
  const names = [...(resolved(schema).properties?.keys() ?? [])];
  return names.includes('data') && names.every((name) => ['data', 'event', 'id', 'retry'].includes(name));
}

/** What of an event or a line an item is made of. */
export function itemSource({ mediaType, schema }: MediaType): 'text' | 'json' | 'event' {
  if (mediaType !== 'text/event-stream') return 'json';
  if (schema === undefined || isString(schema)) return 'text';
  if (isWholeEvent(schema)) return 'event';
  return shapeOf(schema).kind === 'text' && resolved(schema).types !== undefined ? 'text' : 'json';
}
