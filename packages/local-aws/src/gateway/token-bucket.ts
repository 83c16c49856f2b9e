import type { Throttle } from '../system.js';

/**
 * API Gateway's throttle: a request takes a token of a bucket that holds `burstLimit` of them and is filled again by
 * `rateLimit` a second ("Throttle requests to your REST APIs").
 */
export class TokenBucket {
  readonly #throttle: Throttle;
  #tokens: number;
  #filledAtMs: number;

  constructor(throttle: Throttle, nowMs: number) {
    this.#throttle = throttle;
    this.#tokens = throttle.burstLimit;
    this.#filledAtMs = nowMs;
  }

  /** Whether there is one; it is gone then. */
  take(nowMs: number): boolean {
    const { rateLimit, burstLimit } = this.#throttle;
    const seconds = Math.max(0, nowMs - this.#filledAtMs) / 1000;
    this.#tokens = Math.min(burstLimit, this.#tokens + seconds * rateLimit);
    this.#filledAtMs = Math.max(nowMs, this.#filledAtMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
