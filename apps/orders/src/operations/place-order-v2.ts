import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { orderV2Of } from '../order-v2.js';
import { placeOrder } from './place-order.js';

export const placeOrderV2: Handler<Contract['placeOrderV2'], Context> = async (request, context) => {
  const answer = await placeOrder(request, context);
  if (answer.status !== 201) return answer;
  const body = orderV2Of(answer.body);
  return { status: 201, headers: { location: `/v2/orders/${body.orderId}` }, body };
};
