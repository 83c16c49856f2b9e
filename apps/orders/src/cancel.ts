import { OrderCancelled } from '../gen/events.js';
import { outboxItem } from '../gen/runtime/server/outbox.js';
import { type Cancellation, cancellableFrom, type StoredOrder } from './order.js';
import type { OrdersTable } from './orders-table.js';

/**
 * Cancels an order and announces it, in one transaction; an order that cannot be cancelled any more, or is cancelled
 * already, stays as it is. Returns the order as it is then.
 */
export async function cancel(
  orders: OrdersTable,
  order: StoredOrder,
  { reason, detail, at, traceparent }: Cancellation & { traceparent: string },
): Promise<StoredOrder> {
  const { orderId, customerId } = order;
  const cancelledAt = at.toISOString();
  const news = outboxItem({
    type: OrderCancelled,
    detail: { eventId: `${orderId}-cancelled`, orderId, customerId, reason, cancelledAt },
    at: at.getTime(),
    traceparent,
  });
  for (let current = order; ; ) {
    const from = cancellableFrom(reason);
    if (!from.includes(current.status)) return current;
    const cancelled: StoredOrder = {
      ...current,
      status: 'cancelled',
      cancelledAt,
      cancellationReason: reason,
      ...(detail !== undefined && { cancellationDetail: detail }),
    };
    if (await orders.move(cancelled, [current.status], news)) return cancelled;
    const moved = await orders.get(orderId);
    if (moved === undefined) throw new Error(`the order ${orderId} is gone`);
    current = moved;
  }
}
