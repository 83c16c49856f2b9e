import type { Line, Reservation, StockLevel } from '../gen/schemas.js';

/** Units that change their place; of every SKU, available + reserved + sold stays what was received. */
export type Units = Readonly<Pick<StockLevel, 'available' | 'reserved' | 'sold'>>;

/** A way on for a reservation: it is taken at most once, and none leads back. */
export interface Transition {
  readonly from: Reservation['status'];
  readonly to: Reservation['status'];
  /** What one unit of each line does to the stock. */
  readonly moves: Units;
}

export const commit: Transition = {
  from: 'reserved',
  to: 'committed',
  moves: { available: 0, reserved: -1, sold: 1 },
};
export const release: Transition = {
  from: 'reserved',
  to: 'released',
  moves: { available: 1, reserved: -1, sold: 0 },
};
export const expire: Transition = {
  from: 'reserved',
  to: 'expired',
  moves: { available: 1, reserved: -1, sold: 0 },
};
/** Sold units of an order that was cancelled afterwards. */
export const giveBack: Transition = {
  from: 'committed',
  to: 'returned',
  moves: { available: 1, reserved: 0, sold: -1 },
};
export const reserve: Units = { available: -1, reserved: 1, sold: 0 };

/** How long a reservation waits for its payment. */
export const reservationMs = 15 * 60 * 1000;

/** One line per SKU, by SKU, so that the same wish always looks the same. */
export function mergeLines(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return Array.from(quantities, ([sku, quantity]) => ({ sku, quantity })).sort((a, b) =>
    a.sku < b.sku ? -1 : 1,
  );
}

export function sameLines(a: readonly Line[], b: readonly Line[]): boolean {
  return JSON.stringify(mergeLines(a)) === JSON.stringify(mergeLines(b));
}
