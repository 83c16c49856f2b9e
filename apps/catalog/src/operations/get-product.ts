import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';

export const getProduct: Handler<Contract['getProduct'], Context> = async ({ path }, { products }) => {
  const product = await products.get(path.sku);
  if (product === undefined) return { status: 404, body: problem(404, `there is no product ${path.sku}`) };
  return { status: 200, body: product };
};
