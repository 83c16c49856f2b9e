import type { CommitLog, Entry } from '@atoll/embedded-dynamodb';
import { AwsError, type Queues } from '../parts.js';
import type { Outcome } from './function-error.js';
import { StoppedError } from './function-pool.js';
import { done, failed, invocationsPart, type PendingInvocation, PendingInvocations } from './invocations.js';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const maximumAgeMs = 6 * 3600_000;
export const lambdaRetryDelaysMs: readonly number[] = [60_000, 120_000];
const firstThrottleDelayMs = 1000;
const maximumThrottleDelayMs = 5 * 60_000;

/** setTimeout takes no longer delay. */
const maximumTimerMs = 2 ** 31 - 1;

export interface RunnerOptions {
  readonly log: CommitLog;
  readonly queues: Pick<Queues, 'enqueue'>;
  readonly now: () => number;
  /** How long after its first and each later failure an invocation is tried again; one entry for each retry. */
  readonly retryDelaysMs: readonly number[];
  readonly deadLetterArnOf: (functionArn: string) => string | undefined;
  /** Errors: those of `Functions.invoke`. */
  readonly invoke: (invocation: PendingInvocation) => Promise<Outcome>;
  /** Told of an invocation of a function that the templates no longer have. */
  readonly onWaiting: (invocation: PendingInvocation) => void;
  /** Told of an invocation that has failed for good without a dead-letter queue. */
  readonly onLost: (invocation: PendingInvocation, why: string) => void;
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
    const { now, invoke } = this.#options;
    if (now() - invocation.acceptedMs > maximumAgeMs) {
      this.#giveUp(invocation, { code: 429, message: 'Rate Exceeded.' });
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
    const { log, now, retryDelaysMs } = this.#options;
    const delayMs = retryDelaysMs[invocation.failures];
    if (outcome.functionError === undefined) log.commit([done(invocation.requestId)]);
    else if (delayMs !== undefined) log.commit([failed(invocation.requestId, now() + delayMs)]);
    else this.#giveUp(invocation, { code: 200, message: errorMessageOf(outcome.payload) });
  }

  /** The dead-letter queue has it in the same record that ends it: it is never in both places, nor in none. */
  #giveUp(invocation: PendingInvocation, why: { code: number; message: string }): void {
    const { log, queues, deadLetterArnOf, onLost } = this.#options;
    const deadLetterArn = deadLetterArnOf(invocation.functionArn);
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
    log.commit([done(invocation.requestId), ...letters]);
    if (deadLetterArn === undefined) onLost(invocation, why.message);
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
