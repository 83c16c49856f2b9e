import type { OrderPlaced } from '@atoll/orders-client';
import type { Reaction } from '../../gen/runtime/server/react.js';
import type { Context } from '../context.js';
import { settle } from '../settle.js';

/** One payment for each order, however often it is told of; then the provider is asked to hold the amount. */
export const onOrderPlaced: Reaction<OrderPlaced, Context> = async (
  { detail, deadline, traceparent },
  context,
) => {
  const { orderId, customerId, totalCents, currency, paymentMethod } = detail;
  const at = context.now().toISOString();
  await context.payments.create({
    orderId,
    customerId,
    paymentMethod,
    status: 'authorizing',
    amountCents: totalCents,
    currency,
    stockCommitted: false,
    cancelRequested: false,
    createdAt: at,
    updatedAt: at,
    version: 1,
  });
  await settle(orderId, context, { deadline, traceparent });
};
