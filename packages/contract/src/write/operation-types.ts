import type { Header, MediaType, Operation, Parameter, RequestBody, Response, Schema } from '../model.js';
import { bodyKind, mediaTypeOf } from '../runtime/codec/media-type.js';
import { headersOf, isNeeded } from './answer-headers.js';
import { type BodyUse, bodyTypeOf, isItems, itemSource, type Side } from './body-types.js';
import { defaultOf } from './default-of.js';
import { type MultipartPlan, multipartPlan, type PartPlan } from './multipart-plan.js';
import { comment, dataText, propertyKey, quote } from './quote.js';
import { bodyAlternatives, bodyMembers, type RequestBodies } from './request-bodies.js';
import type { SchemaPlan, SchemaUse } from './schemas/plan-schemas.js';
import type { Direction } from './schemas/variant.js';
import { shapeOf } from './shapes.js';

export const groups = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

const locations = Object.entries(groups);

/** Headers that HTTP itself owns: OpenAPI ignores parameters of these names (OpenAPI 3.1, 4.8.12.1). */
const owned = new Set(['accept', 'content-type', 'authorization']);

export function parametersOf(operation: Operation): Parameter[] {
  return operation.parameters.filter((each) => each.in !== 'header' || !owned.has(each.name));
}

/** A parameter of another media type goes as text. */
export function isJsonContent(content: MediaType | undefined): boolean {
  return content !== undefined && bodyKind(mediaTypeOf(content.mediaType)) === 'json';
}

const headerIndent = '      ';

/**
 * Media types without parameters, the first of each: a body is told by its type and subtype alone, since
 * `application/json; charset=utf-8` is JSON all the same.
 */
export function contentOf(content: readonly MediaType[]): readonly MediaType[] {
  if (content.length < 2 && content[0]?.mediaType.includes(';') !== true) return content;
  const byType = new Map<string, MediaType>();
  for (const each of content) {
    const mediaType = each.mediaType.split(';', 1)[0]?.trim() ?? each.mediaType;
    // A copy would read all examples.
    if (!byType.has(mediaType))
      byType.set(mediaType, mediaType === each.mediaType ? each : { ...each, mediaType });
  }
  return [...byType.values()];
}

/** Content of an answer; an answer to HEAD has none (RFC 9110, 9.3.2). */
export function answerContent(operation: Operation, { content }: Response): readonly MediaType[] {
  return operation.method === 'head' ? [] : contentOf(content);
}

/** Whether an answer has a body of bytes. */
export function hasBytes(operation: Operation): boolean {
  const content = operation.responses.flatMap((response) => answerContent(operation, response));
  return content.some((media) => ['bytes', 'multipart'].includes(bodyTypeOf(media)));
}

/** A reference without siblings stands for what it leads to. */
function target(schema: Schema): Schema {
  return schema.ref !== undefined && schema.name === undefined ? target(schema.ref) : schema;
}

/** The type of a media type's name; a range stands for all that it holds. */
function mediaTypeText(mediaType: string): string {
  if (!mediaType.includes('*')) return quote(mediaType);
  const any = ['$', '{string}'].join('');
  return `\`${mediaType.replaceAll(/[`\\$]/g, '\\$&').replaceAll('*', any)}\``;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.includes('unknown') ? 'unknown' : distinct.join(' | ');
}

export interface ResultOptions {
  /** Bodies of bytes are streams. */
  readonly streamed?: boolean;
  /** Further members of an answer that may have several media types. */
  readonly contentType?: boolean;
}

/** Names of everything that an operation's types and codecs need. */
export class OperationTypes {
  readonly #plan: SchemaPlan;
  readonly #side: Side;
  readonly #imports = new Set<string>();
  readonly #requests = new Map<Operation, string>();

  constructor(plan: SchemaPlan, side: Side) {
    this.#plan = plan;
    this.#side = side;
  }

  /** What has been used so far, to be imported from schemas.ts. */
  imports(): string[] {
    return [...this.#imports].sort();
  }

  use(schema: Schema, direction: Direction, hint: string): SchemaUse {
    const used = this.#plan.export(target(schema), direction, hint);
    for (const name of used.imports) this.#imports.add(name);
    return used;
  }

  parameter(operation: Operation, { in: location, name, schema, content }: Parameter): SchemaUse | undefined {
    const of = schema ?? content?.schema;
    return of && this.use(of, 'request', `${operation.operationId} ${location} ${name}`);
  }

  /** A client checks no parameters, so that what has no name of its own needs none. */
  #parameterType(operation: Operation, parameter: Parameter): string {
    const schema = parameter.schema ?? parameter.content?.schema;
    if (schema === undefined) return 'unknown';
    if (this.#side === 'client') {
      const { type, imports } = this.#plan.inline(target(schema), 'request');
      if (!type.includes('\n')) {
        for (const name of imports) this.#imports.add(name);
        return type;
      }
    }
    return this.parameter(operation, parameter)?.type ?? 'unknown';
  }

  /** A service always has a parameter with a default; a client may leave it out. */
  #isGiven(parameter: Parameter): boolean {
    return parameter.required || (this.#side === 'server' && defaultOf(parameter) !== undefined);
  }

  /** `{ readonly path: {…}; readonly query?: {…}; readonly body: … }`: the groups that the operation has. */
  request(operation: Operation): string {
    const request = this.#requests.get(operation) ?? this.#request(operation);
    this.#requests.set(operation, request);
    return request;
  }

  #request(operation: Operation): string {
    const all = parametersOf(operation);
    const members = locations.flatMap(([location, group]) => {
      const parameters = all.filter((each) => each.in === location);
      if (parameters.length === 0) return [];
      const optional = parameters.some((each) => this.#isGiven(each)) ? '' : '?';
      return [
        `  readonly ${group}${optional}: {\n${parameters.map((each) => this.#member(operation, each)).join('')}  };\n`,
      ];
    });
    const { requestBody } = operation;
    const body = requestBody && this.#requestBodies(operation, requestBody);
    const alternatives = body && bodyAlternatives(body);
    if (body !== undefined && alternatives === undefined) members.push(...bodyMembers(body));
    if (members.length === 0) return alternatives ?? 'Record<never, never>';
    const groups = `{\n${members.join('')}}`;
    return alternatives === undefined ? groups : `${groups} & (${alternatives}\n)`;
  }

  #requestBodies({ operationId }: Operation, { content, required }: RequestBody): RequestBodies {
    const hint = `${operationId} body`;
    const declared = contentOf(content);
    const bodies = declared.map((each) => ({
      type: this.bodyType(each, { direction: 'request', hint }),
      mediaType: mediaTypeText(each.mediaType),
    }));
    const isOpen = declared.length > 1 || declared.some(({ mediaType }) => mediaType.includes('*'));
    return { bodies, required, isOpen, isGiven: this.#side === 'server' };
  }

  /** The type of a body of this media type. */
  bodyType(media: MediaType, use: BodyUse): string {
    const { schema } = media;
    const { direction, hint } = use;
    const value = () => (schema === undefined ? 'unknown' : this.use(schema, direction, hint).type);
    if (direction === 'response' && isItems(media, this.#side))
      return `AsyncIterable<${itemSource(media) === 'text' && schema === undefined ? 'string' : value()}>`;
    const type = bodyTypeOf(media, use.direction);
    if (type === 'schema') return value();
    if (type === 'bytes' || type === 'multipart') return this.#bytesType(media, use);
    return type === 'text' ? 'string' : 'unknown';
  }

  #bytesType(media: MediaType, { direction, hint, streamed = false }: BodyUse): string {
    if (bodyTypeOf(media) === 'multipart' && direction === 'request') {
      const plan = multipartPlan(media);
      const other = this.#side === 'client' ? 'FormData' : 'Uint8Array';
      if (plan === undefined) return other;
      return this.#side === 'client'
        ? `${this.#partsType(plan, hint)} | FormData`
        : this.#partsType(plan, hint);
    }
    if (streamed) return 'ReadableStream<Uint8Array>';
    return direction === 'request' && this.#side === 'client' ? 'runtime.BinaryBody' : 'Uint8Array';
  }

  #partsType({ parts }: MultipartPlan, hint: string): string {
    const members = parts.map((part) => {
      const type = this.#partType(part, `${hint} ${part.name}`);
      return `    readonly ${propertyKey(part.name)}${part.required ? '' : '?'}: ${type};\n`;
    });
    return `{\n${members.join('')}  }`;
  }

  #partType({ kind, many, schema, headers }: PartPlan, hint: string): string {
    const headed = headers.size > 0;
    const value = () => this.use(schema, 'request', hint).type;
    const item = () => (many ? `Extract<${value()}, readonly unknown[]>[number]` : value());
    const single = kind === 'file' ? 'runtime.FilePart' : item();
    if (!many && !headed) return single;
    const each = headed
      ? `runtime.PartWithHeaders<${single}, ${this.headerMembers([...headers], hint)}>`
      : single;
    return many ? `ReadonlyArray<${each}>` : each;
  }

  /** The expression that says how a body of this media type is checked. */
  bodyCodec(media: MediaType, direction: Direction, hint: string): string {
    const { schema, mediaType } = media;
    const codec = () => (schema === undefined ? 'null' : this.use(schema, direction, hint).codec);
    if (direction === 'response' && isItems(media, this.#side)) {
      const each = itemSource(media);
      return `{ items: ${codec()}, each: ${quote(each)} }`;
    }
    const type = bodyTypeOf(media, direction);
    if (type === 'schema') return codec();
    if (type === 'text') return "'text'";
    return type === 'bytes' && mediaType.includes('*') ? "'bytes'" : 'null';
  }

  /** Whether a value has one type on the wire and another to code. */
  isDecoded(schema: Schema): boolean {
    return this.#plan.decoding.differs(schema);
  }

  /** The codec of a parameter whose values are converted on their way into a request. */
  requestCodec(operation: Operation, parameter: Parameter): string | undefined {
    const of = parameter.schema ?? parameter.content?.schema;
    if (of === undefined || !this.#plan.decoding.converts(of)) return undefined;
    return this.parameter(operation, parameter)?.codec;
  }

  /** Codecs of request bodies that are converted, by media type; parts of multipart bodies have their own. */
  bodyCodecs({ operationId, requestBody }: Operation): string | undefined {
    const hint = `${operationId} body`;
    const codecs = contentOf(requestBody?.content ?? []).flatMap((media) => {
      const { schema, mediaType } = media;
      if (schema === undefined || bodyTypeOf(media) !== 'schema') return [];
      if (!this.#plan.decoding.converts(schema)) return [];
      return [`${propertyKey(mediaType)}: ${this.use(schema, 'request', hint).codec}`];
    });
    return codecs.length === 0 ? undefined : `{ ${codecs.join(', ')} }`;
  }

  /** How the parts of a multipart request body are checked; undefined where it has none that are told. */
  multipart(operation: Operation): string | undefined {
    const media = contentOf(operation.requestBody?.content ?? []).find(
      (each) => bodyTypeOf(each) === 'multipart' && multipartPlan(each) !== undefined,
    );
    const plan = media && multipartPlan(media);
    if (plan === undefined) return undefined;
    const hint = `${operation.operationId} body`;
    const parts = plan.parts.map((part) => {
      const { schema, headers, kind, ...format } = part;
      const name = `${hint} ${part.name}`;
      const codec = kind === 'file' ? 'null' : this.use(schema, 'request', name).codec;
      const headed = headers.size === 0 ? '' : `, headers: ${this.headerFormats([...headers], name)}`;
      const written = dataText({ ...format, kind, shape: shapeOf(schema) });
      return `{ ...${written}, codec: ${codec}${headed} }`;
    });
    return `{ parts: [${parts.join(', ')}], open: ${plan.open} }`;
  }

  #isNeeded(name: string, header: Header): boolean {
    return this.#side === 'client' ? header.required : isNeeded(name, header);
  }

  #headerUse(name: string, { schema, content }: Header, hint: string): SchemaUse | undefined {
    const of = schema ?? content?.schema;
    return of && this.use(of, 'response', `${hint} header ${name}`);
  }

  /** `{ readonly etag: string; … }`; what else an answer has is there too. */
  headerMembers(headers: readonly (readonly [string, Header])[], hint: string): string {
    const members = headers.map(([name, header]) => {
      const several = name === 'set-cookie';
      const cookies = this.#side === 'client' ? 'readonly string[]' : 'string | readonly string[]';
      const type = several ? cookies : (this.#headerUse(name, header, hint)?.type ?? 'unknown');
      const about = comment(
        [header.description, header.deprecated ? '@deprecated' : undefined],
        headerIndent,
      );
      const member = `readonly ${propertyKey(name)}${this.#isNeeded(name, header) ? '' : '?'}: ${type}`;
      return { about, member };
    });
    members.push({ about: '', member: 'readonly [name: string]: unknown' });
    if (members.every(({ about }) => about === ''))
      return `{ ${members.map(({ member }) => member).join('; ')} }`;
    return `{\n${members.map(({ about, member }) => `${about}${headerIndent}${member};\n`).join('')}    }`;
  }

  headerFormats(headers: readonly (readonly [string, Header])[], hint: string): string {
    const formats = headers.map(([name, header]) => {
      const { explode, schema, content } = header;
      const required = this.#isNeeded(name, header);
      const written = dataText({
        name,
        required,
        explode,
        json: isJsonContent(content),
        shape: shapeOf(schema),
      });
      return `{ ...${written}, codec: ${this.#headerUse(name, header, hint)?.codec ?? 'null'} }`;
    });
    return `[${formats.join(', ')}]`;
  }

  /** Declared headers of the answers by status, as an object literal; undefined where there are none. */
  responseHeaders(operation: Operation): string | undefined {
    const byStatus = operation.responses.flatMap((response) => {
      const headers = headersOf(response);
      const hint = `${operation.operationId} ${response.status}`;
      return headers.length === 0 ? [] : [`${quote(response.status)}: ${this.headerFormats(headers, hint)}`];
    });
    return byStatus.length === 0 ? undefined : `{ ${byStatus.join(', ')} }`;
  }

  #headersMember(operation: Operation, response: Response): string {
    const headers = headersOf(response);
    const client = this.#side === 'client';
    if (headers.length === 0)
      return client
        ? 'readonly headers: Readonly<Record<string, string>>'
        : 'readonly headers?: runtime.AnswerHeaders';
    const hint = `${operation.operationId} ${response.status}`;
    const needed = client || headers.some(([name, header]) => this.#isNeeded(name, header));
    return `readonly headers${needed ? '' : '?'}: ${this.headerMembers(headers, hint)}`;
  }

  #member(operation: Operation, parameter: Parameter): string {
    const type = this.#parameterType(operation, parameter);
    const fallback = defaultOf(parameter);
    const about = comment(
      [
        parameter.description,
        fallback === undefined ? undefined : `@default ${JSON.stringify(fallback.value)}`,
        parameter.deprecated ? '@deprecated' : undefined,
      ],
      '    ',
    );
    const optional = this.#isGiven(parameter) ? '' : '?';
    return `${about}    readonly ${propertyKey(parameter.name)}${optional}: ${type};\n`;
  }

  #statusType(operation: Operation, status: string): string {
    if (/^\d{3}$/.test(status)) return status;
    return this.#side === 'client' ? restOfRange(operation, status) : 'number';
  }

  /** The declared answers as a union, told apart by `status`. */
  result(operation: Operation, { streamed = false, contentType = false }: ResultOptions = {}): string {
    const results = operation.responses.map((response) => {
      const hint = `${operation.operationId} ${response.status}`;
      const content = answerContent(operation, response);
      const bodies = content.map((each) => this.bodyType(each, { direction: 'response', hint, streamed }));
      const types = content.map(({ mediaType }) => mediaTypeText(mediaType)).join(' | ');
      const told = contentType && (content.length > 1 || types.startsWith('`'));
      const type = told ? `; readonly contentType?: ${types}` : '';
      const body = bodies.length === 0 ? '' : `; readonly body: ${union(bodies)}`;
      const status = this.#statusType(operation, response.status);
      return `{ readonly status: ${status}; ${this.#headersMember(operation, response)}${body}${type} }`;
    });
    return results.length === 0 ? 'never' : results.map((each) => `\n  | ${each}`).join('');
  }

  /** Codecs by status, then media type, as an object literal. */
  responseCodecs(operation: Operation): string {
    const byStatus = operation.responses.map((response) => {
      const hint = `${operation.operationId} ${response.status}`;
      const codecs = answerContent(operation, response).map(
        (each) => `${propertyKey(each.mediaType)}: ${this.bodyCodec(each, 'response', hint)}`,
      );
      return `    ${quote(response.status)}: { ${codecs.join(', ')} },\n`;
    });
    return `{\n${byStatus.join('')}  }`;
  }
}

/** Of a range and of `default`: what the other answers leave, so that the result is told apart by its status. */
function restOfRange({ responses }: Operation, status: string): string {
  const all = status === 'default' ? 'runtime.Status' : `runtime.StatusRange<${status.charAt(0)}>`;
  const others = responses
    .map((each) => each.status)
    .filter(
      (each) => each !== status && each !== 'default' && (status === 'default' || each[0] === status[0]),
    )
    .map((each) => (each.endsWith('XX') ? `runtime.StatusRange<${each.charAt(0)}>` : each));
  return others.length === 0 ? all : `Exclude<${all}, ${others.join(' | ')}>`;
}
