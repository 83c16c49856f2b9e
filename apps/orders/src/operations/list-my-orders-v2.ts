import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { orderV2Of } from '../order-v2.js';
import { listMyOrders } from './list-my-orders.js';

export const listMyOrdersV2: Handler<Contract['listMyOrdersV2'], Context> = async (request, context) => {
  const answer = await listMyOrders(request, context);
  if (answer.status !== 200) return answer;
  const { orders, ...page } = answer.body;
  return { status: 200, body: { ...page, orders: orders.map(orderV2Of) } };
};
