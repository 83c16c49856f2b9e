import type { Tables } from '@atoll/embedded-dynamodb';
import type { ApiKeyActions } from '../gateway/api-key-actions.js';
import type { Bus, Functions, Issuer, Parameters, RestResponse } from '../parts.js';
import type { Topics } from '../topics/create-topics.js';
import type { ApiError } from './api-error.js';
import type { AwsRequest } from './aws-request.js';

/** How a kind of request is answered, and how its client reads an error. */
export interface Route {
  readonly handle: (request: AwsRequest) => Promise<RestResponse>;
  readonly fail: (request: AwsRequest, error: ApiError) => RestResponse;
}

export interface EndpointParts {
  readonly queues: { call(action: string, input: unknown, signal?: AbortSignal): Promise<unknown> };
  readonly bus: Pick<Bus, 'call'>;
  readonly functions: Pick<Functions, 'call'>;
  readonly parameters: Parameters;
  readonly apiKeys: ApiKeyActions;
  readonly topics: Pick<Topics, 'call'>;
  readonly issuer: Pick<Issuer, 'handle'>;
  /** Path of the token issuer, without a slash at its end: `/issuer`. */
  readonly issuerPath: string;
  /** Of the caller whom STS names. */
  readonly accountId?: string;
  /** Whom STS names; the account's root unless told. */
  readonly callerArn?: string;
}

/** All that one caller reaches through the endpoint. */
export interface ServedParts extends EndpointParts {
  readonly tables: Tables;
}
