import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';
import { orderOf } from '../order.js';

/** An order of somebody else is answered like one that does not exist. */
export const getOrder: Handler<Contract['getOrder'], Context> = async (
  { path: { orderId }, call },
  { orders },
) => {
  const order = await orders.get(orderId);
  if (order === undefined || order.customerId !== call.caller?.sub)
    return { status: 404, body: problem(404, `there is no order ${orderId}`) };
  return { status: 200, body: orderOf(order) };
};
