import type { Order, OrderV2 } from '../gen/schemas.js';

/** An order as `/v2` shows it. */
export function orderV2Of(order: Order): OrderV2 {
  const { orderId, status, lines, totalCents, currency, placedAt, confirmedAt } = order;
  const { cancelledAt, cancellationReason, cancellationDetail } = order;
  return {
    orderId,
    status,
    lines: lines.map(({ sku, quantity, unitPriceCents }) => ({
      sku,
      quantity,
      unitPrice: { amount: unitPriceCents, currency },
    })),
    total: { amount: totalCents, currency },
    placedAt,
    ...(confirmedAt !== undefined && { confirmedAt }),
    ...(cancelledAt !== undefined &&
      cancellationReason !== undefined && {
        cancellation: {
          reason: cancellationReason,
          ...(cancellationDetail !== undefined && { detail: cancellationDetail }),
          cancelledAt,
        },
      }),
  };
}
