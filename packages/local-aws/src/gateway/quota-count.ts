import type { Quota } from '../system.js';

const dayMs = 24 * 60 * 60 * 1000;
/** From the epoch, a Thursday, to the first Sunday. */
const firstSundayMs = 3 * dayMs;

/** When the period began that `nowMs` belongs to: at midnight UTC, a week on Sunday, a month on its first day. */
export function periodStart(period: Quota['period'], nowMs: number): number {
  if (period === 'DAY') return Math.floor(nowMs / dayMs) * dayMs;
  if (period === 'WEEK') return Math.floor((nowMs - firstSundayMs) / (7 * dayMs)) * 7 * dayMs + firstSundayMs;
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
}

/** Requests of one key under a quota, which begins anew with each period. */
export class QuotaCount {
  readonly #quota: Quota;
  #periodMs = Number.NEGATIVE_INFINITY;
  #used = 0;

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  /** Whether one more is allowed; it counts then. */
  take(nowMs: number): boolean {
    const periodMs = periodStart(this.#quota.period, nowMs);
    if (periodMs !== this.#periodMs) this.#used = 0;
    this.#periodMs = periodMs;
    if (this.#used >= this.#quota.limit) return false;
    this.#used += 1;
    return true;
  }
}
