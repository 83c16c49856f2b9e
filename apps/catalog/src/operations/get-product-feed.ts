import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { decodeCursor, encodeCursor } from '../cursor.js';

/** As many as the contract's page holds: partners take all of them anyway. */
const pageSize = 100;

export const getProductFeed: Handler<Contract['getProductFeed'], Context> = async (
  { query = {} },
  { products },
) => {
  const { cursor } = query;
  const after = cursor === undefined ? {} : { after: decodeCursor(cursor) };
  const { products: found, more } = await products.search({ words: [], limit: pageSize, ...after });
  const last = found.at(-1);
  return {
    status: 200,
    body: { products: found, ...(more && last !== undefined && { nextCursor: encodeCursor(last.sku) }) },
  };
};
