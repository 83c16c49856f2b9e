import type { Entry, Participant } from '@atoll/embedded-dynamodb';

/** The name of asynchronous invocations in the commit log. */
export const invocationsPart = 'invocations';

/** An asynchronous invocation that is not done. */
export interface PendingInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: string;
  readonly traceId?: string;
  readonly clientContext?: string;
  readonly acceptedMs: number;
  /** How often the function has failed on it. */
  readonly failures: number;
  /** It runs no earlier than this. */
  readonly dueMs: number;
}

type Change =
  | { readonly kind: 'queued'; readonly invocation: PendingInvocation }
  | { readonly kind: 'failed'; readonly requestId: string; readonly dueMs: number }
  | { readonly kind: 'done'; readonly requestId: string };

function entry(data: Change): Entry {
  return { part: invocationsPart, data };
}

export const queued = (invocation: Omit<PendingInvocation, 'failures' | 'dueMs'>): Entry =>
  entry({ kind: 'queued', invocation: { ...invocation, failures: 0, dueMs: invocation.acceptedMs } });

export const failed = (requestId: string, dueMs: number): Entry =>
  entry({ kind: 'failed', requestId, dueMs });

export const done = (requestId: string): Entry => entry({ kind: 'done', requestId });

/** The asynchronous invocations that are not done: those that wait, those that run, those that will be tried again. */
export class PendingInvocations implements Participant {
  readonly #pending = new Map<string, PendingInvocation>();
  readonly #onDue: (invocation: PendingInvocation) => void;

  /** `onDue` is told of each one that was queued or is to be tried again. */
  constructor(onDue: (invocation: PendingInvocation) => void) {
    this.#onDue = onDue;
  }

  all(): PendingInvocation[] {
    return Array.from(this.#pending.values());
  }

  apply(data: unknown): void {
    const change = data as Change;
    if (change.kind === 'queued') this.#put(change.invocation);
    else if (change.kind === 'done') this.#pending.delete(change.requestId);
    else {
      const invocation = this.#pending.get(change.requestId);
      if (invocation === undefined) return;
      this.#put({ ...invocation, failures: invocation.failures + 1, dueMs: change.dueMs });
    }
  }

  snapshot(): unknown[] {
    return this.all().map((invocation): Change => ({ kind: 'queued', invocation }));
  }

  #put(invocation: PendingInvocation): void {
    this.#pending.set(invocation.requestId, invocation);
    this.#onDue(invocation);
  }
}
