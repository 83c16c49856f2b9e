import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { ApiContext } from '../context.js';
import { paymentOf } from '../payment.js';

/** A payment of somebody else is answered like one that does not exist. */
export const getPayment: Handler<Contract['getPayment'], ApiContext> = async (
  { path: { orderId }, call },
  { payments },
) => {
  const payment = await payments.get(orderId);
  if (payment === undefined || payment.customerId !== call.caller?.sub)
    return { status: 404, body: problem(404, `there is no payment of ${orderId}`) };
  return { status: 200, body: paymentOf(payment) };
};
