import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { orderV2Of } from '../order-v2.js';
import { cancelOrder } from './cancel-order.js';

export const cancelOrderV2: Handler<Contract['cancelOrderV2'], Context> = async (request, context) => {
  const answer = await cancelOrder(request, context);
  return answer.status === 200 ? { status: 200, body: orderV2Of(answer.body) } : answer;
};
