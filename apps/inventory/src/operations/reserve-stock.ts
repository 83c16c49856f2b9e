import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';
import { mergeLines, reservationMs, sameLines } from '../stock.js';

/** Invariant: an order's units are reserved by one conditional transaction, all lines or none. */
export const reserveStock: Handler<Contract['reserveStock'], Context> = async (
  { path: { reservationId }, body },
  { inventory, now },
) => {
  const expiresAt = new Date(now().getTime() + reservationMs).toISOString();
  const wanted = { reservationId, status: 'reserved', lines: mergeLines(body.lines), expiresAt } as const;
  const outcome = await inventory.reserve(wanted);
  if (outcome === 'reserved') return { status: 200, body: wanted };
  if (outcome !== 'exists') {
    const left = outcome.map(
      ({ sku, requested, available }) => `${sku}: ${requested} wanted, ${available} left`,
    );
    return { status: 409, body: problem(409, left.join('; '), { shortages: outcome }) };
  }
  const known = await inventory.reservation(reservationId);
  if (known !== undefined && sameLines(known.lines, body.lines)) return { status: 200, body: known };
  return { status: 409, body: problem(409, `the reservation ${reservationId} exists with other lines`) };
};
