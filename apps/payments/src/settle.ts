import {
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRefunded,
  PaymentVoided,
} from '../gen/events.js';
import { outboxItem } from '../gen/runtime/server/outbox.js';
import type { Payment } from '../gen/schemas.js';
import type { Context } from './context.js';
import { nextStep, type StoredPayment } from './payment.js';
import type { Outcome } from './provider.js';

/** How far a call may go, and which trace it belongs to. */
export interface Bounds {
  /** Epoch milliseconds after which nobody waits. */
  readonly deadline: number;
  readonly traceparent?: string;
}

const statusOf = {
  held: 'authorized',
  taken: 'captured',
  released: 'voided',
  'given back': 'refunded',
  declined: 'declined',
} as const satisfies Record<Outcome['kind'], Payment['status']>;

const events = {
  authorized: PaymentAuthorized,
  captured: PaymentCaptured,
  voided: PaymentVoided,
  refunded: PaymentRefunded,
};

function newsOf(payment: StoredPayment, outcome: Outcome, traceparent: string | undefined) {
  const { orderId, customerId, amountCents, currency, updatedAt } = payment;
  const status = statusOf[outcome.kind];
  const detail = {
    eventId: `${orderId}-${status}`,
    orderId,
    customerId,
    amountCents,
    currency,
    at: updatedAt,
  };
  const about = { at: Date.parse(updatedAt), ...(traceparent !== undefined && { traceparent }) };
  if (outcome.kind === 'declined') {
    const { code, message } = outcome;
    return outboxItem({ type: PaymentDeclined, detail: { ...detail, declineCode: code, message }, ...about });
  }
  return outboxItem({ type: events[statusOf[outcome.kind]], detail, ...about });
}

function after(payment: StoredPayment, outcome: Outcome, now: Date): StoredPayment {
  return {
    ...payment,
    status: statusOf[outcome.kind],
    updatedAt: now.toISOString(),
    version: payment.version + 1,
    ...(outcome.kind === 'held' && { intentId: outcome.intentId }),
    ...(outcome.kind === 'declined' && { declineCode: outcome.code }),
  };
}

/**
 * Takes a payment as far as it can go now: asks the provider for the next step, keeps what it says together with the
 * news of it, and looks again. Whoever is slower finds the other's result; the provider, asked twice under one key,
 * does it once. Invariant: nobody is charged twice, and no outcome is guessed. Held by payments.test.ts.
 *
 * Errors: the provider gives no answer; the payment then stays as it is, and the step is due again.
 */
export async function settle(
  orderId: string,
  { payments, provider, now }: Context,
  bounds: Bounds,
): Promise<void> {
  for (;;) {
    const payment = await payments.get(orderId);
    const step = payment && nextStep(payment);
    if (payment === undefined || step === undefined) return;
    const outcome = await provider[step](payment, bounds);
    const settled = after(payment, outcome, now());
    await payments.update(settled, newsOf(settled, outcome, bounds.traceparent));
  }
}
