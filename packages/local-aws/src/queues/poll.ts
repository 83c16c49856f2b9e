import type { Queue } from './queue.js';
import type { QueueService } from './queue-service.js';

/** Longest delay of setTimeout. */
const maxTimerMs = 2 ** 31 - 1;

/** Those who wait at empty queues. */
export class Waiters {
  readonly #waiting = new Map<Queue, Set<() => void>>();

  /** Wakes all who wait at the queue. They go on after the present commit, as promises do: never inside an `apply`. */
  wake(queue: Queue): void {
    const waiting = this.#waiting.get(queue);
    this.#waiting.delete(queue);
    for (const resume of waiting ?? []) resume();
  }

  wakeAll(): void {
    for (const queue of [...this.#waiting.keys()]) this.wake(queue);
  }

  /** Resolves when something may have become ready, when `until` has come, or when the signal aborts. */
  wait(service: QueueService, queue: Queue, { until, signal }: Deadline): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(queue) ?? new Set();
      this.#waiting.set(queue, waiting);
      const next = Math.min(until, queue.store.nextTimerAt ?? until);
      const delayMs = Math.min(Math.max(0, next - service.now()), maxTimerMs);
      const done = (): void => {
        clearTimeout(timer);
        waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, delayMs);
      waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}

export interface Deadline {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly signal?: AbortSignal | undefined;
}
