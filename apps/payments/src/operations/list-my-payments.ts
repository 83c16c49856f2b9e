import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { ApiContext } from '../context.js';
import { decodeCursor, encodeCursor } from '../cursor.js';
import { paymentOf } from '../payment.js';

export const listMyPayments: Handler<Contract['listMyPayments'], ApiContext> = async (
  { query: { cursor, limit = 20 } = {}, call },
  { payments },
) => {
  const customerId = call.caller?.sub ?? '';
  const { payments: found, next } = await payments.list(customerId, {
    limit,
    ...(cursor !== undefined && { after: decodeCursor(cursor, customerId) }),
  });
  const nextCursor = next && encodeCursor(next);
  return {
    status: 200,
    body: { payments: found.map(paymentOf), ...(nextCursor !== undefined && { nextCursor }) },
  };
};
