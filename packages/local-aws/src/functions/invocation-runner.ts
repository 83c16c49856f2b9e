import type { CommitLog, Entry } from '@atoll/embedded-dynamodb';
import { AwsError, type Queues } from '../parts.js';
import type { EventInvokeSpec } from '../system.js';
import type { Outcome } from './function-error.js';
import { StoppedError } from './function-pool.js';
import { type Condition, invocationRecord } from './invocation-record.js';
import { done, failed, invocationsPart, type PendingInvocation, PendingInvocations } from './invocations.js';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const maximumAgeS = 6 * 3600;
export const lambdaRetryDelaysMs: readonly number[] = [60_000, 120_000];
const firstThrottleDelayMs = 1000;
const maximumThrottleDelayMs = 5 * 60_000;

/** setTimeout takes no longer delay. */
const maximumTimerMs = 2 ** 31 - 1;

/** What a function says of its asynchronous invocations. */
export interface AsyncSettings extends EventInvokeSpec {
  readonly deadLetterArn?: string;
}

export interface RunnerOptions {
  readonly log: CommitLog;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly now: () => number;
  /** How long after its first and each later failure an invocation is tried again; one entry for each retry. */
  readonly retryDelaysMs: readonly number[];
  readonly settingsOf: (functionArn: string) => AsyncSettings;
  /** Entries that hand a record to a destination, a queue or function. */
  readonly sendTo: (destinationArn: string, record: string) => readonly Entry[];
  /** Errors: those of `Functions.invoke`. */
  readonly invoke: (invocation: PendingInvocation) => Promise<Outcome>;
  /** Told of an invocation of a function that the templates no longer have. */
  readonly onWaiting: (invocation: PendingInvocation) => void;
  /** Told of an invocation that has failed for good without a dead-letter queue. */
  readonly onLost: (invocation: PendingInvocation, why: string) => void;
}

interface Ended {
  readonly condition: Condition;
  readonly outcome?: Outcome;
}

/** Runs asynchronous invocations as Lambda does, and keeps what it owes in the commit log. */
export class InvocationRunner {
  readonly #options: RunnerOptions;
  readonly #pending: PendingInvocations;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #isRunning = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#pending = new PendingInvocations((invocation) => this.#schedule(invocation, invocation.dueMs));
    options.log.join(invocationsPart, this.#pending);
  }

  start(): void {
    this.#isRunning = true;
    for (const invocation of this.#pending.all()) this.#schedule(invocation, invocation.dueMs);
  }

  close(): void {
    this.#isRunning = false;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #schedule(invocation: PendingInvocation, atMs: number, throttles = 0): void {
    if (!this.#isRunning) return;
    const delayMs = Math.min(Math.max(0, atMs - this.#options.now()), maximumTimerMs);
    const timer = setTimeout(() => void this.#run(invocation, throttles), delayMs);
    this.#timers.set(invocation.requestId, timer);
  }

  async #run(invocation: PendingInvocation, throttles: number): Promise<void> {
    this.#timers.delete(invocation.requestId);
    const { now, invoke, settingsOf } = this.#options;
    const { maximumEventAgeS = maximumAgeS } = settingsOf(invocation.functionArn);
    if (now() - invocation.acceptedMs > maximumEventAgeS * 1000) {
      this.#giveUp(invocation, { code: 429, message: 'Rate Exceeded.', condition: 'EventAgeExceeded' });
      return;
    }
    let outcome: Outcome;
    try {
      outcome = await invoke(invocation);
    } catch (error) {
      this.#refused(invocation, throttles, error);
      return;
    }
    if (this.#isRunning) this.#conclude(invocation, outcome);
  }

  /** No process has seen the event. It is in the log: what cannot run now runs after a later start. */
  #refused(invocation: PendingInvocation, throttles: number, error: unknown): void {
    if (error instanceof StoppedError) return;
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ResourceNotFoundException') {
      this.#options.onWaiting(invocation);
      return;
    }
    const delayMs = Math.min(firstThrottleDelayMs * 2 ** throttles, maximumThrottleDelayMs);
    this.#schedule(invocation, this.#options.now() + delayMs, throttles + 1);
  }

  #conclude(invocation: PendingInvocation, outcome: Outcome): void {
    const { log, now, retryDelaysMs, settingsOf } = this.#options;
    const { maximumRetryAttempts = retryDelaysMs.length } = settingsOf(invocation.functionArn);
    const delayMs = retryDelaysMs.slice(0, maximumRetryAttempts)[invocation.failures];
    if (outcome.functionError === undefined)
      log.commit([
        done(invocation.requestId),
        ...this.#toDestination(invocation, { condition: 'Success', outcome }),
      ]);
    else if (delayMs !== undefined) log.commit([failed(invocation.requestId, now() + delayMs)]);
    else {
      const message = errorMessageOf(outcome.payload);
      this.#giveUp(invocation, { code: 200, message, condition: 'RetriesExhausted', outcome });
    }
  }

  #toDestination(invocation: PendingInvocation, ended: Ended): readonly Entry[] {
    const { now, settingsOf, sendTo } = this.#options;
    const { onSuccessArn, onFailureArn } = settingsOf(invocation.functionArn);
    const arn = ended.condition === 'Success' ? onSuccessArn : onFailureArn;
    return arn === undefined ? [] : sendTo(arn, invocationRecord(invocation, { ...ended, now: now() }));
  }

  /** Dead-letter queue and destination have it in the record that ends it: it is never in both places, nor in none. */
  #giveUp(invocation: PendingInvocation, why: Ended & { code: number; message: string }): void {
    const { log, queues, settingsOf, onLost } = this.#options;
    const { deadLetterArn } = settingsOf(invocation.functionArn);
    const letters: readonly Entry[] =
      deadLetterArn === undefined
        ? []
        : queues.enqueue(deadLetterArn, {
            body: invocation.payload,
            messageAttributes: {
              RequestID: { DataType: 'String', StringValue: invocation.requestId },
              ErrorCode: { DataType: 'Number', StringValue: String(why.code) },
              ErrorMessage: { DataType: 'String', StringValue: why.message.slice(0, 1024) || '-' },
            },
          });
    const records = this.#toDestination(invocation, why);
    log.commit([done(invocation.requestId), ...letters, ...records]);
    if (letters.length === 0 && records.length === 0) onLost(invocation, why.message);
  }
}

function errorMessageOf(payload: string): string {
  try {
    const error: unknown = JSON.parse(payload);
    if (typeof error === 'object' && error !== null && 'errorMessage' in error)
      return String(error.errorMessage);
  } catch {
    // A runtime may report an error as it likes; the text itself is all there is.
  }
  return payload;
}
