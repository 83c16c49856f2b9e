import type { Random } from '../../src/mock/random.js';
import type { Header, Json, MediaType, Operation, Parameter } from '../../src/model.js';
import { bodyKind } from '../../src/runtime/codec/media-type.js';
import { headersOf } from '../../src/write/answer-headers.js';
import { bodyTypeOf } from '../../src/write/body-types.js';
import { multipartPlan } from '../../src/write/multipart-plan.js';
import { answerContent, contentOf, groups, parametersOf } from '../../src/write/operation-types.js';
import type { Direction } from '../../src/write/schemas/variant.js';
import type { MakeValue } from './valid-values.js';

type Values = Record<string, unknown>;

/** What a client is called with. */
export interface MadeRequest {
  readonly path?: Values;
  readonly query?: Values;
  readonly headers?: Values;
  readonly cookies?: Values;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** What a handler answers. */
export interface MadeAnswer {
  readonly status: number;
  readonly headers?: Values;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface MadeCall {
  readonly request: MadeRequest;
  readonly answer: MadeAnswer;
}

/** A value for which nothing could be made: there is no call. */
class NoValue extends Error {}

/** Nothing is written of an empty list or object, nor of a list of one empty text (OpenAPI 3.1, 4.8.12.4). */
function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [first, ...others] = Object.values(value);
  return others.length === 0 && (first === undefined || (first === '' && Array.isArray(value)));
}

/** Headers that HTTP or the hosts of a test write themselves (RFC 9110, 7.6.1 and 8.6). */
const ofTheHost = new Set([
  '',
  'connection',
  'content-length',
  'transfer-encoding',
  'date',
  'keep-alive',
  'content-encoding',
]);

/** Fetch gives these headers values of its own, which a contract may not know. */
const ofFetch = new Set(['accept-language', 'accept-encoding', 'user-agent']);

/** What the styles leave undefined (OpenAPI 3.1, 4.8.12.3), where commas are not encoded. */
function isNested(value: unknown): boolean {
  const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return members.some((each) => typeof each === 'object' && each !== null);
}

class CallMaker {
  readonly #make: MakeValue;
  readonly #random: Random;

  constructor(make: MakeValue, random: Random) {
    this.#make = make;
    this.#random = random;
  }

  #value(described: Parameter | Header | MediaType, direction: Direction): Json {
    const schema = described.schema ?? ('content' in described ? described.content?.schema : undefined);
    const value = schema === undefined ? 'any' : this.#make(schema, direction, this.#random);
    if (value === undefined) throw new NoValue();
    return value;
  }

  #parameters(operation: Operation): Record<string, Values> {
    const found: Record<string, Values> = {};
    for (const parameter of parametersOf(operation)) {
      const { name, in: location, required } = parameter;
      if (location === 'header' && ofTheHost.has(name)) continue;
      if (!required && !ofFetch.has(name) && this.#random.next() < 0.3) continue;
      const group = groups[location];
      const value = this.#value(parameter, 'request');
      // URLs have no such segments.
      if (isEmpty(value) || (location === 'path' && ['', '.', '..'].includes(String(value)))) {
        if (required) throw new NoValue();
        continue;
      }
      if (location === 'header' && isNested(value)) throw new NoValue();
      found[group] = { ...found[group], [name]: value };
    }
    return found;
  }

  #multipart(media: MediaType): unknown {
    const plan = multipartPlan(media);
    const value = plan && this.#value(media, 'request');
    if (typeof value !== 'object' || value === null || plan === undefined) throw new NoValue();
    const bytes = { bytes: new Uint8Array([0, 13, 10, 255]), filename: 'a "b".bin' };
    const fields: Values = { ...value };
    // A service leaves parts aside that the contract does not describe.
    if (Object.keys(fields).some((name) => plan.parts.every((part) => part.name !== name)))
      throw new NoValue();
    for (const { name, kind, many, headers, contentType = 'image/png' } of plan.parts) {
      if (fields[name] === undefined) continue;
      if (headers.size > 0) throw new NoValue();
      const file = { ...bytes, contentType: contentType.replace(/,.*/, '').replace('*', 'x-any') };
      if (kind === 'file') fields[name] = many ? [file, file] : file;
    }
    return fields;
  }

  /** The body of one media type, and its name where there is more than one. */
  #body(content: readonly MediaType[], direction: Direction): { body?: unknown; contentType?: string } {
    const [first, ...others] = content;
    if (first === undefined) return {};
    const media = this.#random.pick([first, ...others]);
    const { mediaType } = media;
    const type = bodyTypeOf(media, direction);
    if (mediaType.includes('*') || !mediaType.includes('/')) throw new NoValue();
    const named = others.length > 0 ? { contentType: mediaType } : {};
    if (type === 'bytes') return { body: new Uint8Array([0, 13, 10, 128, 255]), ...named };
    if (type === 'text') return { body: 'Käse & "Brot"\n', ...named };
    if (type === 'any') return { body: bodyKind(mediaType) === 'form' ? { a: '1' } : { a: 1 }, ...named };
    if (type === 'schema') return { body: this.#value(media, direction), ...named };
    if (direction === 'response') throw new NoValue();
    return { body: this.#multipart(media), ...named };
  }

  #answer(operation: Operation): MadeAnswer {
    const { responses } = operation;
    const [response] = [/^2\d\d$/, /^2XX$/i, /^default$/].flatMap((wanted) =>
      responses.filter(({ status }) => wanted.test(status)),
    );
    if (response === undefined) throw new NoValue();
    const status = Number(/^\d+$/.test(response.status) ? response.status : 200);
    const content = answerContent(operation, response);
    if (content.some(({ mediaType }) => mediaType === 'text/event-stream')) throw new NoValue();
    const headers = headersOf(response)
      .filter(([name]) => !ofTheHost.has(name))
      .map(([name, header]) => [name, this.#value(header, 'response')] as const);
    const written = headers.length === 0 ? {} : { headers: Object.fromEntries(headers) };
    return { status, ...written, ...this.#body(content, 'response') };
  }

  call(operation: Operation): MadeCall {
    const body = this.#body(contentOf(operation.requestBody?.content ?? []), 'request');
    return { request: { ...this.#parameters(operation), ...body }, answer: this.#answer(operation) };
  }
}

/** A call with its answer; undefined where something of it could not be made. */
export function makeCall(operation: Operation, make: MakeValue, random: Random): MadeCall | undefined {
  try {
    return new CallMaker(make, random).call(operation);
  } catch (error) {
    if (error instanceof NoValue) return undefined;
    throw error;
  }
}
