import type { Contract } from '../../gen/contract.js';
import { decodeCursor, encodeCursor } from '../../gen/runtime/server/cursor.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { ApiContext } from '../context.js';
import { paymentOf } from '../payment.js';

/** Key of the table and of its index `by-customer`. */
const positionNames = ['pk', 'sk', 'customerId', 'createdAt'];

export const listMyPayments: Handler<Contract['listMyPayments'], ApiContext> = async (
  { query: { cursor, limit = 20 } = {}, call },
  { payments },
) => {
  const customerId = call.caller?.sub ?? '';
  const { payments: found, next } = await payments.list(customerId, {
    limit,
    ...(cursor !== undefined && {
      after: decodeCursor(cursor, { names: positionNames, fixed: { customerId } }),
    }),
  });
  const nextCursor = next && encodeCursor(next);
  return {
    status: 200,
    body: { payments: found.map(paymentOf), ...(nextCursor !== undefined && { nextCursor }) },
  };
};
