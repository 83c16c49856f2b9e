import type { PaymentIntent } from '../gen/schemas.js';

/** A PaymentIntent with what only the ledger needs. */
export interface StoredIntent extends PaymentIntent {
  readonly refundedAmount: number;
  /** Goes up with every change; a writer that has seen an older one is refused. */
  readonly version: number;
}

export function newId(prefix: 'pi' | 'ch' | 're' | 'txn'): string {
  return `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;
}

/** An intent that its card has not been asked about. */
export function newIntent(
  wanted: {
    amount: number;
    currency: string;
    payment_method?: string;
    capture_method?: 'automatic' | 'manual';
    metadata?: Readonly<Record<string, string>>;
  },
  now: Date,
): StoredIntent {
  const { amount, currency, payment_method = null, capture_method = 'automatic', metadata = {} } = wanted;
  return {
    id: newId('pi'),
    object: 'payment_intent',
    amount,
    amount_received: 0,
    currency,
    status: payment_method === null ? 'requires_payment_method' : 'requires_confirmation',
    capture_method,
    payment_method,
    latest_charge: null,
    created: Math.floor(now.getTime() / 1000),
    metadata: { ...metadata },
    refundedAmount: 0,
    version: 1,
  };
}

/** What a caller sees of it. */
export function intentOf({
  refundedAmount: _refunded,
  version: _version,
  ...intent
}: StoredIntent): PaymentIntent {
  return intent;
}

/** States that an intent can be cancelled in (https://docs.stripe.com/api/payment_intents/cancel). */
export const cancellable: ReadonlySet<PaymentIntent['status']> = new Set([
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'requires_capture',
  'processing',
]);
