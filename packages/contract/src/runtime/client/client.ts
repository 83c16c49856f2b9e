import type * as t from 'io-ts';
import type { FormEncodings } from './form.js';
import { type BreakerOptions, newResilience, type Resilience, type RetryOptions } from './resilience.js';
import type { ParameterFormat } from './serialize.js';

export interface ClientOptions {
  /** Where the service is, without a trailing slash: `https://api.example.com`. */
  readonly baseUrl: string;
  /** The platform's unless told. */
  readonly fetch?: typeof fetch;
  /** Of one attempt; 5000 unless told. */
  readonly timeoutMs?: number;
  readonly retries?: RetryOptions;
  readonly breaker?: BreakerOptions;
  /** Gives the bearer token of a call. */
  readonly auth?: () => string | Promise<string>;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Options with what the client has learned; made once per server, shared by all calls. */
export interface Client extends ClientOptions {
  readonly resilience: Resilience;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Epoch milliseconds after which nobody waits for the answer: bounds attempts and retries together. */
  readonly deadline?: number;
  /** W3C trace context to pass on. */
  readonly traceparent?: string;
  readonly timeoutMs?: number;
}

/** What the contract says of an operation, as far as a client needs it. */
export interface OperationFormat {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** GET, PUT, DELETE and writes with an Idempotency-Key: asking twice does no more than asking once. */
  readonly repeatable: boolean;
  readonly secured: boolean;
  readonly parameters: readonly ParameterFormat[];
  /** Media types of the request body, the first being the default. */
  readonly body: readonly string[];
  /** Of an `application/x-www-form-urlencoded` body. */
  readonly form?: FormEncodings;
  /** Codecs by status (`200`, `4XX`, `default`), then by media type; null where there is no schema. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, t.Mixed | null>>>>;
}

export function createClient(options: ClientOptions): Client {
  return { ...options, baseUrl: options.baseUrl.replace(/\/+$/, ''), resilience: newResilience() };
}
