/** One attempt at an operation under an idempotency key. */
export interface IdempotencyScope {
  /** `sub` of the caller; empty where the operation needs no credentials. */
  readonly caller: string;
  readonly operationId: string;
  readonly key: string;
  /** Hash of method, path, query and canonical body: tells the same request from another one under the same key. */
  readonly fingerprint: string;
  /** Unique to this attempt: only the attempt that began may complete or abandon. */
  readonly attempt: string;
  /** Epoch milliseconds at which this invocation is dead: from then on its unfinished record may be taken over. */
  readonly deadline: number;
}

/** What is replayed byte for byte. */
export interface StoredAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/**
 * `begun`: this attempt does the work; `replay`: it has been done and this was the answer; `in flight`: another
 * attempt is at it; `mismatch`: the key was used for another request.
 */
export type Begun =
  | { readonly state: 'begun' }
  | { readonly state: 'replay'; readonly answer: StoredAnswer }
  | { readonly state: 'in flight' }
  | { readonly state: 'mismatch' };

/** Remembers for 24 hours which keys were used and what was answered. */
export interface IdempotencyStore {
  begin(scope: IdempotencyScope): Promise<Begun>;
  complete(scope: IdempotencyScope, answer: StoredAnswer): Promise<void>;
  abandon(scope: IdempotencyScope): Promise<void>;
}
