import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';

export const getStock: Handler<Contract['getStock'], Context> = async ({ path: { sku } }, { inventory }) => {
  const [level] = await inventory.levels([sku]);
  if (level === undefined) return { status: 404, body: problem(404, `${sku} was never in stock`) };
  return { status: 200, body: level };
};
