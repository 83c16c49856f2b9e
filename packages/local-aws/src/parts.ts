/** What the parts which play AWS services offer one another; `main.ts` makes and joins them. */
import type { Entry } from '@atoll/embedded-dynamodb';
import type { EventSourceMappingSpec, Place } from './system.js';

/** An error of an AWS API: `code` is the service's own name (`ResourceNotFoundException`), answered with `statusCode`. */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    code: string,
    message: string,
    options: { statusCode?: number; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.details = options.details ?? {};
  }
}

/** A problem that keeps local-aws from starting; printed as `file:line:column CODE what`, with why and what to do. */
export interface StartProblem {
  readonly place?: Place;
  /** In kebab-case, whichever part tells it. */
  readonly code: string;
  readonly what: string;
  readonly remedy: string;
}

/** Thrown by whatever finds start problems, with all of them. */
export class StartError extends Error {
  readonly problems: readonly StartProblem[];
  constructor(problems: readonly StartProblem[]) {
    super(problems.map((each) => each.what).join('\n'));
    this.name = 'StartError';
    this.problems = problems;
  }
}

export interface InvokeOptions {
  /** `X-Amzn-Trace-Id` to pass on. */
  readonly traceId?: string;
}

export interface InvokeResult {
  /** The function's JSON answer, or its error object when `functionError` is set. */
  readonly payload: string;
  readonly functionError?: 'Handled' | 'Unhandled';
  readonly requestId: string;
  readonly durationMs: number;
}

export interface Functions {
  /**
   * Invokes and waits (`RequestResponse`). Errors: AwsError TooManyRequestsException (429) at the concurrency limit,
   * ResourceNotFoundException (404).
   */
  invoke(functionArn: string, payload: string, options: InvokeOptions): Promise<InvokeResult>;
  /**
   * Entries that queue an asynchronous invocation (`Event`) once committed: whoever acknowledges something that must
   * reach the function commits both in one record. It is then retried twice and ends in the dead-letter queue.
   */
  enqueue(functionArn: string, payload: string, options: InvokeOptions): readonly Entry[];
  /** One request of Lambda's REST API (`POST /2015-03-31/functions/{name}/invocations` …), errors answered as Lambda does. */
  call(request: RestRequest): Promise<RestResponse>;
  start(): void;
  close(): Promise<void>;
}

export interface RestRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface RestResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface QueueMessage {
  readonly body: string;
  /** The `AWSTraceHeader` system attribute. */
  readonly traceHeader?: string;
  readonly messageAttributes?: Readonly<Record<string, unknown>>;
  readonly messageGroupId?: string;
  readonly deduplicationId?: string;
  readonly delayS?: number;
}

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  readonly md5OfBody: string;
}

export interface Queues {
  /** One SQS API action on decoded JSON (`SendMessage`, `ReceiveMessage` …). Throws AwsError. */
  call(action: string, input: unknown): Promise<unknown>;
  /** Entries that enqueue a message once committed: lets a sender enqueue in the same record as its own change. */
  enqueue(queueArn: string, message: QueueMessage): readonly Entry[];
  receive(queueArn: string, options: ReceiveOptions): Promise<ReceivedMessage[]>;
  /** Removes messages for good; resolves when that is durable. */
  remove(queueArn: string, receiptHandles: readonly string[]): Promise<void>;
  changeVisibility(queueArn: string, receiptHandle: string, timeoutS: number): void;
  start(): void;
  close(): void;
}

export interface ReceiveOptions {
  readonly maxMessages: number;
  readonly waitS: number;
  readonly visibilityTimeoutS?: number;
  readonly signal?: AbortSignal;
}

export interface Bus {
  /** One EventBridge API action on decoded JSON (`PutEvents` …). Throws AwsError. */
  call(action: string, input: unknown): Promise<unknown>;
  start(): void;
  close(): void;
}

/** SSM parameters. */
export interface Parameters {
  call(action: string, input: unknown): Promise<unknown>;
}

/** Plays Cognito: signs tokens and publishes the keys that they are verified with. */
export interface Issuer {
  /** A JWT access token. `scopes` are separated by blanks in its `scope` claim. */
  token(claims: { sub: string; scopes: readonly string[]; expiresInS?: number }): Promise<string>;
  /** Requests below the issuer's path: `/.well-known/jwks.json`, `/.well-known/openid-configuration`, `/oauth2/token`. */
  handle(request: RestRequest): Promise<RestResponse>;
}

export interface Mappings {
  list(): readonly EventSourceMappingSpec[];
  start(): void;
  close(): Promise<void>;
}

/** Lines of output as a person reads them; errors are printed at once and stand out. */
export interface Output {
  request(line: {
    method: string;
    path: string;
    status: number;
    durationMs: number;
    functionName?: string;
  }): void;
  event(line: {
    kind: 'event' | 'queue' | 'stream' | 'schedule';
    name: string;
    to: string;
    outcome: string;
    durationMs: number;
  }): void;
  log(functionName: string, text: string): void;
  error(what: string, detail?: string): void;
}
