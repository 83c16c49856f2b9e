import type { Contract } from '../../gen/contract.js';
import { decodeCursor, encodeCursor } from '../../gen/runtime/server/cursor.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { orderOf } from '../order.js';

/** Key of the table and of its index `by-customer`. */
const positionNames = ['pk', 'sk', 'customerId', 'placedAt'];

export const listMyOrders: Handler<Contract['listMyOrders'], Context> = async (
  { query: { cursor, limit = 20 } = {}, call },
  { orders },
) => {
  const customerId = call.caller?.sub ?? '';
  const { orders: found, next } = await orders.list(customerId, {
    limit,
    ...(cursor !== undefined && {
      after: decodeCursor(cursor, { names: positionNames, fixed: { customerId } }),
    }),
  });
  const nextCursor = next && encodeCursor(next);
  return {
    status: 200,
    body: { orders: found.map(orderOf), ...(nextCursor !== undefined && { nextCursor }) },
  };
};
