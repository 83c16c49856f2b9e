import type { OrderCancelled } from '@atoll/orders-client';
import type { Reaction } from '../../gen/runtime/server/react.js';
import { change } from '../change.js';
import type { Context } from '../context.js';
import { neverPaid } from '../payment.js';
import { settle } from '../settle.js';

/** What is held is let go, what was taken is given back; an order that is not known yet will not be paid. */
export const onOrderCancelled: Reaction<OrderCancelled, Context> = async (
  { detail: { orderId, customerId }, deadline, traceparent },
  context,
) => {
  while (!(await change(orderId, context, { cancelRequested: true }))) {
    if (await context.payments.create(neverPaid(orderId, customerId, context.now()))) break;
  }
  await settle(orderId, context, { deadline, traceparent });
};
