import type { RestRequest } from '../parts.js';

/** A request that has been read, with what its answer needs. */
export interface AwsRequest extends RestRequest {
  /** Without the query. */
  readonly path: string;
  readonly requestId: string;
  /** Aborts when the client goes before it was answered. */
  readonly signal: AbortSignal;
}
