import type { MediaType, Operation, Parameter, Response, Schema } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';
import { comment, propertyKey, quote } from './quote.js';
import type { SchemaPlan, SchemaUse } from './schemas/plan-schemas.js';
import type { Direction } from './schemas/variant.js';

export const groups = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

/** Headers that HTTP itself owns: OpenAPI ignores parameters of these names (OpenAPI 3.1, 4.8.12.1). */
const owned = new Set(['accept', 'content-type', 'authorization']);

export function parametersOf(operation: Operation): Parameter[] {
  return operation.parameters.filter((each) => each.in !== 'header' || !owned.has(each.name));
}

/**
 * Media types without parameters, the first of each: a body is told by its type and subtype alone, since
 * `application/json; charset=utf-8` is JSON all the same.
 */
export function contentOf(content: readonly MediaType[]): MediaType[] {
  const byType = new Map<string, MediaType>();
  for (const each of content) {
    const mediaType = each.mediaType.split(';', 1)[0]?.trim() ?? each.mediaType;
    if (!byType.has(mediaType)) byType.set(mediaType, { ...each, mediaType });
  }
  return [...byType.values()];
}

/** What a body of a media type is to code. A range may be anything, so its schema alone says what it is. */
function kindOf(mediaType: string): 'schema' | 'bytes' | 'multipart' {
  if (mediaType.startsWith('multipart/')) return 'multipart';
  const readable = /^text\/|[/+]json$|^application\/x-www-form-urlencoded$|\*/.test(mediaType);
  return readable ? 'schema' : 'bytes';
}

const plainTypes = { bytes: 'Uint8Array', multipart: 'FormData' } as const;

/** A reference without siblings stands for what it leads to. */
function target(schema: Schema): Schema {
  return schema.ref !== undefined && schema.name === undefined ? target(schema.ref) : schema;
}

/** Names of everything that an operation's types and codecs need. */
export class OperationTypes {
  readonly #plan: SchemaPlan;
  readonly #imports = new Set<string>();

  constructor(plan: SchemaPlan) {
    this.#plan = plan;
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
    return of && this.use(of, 'request', pascalCase(`${operation.operationId} ${location} ${name}`));
  }

  /** `{ readonly path: {…}; readonly query?: {…}; readonly body: … }`: the groups that the operation has. */
  request(operation: Operation): string {
    const members = Object.entries(groups).flatMap(([location, group]) => {
      const parameters = parametersOf(operation).filter((each) => each.in === location);
      if (parameters.length === 0) return [];
      const optional = parameters.every(({ required }) => !required) ? '?' : '';
      return [
        `  readonly ${group}${optional}: {\n${parameters.map((each) => this.#member(operation, each)).join('')}  };\n`,
      ];
    });
    const { requestBody } = operation;
    if (requestBody !== undefined) {
      const hint = pascalCase(`${operation.operationId} body`);
      const bodies = contentOf(requestBody.content).map((each) => this.bodyType(each, 'request', hint));
      members.push(
        `  readonly body${requestBody.required ? '' : '?'}: ${[...new Set(bodies)].join(' | ') || 'unknown'};\n`,
      );
      const types = contentOf(requestBody.content).map(({ mediaType }) => quote(mediaType));
      if (types.length > 1) members.push(`  readonly contentType?: ${types.join(' | ')};\n`);
    }
    return members.length === 0 ? 'Record<never, never>' : `{\n${members.join('')}}`;
  }

  /** The type of a body of this media type. */
  bodyType({ mediaType, schema }: MediaType, direction: Direction, hint: string): string {
    const kind = kindOf(mediaType);
    if (kind !== 'schema') return plainTypes[kind];
    return schema === undefined ? 'unknown' : this.use(schema, direction, hint).type;
  }

  /** The codec of a body of this media type; `null` where there is nothing to check. */
  bodyCodec({ mediaType, schema }: MediaType, direction: Direction, hint: string): string {
    if (kindOf(mediaType) !== 'schema' || schema === undefined) return 'null';
    return this.use(schema, direction, hint).codec;
  }

  #member(operation: Operation, parameter: Parameter): string {
    const type = this.parameter(operation, parameter)?.type ?? 'unknown';
    const about = comment([parameter.description, parameter.deprecated ? '@deprecated' : undefined], '    ');
    return `${about}    readonly ${propertyKey(parameter.name)}${parameter.required ? '' : '?'}: ${type};\n`;
  }

  /** The declared answers as a union, told apart by `status`. */
  result(operation: Operation, headers: (response: Response) => string): string {
    const results = operation.responses.flatMap((response) => {
      const status = /^\d{3}$/.test(response.status) ? response.status : 'number';
      const hint = pascalCase(`${operation.operationId} ${response.status}`);
      const bodies = contentOf(response.content).map((each) => this.bodyType(each, 'response', hint));
      const body = bodies.length === 0 ? '' : `; readonly body: ${[...new Set(bodies)].join(' | ')}`;
      return [`{ readonly status: ${status}; ${headers(response)}${body} }`];
    });
    return results.length === 0 ? 'never' : results.map((each) => `\n  | ${each}`).join('');
  }

  /** Codecs by status, then media type, as an object literal. */
  responseCodecs(operation: Operation): string {
    const byStatus = operation.responses.map(({ status, content }) => {
      const hint = pascalCase(`${operation.operationId} ${status}`);
      const codecs = contentOf(content).map(
        (each) => `${quote(each.mediaType)}: ${this.bodyCodec(each, 'response', hint)}`,
      );
      return `    ${quote(status)}: { ${codecs.join(', ')} },\n`;
    });
    return `{\n${byStatus.join('')}  }`;
  }
}
