import type { PaymentCaptured } from '@atoll/payments-client';
import { OrderConfirmed } from '../../gen/events.js';
import { outboxItem } from '../../gen/runtime/server/outbox.js';
import type { Reaction } from '../../gen/runtime/server/react.js';
import type { ReactionContext } from '../context.js';
import type { StoredOrder } from '../order.js';

/** Paid and committed: the order is confirmed. One that was cancelled stays so; payments gives the money back. */
export const onPaymentCaptured: Reaction<PaymentCaptured, ReactionContext> = async (
  { detail: { orderId }, traceparent },
  { orders, now },
) => {
  const order = await orders.get(orderId);
  if (order === undefined) throw new Error(`there is no order ${orderId} that was paid`);
  const at = now();
  const confirmed: StoredOrder = { ...order, status: 'confirmed', confirmedAt: at.toISOString() };
  const { customerId, lines, totalCents, currency } = order;
  const detail = {
    eventId: `${orderId}-confirmed`,
    orderId,
    customerId,
    lines,
    totalCents,
    currency,
    confirmedAt: at.toISOString(),
  };
  const news = outboxItem({ type: OrderConfirmed, detail, at: at.getTime(), traceparent });
  await orders.move(confirmed, ['pending'], news);
};
