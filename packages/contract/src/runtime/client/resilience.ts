/** What a client has learned about its server: how much it may retry, and whether it asks at all. */
export interface Resilience {
  /** Tokens of the retry budget. */
  retryTokens: number;
  failuresInRow: number;
  /** Epoch milliseconds until which the circuit is open. */
  openUntil: number;
}

export interface RetryOptions {
  /** Attempts after the first; 2 unless told. */
  readonly max?: number;
  /** Retries as a share of calls; 0.1 unless told, so that an outage gets at most a tenth of extra load. */
  readonly budget?: number;
  /** Upper bound of the first pause; it doubles with each attempt; 50 ms unless told. */
  readonly baseDelayMs?: number;
}

export interface BreakerOptions {
  /** Failures in a row that open the circuit. */
  readonly failures: number;
  /** How long no call is made before one tries again. */
  readonly openMs: number;
}

const reserveTokens = 3;

/** A client begins with a small reserve, so that its very first calls can be retried too. */
export function newResilience(): Resilience {
  return { retryTokens: reserveTokens, failuresInRow: 0, openUntil: 0 };
}

/** Each call earns the budget's share of one retry, up to ten in reserve. */
export function earn(state: Resilience, options: RetryOptions): void {
  state.retryTokens = Math.min(state.retryTokens + (options.budget ?? 0.1), 10);
}

/** Takes the price of one retry; false when the budget is spent. */
export function spend(state: Resilience): boolean {
  if (state.retryTokens < 1) return false;
  state.retryTokens -= 1;
  return true;
}

/** A pause between 0 and the attempt's bound, evenly spread ("full jitter"), in milliseconds. */
export function pauseMs(attempt: number, options: RetryOptions): number {
  return Math.random() * (options.baseDelayMs ?? 50) * 2 ** attempt;
}

/** Once its time is over an open circuit lets one call through; the others wait for what becomes of it. */
export function isOpen(state: Resilience, { failures, openMs }: BreakerOptions): boolean {
  const now = Date.now();
  if (now < state.openUntil) return true;
  if (state.failuresInRow >= failures) state.openUntil = now + openMs;
  return false;
}

/** Counts an outcome; the failure that reaches the limit opens the circuit, and so does one that tried a half-open one. */
export function count(state: Resilience, ok: boolean, breaker: BreakerOptions | undefined): void {
  state.failuresInRow = ok ? 0 : state.failuresInRow + 1;
  if (ok) state.openUntil = 0;
  if (breaker !== undefined && state.failuresInRow >= breaker.failures)
    state.openUntil = Date.now() + breaker.openMs;
}
