import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';
import { searchWords } from '../product.js';

/** The position of a page is the last SKU of the one before; encoded, so that nobody builds on what is in it. */
const encodeCursor = (sku: string) => Buffer.from(sku, 'utf8').toString('base64url');
const decodeCursor = (cursor: string) => Buffer.from(cursor, 'base64url').toString('utf8');

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
