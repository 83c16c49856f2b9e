import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import { cancel } from '../cancel.js';
import type { Context } from '../context.js';
import { orderOf } from '../order.js';

/** Stock and money come back by the event. */
export const cancelOrder: Handler<Contract['cancelOrder'], Context> = async (
  { path: { orderId }, call },
  { orders, now },
) => {
  const order = await orders.get(orderId);
  if (order === undefined || order.customerId !== call.caller?.sub)
    return { status: 404, body: problem(404, `there is no order ${orderId}`) };
  const { traceparent } = call;
  const cancelled = await cancel(orders, order, { reason: 'cancelled_by_customer', at: now(), traceparent });
  return { status: 200, body: orderOf(cancelled) };
};
