import type * as t from 'io-ts';
import type { HeaderFormat } from '../codec/header.js';
import type { BodyFormat, ItemsFormat } from '../codec/media-type.js';
import type { MultipartFormat } from '../codec/multipart.js';
import type { FormEncodings } from './form.js';
import type { ParameterFormat } from './serialize.js';

/** How a call shows who asks, by one scheme of the contract. */
export interface CredentialFormat {
  /** The scheme's name, under which the client's `auth` gives the credential. */
  readonly name: string;
  /** `bearer`: also OAuth 2 and OpenID Connect; `http`: any other scheme of the Authorization header; `tls`: none. */
  readonly kind: 'bearer' | 'basic' | 'http' | 'apiKey' | 'tls';
  /** Of an `http` scheme: its name, as it begins the header. */
  readonly scheme?: string;
  /** Of an API key: where it goes. */
  readonly in?: 'header' | 'query' | 'cookie';
  readonly parameter?: string;
  readonly scopes: readonly string[];
}

/** What the contract says of an operation, as far as a client needs it. */
export interface OperationFormat {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** GET, PUT, DELETE and writes with an Idempotency-Key: asking twice does no more than asking once. */
  readonly repeatable: boolean;
  readonly deprecated?: boolean;
  /** Alternatives, each of which needs all that it names; empty: no credentials are needed. */
  readonly security: readonly (readonly CredentialFormat[])[];
  readonly parameters: readonly ParameterFormat[];
  /** Media types of the request body, the first being the default. */
  readonly body: readonly string[];
  /** By media type, where code gives another value than goes over the wire. */
  readonly bodyCodecs?: Readonly<Record<string, t.Mixed>>;
  /** Of an `application/x-www-form-urlencoded` body. */
  readonly form?: FormEncodings;
  readonly multipart?: MultipartFormat;
  /** Codecs by status (`200`, `4XX`, `default`), then by media type; null where there is no schema. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, BodyFormat | ItemsFormat>>>>;
  /** Of the answers, by status, where the contract declares any. */
  readonly headers?: Readonly<Record<string, readonly HeaderFormat[]>>;
}
