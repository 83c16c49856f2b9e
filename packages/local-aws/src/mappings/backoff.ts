/** Doubles from 100 ms and stays at 10 s: short enough to see a mended function picked up while one works on it. */
export function backoffMs(attempt: number): number {
  return Math.min(10_000, 100 * 2 ** Math.max(0, attempt - 1));
}
