import type { StockCommitRefused } from '@atoll/inventory-client';
import type { Reaction } from '../../gen/runtime/server/react.js';
import { cancel } from '../cancel.js';
import type { ReactionContext } from '../context.js';

/** The reservation ended before the payment came: the order ends too, and payments lets the amount go. */
export const onStockCommitRefused: Reaction<StockCommitRefused, ReactionContext> = async (
  { detail: { orderId }, traceparent },
  { orders, now },
) => {
  const order = await orders.get(orderId);
  if (order === undefined) throw new Error(`there is no order ${orderId} whose reservation ended`);
  await cancel(orders, order, { reason: 'reservation_ended', at: now(), traceparent });
};
