import type { StockCommitted } from '@atoll/inventory-client';
import type { Reaction } from '../../gen/runtime/server/react.js';
import { change } from '../change.js';
import type { Context } from '../context.js';
import { settle } from '../settle.js';

/** The units have left the stock: the amount that is held is taken. */
export const onStockCommitted: Reaction<StockCommitted, Context> = async (
  { detail: { orderId }, deadline, traceparent },
  context,
) => {
  const known = await change(orderId, context, { stockCommitted: true });
  if (!known) throw new Error(`there is no payment of ${orderId}, whose stock was committed`);
  await settle(orderId, context, { deadline, traceparent });
};
