import type { PaymentAuthorized } from '@atoll/payments-client';
import { StockCommitRefused, StockCommitted } from '../../gen/events.js';
import { outboxItem } from '../../gen/runtime/server/outbox.js';
import type { Reaction } from '../../gen/runtime/server/react.js';
import type { Context } from '../context.js';
import { commit } from '../stock.js';

const reasons = {
  unknown: 'unknown',
  released: 'released',
  returned: 'released',
  expired: 'expired',
} as const;

/** Sells what is reserved; a reservation that has ended by now is refused, and so the payment is not taken. */
export const onPaymentAuthorized: Reaction<PaymentAuthorized, Context> = async (
  { detail: { orderId }, traceparent },
  { inventory, now },
) => {
  const reservation = await inventory.reservation(orderId);
  const at = now();
  if (reservation !== undefined) {
    const detail = {
      eventId: `${orderId}-committed`,
      orderId,
      lines: reservation.lines,
      committedAt: at.toISOString(),
    };
    const news = outboxItem({ type: StockCommitted, detail, at: at.getTime(), traceparent });
    if (await inventory.move(reservation, commit, [news])) return;
  }
  const status = (await inventory.reservation(orderId))?.status ?? 'unknown';
  if (status === 'committed' || status === 'reserved') return;
  const detail = { eventId: `${orderId}-commit-refused`, orderId, reason: reasons[status] };
  await inventory.announce(outboxItem({ type: StockCommitRefused, detail, at: at.getTime(), traceparent }));
};
