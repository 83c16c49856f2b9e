import type { AnyCodec } from '../codec/codec.js';
import type { HeaderFormat } from '../codec/header.js';
import type { BodyFormat } from '../codec/media-type.js';
import type { FileBytes, MultipartFormat } from '../codec/multipart.js';
import type { Shape } from '../codec/shape.js';
import type { SchemeFormat } from './credentials.js';
import type { FormFormat } from './form.js';
import type { ParameterSource } from './parameters.js';

export type { PartWithHeaders } from '../codec/multipart.js';
export type { Status, StatusRange } from '../codec/status.js';

/** A body of bytes, to answer with or as it came. */
export type BinaryBody = Uint8Array;

/** A file of a multipart body. */
export type FilePart = FileBytes;

/** Headers of an answer that the contract does not name; an array is several `Set-Cookie`, or one list. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>;

/** Who calls: what the verified credentials say. */
export interface Caller {
  readonly sub: string;
  readonly scopes: readonly string[];
}

/** What a handler may know of the call that it answers. */
export interface Call {
  readonly operationId: string;
  readonly requestId: string;
  /** Absent where the operation needs no credentials. */
  readonly caller?: Caller;
  /** W3C trace context to pass on. */
  readonly traceparent: string;
  /** Epoch milliseconds after which nobody waits for the answer. */
  readonly deadline: number;
  /** The media type of a success that the caller likes best; absent where no success has a body. */
  readonly accepted?: string;
}

/** An operation's decoded request and its declared answers, as the generated `Contract` has them. */
export interface OperationShape {
  readonly request: object;
  readonly response: { readonly status: number };
}

/** Gets decoded input and returns a declared answer; it throws only bugs and outages. */
export type Handler<O extends OperationShape, Context> = (
  request: O['request'] & { readonly call: Call },
  context: Context,
) => Promise<O['response']>;

/** One handler per operation; homomorphic, so that an editor leads from handler to contract and back. */
export type Handlers<Contract extends { readonly [K in keyof Contract]: OperationShape }, Context> = {
  readonly [K in keyof Contract]: Handler<Contract[K], Context>;
};

export interface ServedParameter extends ParameterSource {
  readonly group: 'path' | 'query' | 'headers' | 'cookies';
  readonly required: boolean;
  readonly codec: AnyCodec | null;
  /** What else its text may stand for, where the codec refuses what `shape` makes of it. */
  readonly shapes?: readonly Shape[];
  /** Stands in where the request has none (JSON Schema: `default`). */
  readonly default?: unknown;
  /** Its value must not be logged. */
  readonly secret?: boolean;
}

export interface ServedOperation {
  readonly operationId: string;
  /** Alternatives; each names the schemes that it needs, with their scopes. Empty: no credentials are needed. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly ServedParameter[];
  readonly body: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, BodyFormat>>;
    /** Of an `application/x-www-form-urlencoded` body. */
    readonly form?: FormFormat;
    readonly multipart?: MultipartFormat;
    /** `x-max-body-bytes`; 1 MiB unless told. */
    readonly maxBytes?: number;
  } | null;
  readonly responses: Readonly<Record<string, Readonly<Record<string, BodyFormat>>>>;
  /** Of the answers, by status, where the contract declares any. */
  readonly headers?: Readonly<Record<string, readonly HeaderFormat[]>>;
  readonly deprecated: boolean;
  /** `x-deprecated-at`, an RFC 3339 full-date. */
  readonly deprecatedAt?: string;
  /** RFC 3339 full-date. */
  readonly sunset: string | null;
  /** `x-successor`: path or URL of what is to be called instead. */
  readonly successor?: string;
}

/** Methods of a path, and the values of its parameters still percent-encoded. */
export interface Route {
  readonly methods: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
}

/** The operation table of a service; `Contract` is what its handlers are checked against. */
export interface ServedContract<Contract> {
  readonly service: string;
  readonly version: string;
  /** Names of properties and parameters that are secret (`format: password`, `writeOnly`). */
  readonly secrets?: readonly string[];
  /** How the schemes of `security` show who calls, by name. */
  readonly schemes?: Readonly<Record<string, SchemeFormat>>;
  readonly route: (segments: readonly string[]) => Route | undefined;
  readonly operations: { readonly [K in keyof Contract]: ServedOperation };
}
