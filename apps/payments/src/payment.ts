import type { Payment } from '../gen/schemas.js';

/** A payment with what decides how it goes on. */
export interface StoredPayment extends Payment {
  readonly customerId: string;
  readonly paymentMethod: string;
  /** Identity at the provider, once there is one. */
  readonly intentId?: string;
  /** The order's units have left the stock: the amount may be taken. */
  readonly stockCommitted: boolean;
  /** The order was cancelled: whatever was held or taken goes back. */
  readonly cancelRequested: boolean;
  /** Goes up with every change; a writer that has seen an older one is refused. */
  readonly version: number;
}

/** What is to be asked of the provider next. */
export type Step = 'authorize' | 'void' | 'capture' | 'refund';

/**
 * The next step of a payment; undefined when it waits for an event or has ended. A payment that was asked for is
 * authorised even if its order is cancelled by now: only so is it known what there is to let go of.
 */
export function nextStep({ status, cancelRequested, stockCommitted }: StoredPayment): Step | undefined {
  if (status === 'authorizing') return 'authorize';
  if (status === 'authorized' && cancelRequested) return 'void';
  if (status === 'authorized' && stockCommitted) return 'capture';
  if (status === 'captured' && cancelRequested) return 'refund';
  return undefined;
}

/** A payment of an order that was cancelled before it was known here: nothing will ever be asked of the provider. */
export function neverPaid(orderId: string, customerId: string, now: Date): StoredPayment {
  const at = now.toISOString();
  return {
    orderId,
    customerId,
    paymentMethod: '',
    status: 'voided',
    amountCents: 0,
    // ISO 4217: no currency is involved.
    currency: 'XXX',
    stockCommitted: false,
    cancelRequested: true,
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
}

/** What a customer sees of it. */
export function paymentOf(stored: StoredPayment): Payment {
  const { orderId, status, amountCents, currency, declineCode, createdAt, updatedAt } = stored;
  return {
    orderId,
    status,
    amountCents,
    currency,
    ...(declineCode !== undefined && { declineCode }),
    createdAt,
    updatedAt,
  };
}
