import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import type { Context } from '../context.js';

export const listStock: Handler<Contract['listStock'], Context> = async ({ query }, { inventory }) => {
  const known = new Map((await inventory.levels(query.sku)).map((level) => [level.sku, level]));
  const levels = query.sku.map((sku) => known.get(sku) ?? { sku, available: 0, reserved: 0, sold: 0 });
  return { status: 200, body: { levels } };
};
