import type { PaymentDeclined } from '@atoll/payments-client';
import type { Reaction } from '../../gen/runtime/server/react.js';
import { cancel } from '../cancel.js';
import type { ReactionContext } from '../context.js';

export const onPaymentDeclined: Reaction<PaymentDeclined, ReactionContext> = async (
  { detail: { orderId, message }, traceparent },
  { orders, now },
) => {
  const order = await orders.get(orderId);
  if (order === undefined) throw new Error(`there is no order ${orderId} whose payment was declined`);
  await cancel(orders, order, { reason: 'payment_declined', detail: message, at: now(), traceparent });
};
