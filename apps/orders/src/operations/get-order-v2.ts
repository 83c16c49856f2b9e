import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { orderV2Of } from '../order-v2.js';
import { getOrder } from './get-order.js';

export const getOrderV2: Handler<Contract['getOrderV2'], Context> = async (request, context) => {
  const answer = await getOrder(request, context);
  return answer.status === 200 ? { status: 200, body: orderV2Of(answer.body) } : answer;
};
