import type { FileBytes } from '../codec/multipart.js';
import type { Auth } from './auth.js';
import type { ClientError } from './client-error.js';
import { type BreakerOptions, newResilience, type Resilience, type RetryOptions } from './resilience.js';

export type { PartWithHeaders } from '../codec/multipart.js';
export type { Status, StatusRange } from '../codec/status.js';
export type { OperationFormat } from './operation-format.js';

/** A body of bytes; a stream is sent as it comes, and so never asked twice. */
export type BinaryBody = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array>;

/** A file in a multipart body; a `File` tells its name and type itself. */
export type FilePart = Blob | Uint8Array<ArrayBuffer> | FileBytes;

/** Answers in the place of a service that does not, by operationId. */
export type Fallbacks = Readonly<
  Record<string, ((request: never, error: ClientError) => unknown) | undefined>
>;

export interface ClientOptions {
  /** Where the service is, without a trailing slash: `https://api.example.com`. */
  readonly baseUrl: string;
  /** The platform's unless told. */
  readonly fetch?: typeof fetch;
  /** Of one attempt; 5000 unless told. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  readonly breaker?: BreakerOptions;
  /** Gives the credential of a call: one for all schemes of the contract, or one for each by its name. */
  readonly auth?: Auth;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Told once of each deprecated operation that is called; `console.warn` unless told. */
  readonly warn?: (message: string) => void;
  /** Asked when a call ends in a ClientError. */
  readonly fallbacks?: Fallbacks;
}

/** Options with what the client has learned; made once per server, shared by all calls. */
export interface Client extends ClientOptions {
  readonly resilience: Resilience;
  /** Operations whose deprecation has been told. */
  readonly warned: Set<string>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Epoch milliseconds after which nobody waits for the answer: bounds attempts and retries together. */
  readonly deadline?: number;
  /** W3C trace context to pass on. */
  readonly traceparent?: string;
  readonly timeoutMs?: number;
  /** Media types that the answer may be of, as an `Accept` header; all that the contract has unless told. */
  readonly accept?: string;
}

export function createClient(options: ClientOptions): Client {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  return { ...options, baseUrl, resilience: newResilience(), warned: new Set() };
}
