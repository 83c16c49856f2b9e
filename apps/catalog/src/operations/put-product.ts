import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { productOf } from '../product.js';

/** Keeps the product and announces it; both or neither. */
export const putProduct: Handler<Contract['putProduct'], Context> = async (
  { path, body, call },
  { products, now },
) => {
  const product = productOf(path.sku, body, now());
  await products.put(product, { eventId: crypto.randomUUID(), traceparent: call.traceparent });
  return { status: 200, body: product };
};
