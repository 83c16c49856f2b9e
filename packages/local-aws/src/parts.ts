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
  /** `Event` resolves once the event is queued. */
  readonly type: 'RequestResponse' | 'Event';
  /** `X-Amzn-Trace-Id` to pass on. */
  readonly traceId?: string;
}

export interface InvokeResult {
  /** The function's JSON answer, or its error object when `functionError` is set; empty for `Event`. */
  readonly payload: string;
  readonly functionError?: 'Handled' | 'Unhandled';
  readonly requestId: string;
  readonly durationMs: number;
}

/** Errors: AwsError TooManyRequestsException (429) at the concurrency limit, ResourceNotFoundException (404). */
export interface Functions {
  invoke(functionArn: string, payload: string, options: InvokeOptions): Promise<InvokeResult>;
  close(): Promise<void>;
}

export interface QueueMessage {
  readonly body: string;
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
  receive(
    queueArn: string,
    options: { maxMessages: number; waitS: number; visibilityTimeoutS?: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]>;
  remove(queueArn: string, receiptHandles: readonly string[]): void;
  changeVisibility(queueArn: string, receiptHandle: string, timeoutS: number): void;
  close(): void;
}

export interface Bus {
  /** One EventBridge API action on decoded JSON (`PutEvents` …). Throws AwsError. */
  call(action: string, input: unknown): Promise<unknown>;
  close(): void;
}

export interface Mappings {
  list(): readonly EventSourceMappingSpec[];
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
