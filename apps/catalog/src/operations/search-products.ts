import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { decodeCursor, encodeCursor } from '../cursor.js';
import { searchWords } from '../product.js';

export const searchProducts: Handler<Contract['searchProducts'], Context> = async (
  { query = {} },
  { products },
) => {
  const { q = '', category, cursor, limit = 20 } = query;
  const { products: found, more } = await products.search({
    words: searchWords(q),
    limit,
    ...(category !== undefined && { category }),
    ...(cursor !== undefined && { after: decodeCursor(cursor) }),
  });
  const last = found.at(-1);
  return {
    status: 200,
    body: { products: found, ...(more && last !== undefined && { nextCursor: encodeCursor(last.sku) }) },
  };
};
