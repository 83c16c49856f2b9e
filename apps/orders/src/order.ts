import { createHash } from 'node:crypto';
import type { Price } from '@atoll/catalog-client';
import type { CancellationReason, Line, Order, PricedLine } from '../gen/schemas.js';

/** An order with whose it is, which the order's own customer need not be told. */
export interface StoredOrder extends Order {
  readonly customerId: string;
}

/**
 * The order's identity follows from who places it under which key: a request that is sent again after a crash finds
 * the order and the reservation that the first one made.
 */
export function orderIdOf(customerId: string, idempotencyKey: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([customerId, idempotencyKey]))
    .digest('hex');
  return `ord_${hash.slice(0, 32)}`;
}

/** One line per SKU, in the order of their first mention. */
export function mergeLines(lines: readonly Line[]): Line[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return Array.from(quantities, ([sku, quantity]) => ({ sku, quantity }));
}

/** Units of one product in an order; what one line may have, and so several of them together. */
export const mostUnits = 99;

/** Lines at the catalog's prices, their sum and their currency; undefined when the currencies differ. */
export function priceLines(
  lines: readonly Line[],
  prices: readonly Price[],
): { lines: PricedLine[]; totalCents: number; currency: string } | undefined {
  const bySku = new Map(prices.map(({ sku, price }) => [sku, price]));
  const priced = lines.map(({ sku, quantity }) => {
    const price = bySku.get(sku);
    if (price === undefined) throw new Error(`the catalog gave no price of ${sku}`);
    return { sku, quantity, unitPriceCents: price.amount, currency: price.currency };
  });
  const [currency, ...others] = new Set(priced.map((line) => line.currency));
  if (currency === undefined || others.length > 0) return undefined;
  return {
    lines: priced.map(({ sku, quantity, unitPriceCents }) => ({ sku, quantity, unitPriceCents })),
    totalCents: priced.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0),
    currency,
  };
}

/** Why an order ends, as it is kept. */
export interface Cancellation {
  readonly reason: CancellationReason;
  /** What the payment provider said. */
  readonly detail?: string;
  readonly at: Date;
}

/** States that an order may be cancelled from, by why: what was paid for is only cancelled by its customer. */
export function cancellableFrom(reason: CancellationReason): readonly Order['status'][] {
  return reason === 'cancelled_by_customer' ? ['pending', 'confirmed'] : ['pending'];
}

/** What a customer sees of it. */
export function orderOf({ customerId: _customerId, ...order }: StoredOrder): Order {
  return order;
}
