import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';

export const getReservation: Handler<Contract['getReservation'], Context> = async (
  { path: { reservationId } },
  { inventory },
) => {
  const reservation = await inventory.reservation(reservationId);
  if (reservation === undefined)
    return { status: 404, body: problem(404, `there is no reservation ${reservationId}`) };
  return { status: 200, body: reservation };
};
