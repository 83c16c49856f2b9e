import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';

export const quotePrices: Handler<Contract['quotePrices'], Context> = async ({ body }, { products }) => {
  const found = new Map((await products.getMany(body.skus)).map((product) => [product.sku, product]));
  const prices = body.skus.flatMap((sku) => {
    const product = found.get(sku);
    return product === undefined ? [] : [{ sku, price: product.price }];
  });
  return { status: 200, body: { prices, unknownSkus: body.skus.filter((sku) => !found.has(sku)) } };
};
