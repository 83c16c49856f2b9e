import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';

export const receiveStock: Handler<Contract['receiveStock'], Context> = async (
  { path: { sku, receiptId }, body: { quantity } },
  { inventory },
) => {
  if (!(await inventory.receive(receiptId, { sku, quantity }))) {
    const detail = `the receipt ${receiptId} of ${sku} was taken in with another quantity`;
    return { status: 409, body: problem(409, detail) };
  }
  const [level] = await inventory.levels([sku]);
  if (level === undefined) throw new Error(`the stock of ${sku} is not there after a receipt`);
  return { status: 200, body: level };
};
