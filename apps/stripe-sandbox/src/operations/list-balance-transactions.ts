import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';

export const listBalanceTransactions: Handler<Contract['listBalanceTransactions'], Context> = async (
  { query: { limit = 10, starting_after: after, source } = {} },
  { ledger },
) => {
  const { entries, more } = await ledger.list({
    limit,
    ...(after !== undefined && { after }),
    ...(source !== undefined && { source }),
  });
  return { status: 200, body: { object: 'list', data: entries, has_more: more } };
};
