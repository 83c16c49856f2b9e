/**
 * The contract as the compiler sees it: what `read/` makes of an OpenAPI 3.0 or 3.1 document and all that
 * `check/`, `write/` and `compare/` know of one another. References stay references: `Schema.ref` points at the
 * referenced schema object itself, so recursion is a cycle in this graph and nothing is ever copied.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Where a node stands. `file` is relative to the working directory with `/`; `line` and `column` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** JSON pointer (RFC 6901) of the node within its file. */
  readonly pointer: string;
}

/** Where a reader finds more. */
export interface ExternalDocs {
  readonly url: string;
  readonly description?: string;
}

/** While it is being made. */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export type JsonType = 'null' | 'boolean' | 'object' | 'array' | 'number' | 'integer' | 'string';

/**
 * A JSON Schema 2020-12 schema, keyword by keyword. The OpenAPI 3.0 dialect is translated into it by the reader
 * (`nullable` becomes a type, boolean exclusive bounds become numbers, siblings of `$ref` are dropped).
 */
export interface Schema {
  readonly place: Place;
  /** The component's name, or the name given to an inline schema: a valid PascalCase identifier, unique in the contract. */
  readonly name?: string;
  /** A boolean schema: `true` accepts everything, `false` nothing. */
  readonly boolean?: boolean;
  readonly ref?: Schema;
  readonly types?: readonly JsonType[];
  readonly enum?: readonly Json[];
  /** Values that an open `enum` is known to have: of a schema as its reader takes it, which checks none of them. */
  readonly openEnum?: readonly Json[];
  readonly const?: { readonly value: Json };

  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;

  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly contentEncoding?: string;
  readonly contentMediaType?: string;

  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly contains?: Schema;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;

  readonly properties?: ReadonlyMap<string, Schema>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly patternProperties?: ReadonlyMap<string, Schema>;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: ReadonlyMap<string, readonly string[]>;
  readonly dependentSchemas?: ReadonlyMap<string, Schema>;
  readonly unevaluatedItems?: Schema;
  readonly unevaluatedProperties?: Schema;

  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly discriminator?: Discriminator;

  readonly title?: string;
  readonly description?: string;
  readonly externalDocs?: ExternalDocs;
  readonly default?: { readonly value: Json };
  readonly examples?: readonly Json[];
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly extensions?: ReadonlyMap<string, Json>;
}

export interface Discriminator {
  readonly propertyName: string;
  /** Explicit mapping, then the implicit names of the `oneOf`/`anyOf` members. */
  readonly mapping: ReadonlyMap<string, Schema>;
}

export interface MediaType {
  readonly place: Place;
  /** As written, lower case: `application/json`, `image/*`. */
  readonly mediaType: string;
  readonly schema?: Schema;
  readonly examples: readonly Json[];
  readonly encoding: ReadonlyMap<string, Encoding>;
}

export interface Encoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly headers: ReadonlyMap<string, Header>;
}

export type ParameterStyle =
  | 'matrix'
  | 'label'
  | 'simple'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject';
export type ParameterLocation = 'path' | 'query' | 'header' | 'cookie';

export interface Parameter {
  readonly place: Place;
  readonly name: string;
  readonly in: ParameterLocation;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Exactly one of `schema` and `content` is set. */
  readonly schema?: Schema;
  readonly content?: MediaType;
  readonly description?: string;
  readonly extensions?: ReadonlyMap<string, Json>;
}

export interface Header {
  readonly place: Place;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly explode: boolean;
  readonly schema?: Schema;
  readonly content?: MediaType;
  readonly description?: string;
}

export interface RequestBody {
  readonly place: Place;
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly MediaType[];
}

export interface Response {
  readonly place: Place;
  /** `200`, a range such as `4XX`, or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: ReadonlyMap<string, Header>;
  readonly content: readonly MediaType[];
}

/** One alternative (OR) of a security requirement: every scheme in it is needed (AND), with its scopes. */
export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export interface SecurityScheme {
  readonly place: Place;
  readonly name: string;
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'mutualTLS';
  readonly in?: ParameterLocation;
  /** Name of the header, query parameter or cookie of an `apiKey`. */
  readonly parameterName?: string;
  readonly scheme?: string;
  readonly bearerFormat?: string;
  readonly scopes: ReadonlyMap<string, string>;
}

export type HttpMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

export interface Operation {
  readonly place: Place;
  /** Given, or derived from method and path where the document has none (then `check` warns). */
  readonly operationId: string;
  readonly method: HttpMethod;
  /** As written: `/v1/orders/{orderId}`. */
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** `x-sunset`: an RFC 3339 full-date. */
  readonly sunset?: string;
  readonly externalDocs?: ExternalDocs;
  /** The path item's and the operation's own, the latter winning by (in, name). */
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
  /** Alternatives; an empty list means that no credentials are needed. */
  readonly security: readonly SecurityRequirement[];
  readonly callbacks: readonly Operation[];
  readonly servers: readonly Server[];
  readonly extensions: ReadonlyMap<string, Json>;
}

/** Milliseconds in which 95 of 100 requests of an operation are answered: what its alarm goes by. */
export const latencyExtension = 'x-latency-p95-ms';

/** A `webhooks` entry: the name is the EventBridge detail-type, the JSON request body is the detail. */
export interface EventType {
  readonly place: Place;
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly externalDocs?: ExternalDocs;
  readonly deprecated: boolean;
  readonly detail: Schema;
}

/** What a document says of a tag that its operations may have. */
export interface Tag {
  readonly name: string;
  readonly description?: string;
  readonly externalDocs?: ExternalDocs;
}

export interface Server {
  readonly url: string;
  readonly description?: string;
  readonly variables: ReadonlyMap<string, { readonly default: string; readonly enum?: readonly string[] }>;
}

/** What a scalar is to code: `x-atoll-decode`. `none`: what it is on the wire. */
export type DecodeTarget = 'Date' | 'bigint' | 'string' | 'Uint8Array' | 'brand' | 'none';

/** How codecs and types are made of schemas, beyond what the schemas say. */
export interface CodecOptions {
  /** Whether `format` is checked or, as JSON Schema has it by default, says something to readers alone. */
  readonly formats?: 'assert' | 'annotate';
  /** By format; `false`: nothing is decoded, whatever schemas say. */
  readonly decode?: Readonly<Record<string, DecodeTarget>> | false;
  /** Whether who reads answers and events takes values of enums of strings that it does not know. */
  readonly openEnums?: boolean;
}

export interface Contract {
  /** The document's path, relative to the working directory. */
  readonly file: string;
  /** kebab-case service name: the client package's folder name without `-client`, else from the title. */
  readonly service: string;
  readonly openapi: '3.0' | '3.1';
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly externalDocs?: ExternalDocs;
  readonly servers: readonly Server[];
  /** Those that the document describes, in its order; operations may have others. */
  readonly tags: readonly Tag[];
  /** In document order. */
  readonly operations: readonly Operation[];
  readonly events: readonly EventType[];
  /** Component schemas in document order. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** What schemas are called in code, those included that stand inside of others or of operations. */
  readonly schemaNames: ReadonlySet<string>;
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
  /** What the document, or who compiles it, asks of the code. */
  readonly codecs?: CodecOptions;
}
