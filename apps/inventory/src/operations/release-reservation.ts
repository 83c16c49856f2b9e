import type { Contract } from '../../gen/contract.js';
import type { Handler } from '../../gen/runtime/server/handler.js';
import { problem } from '../../gen/runtime/server/problem.js';
import type { Context } from '../context.js';
import { endReservation } from '../end-reservation.js';

export const releaseReservation: Handler<Contract['releaseReservation'], Context> = async (
  { path: { reservationId } },
  { inventory },
) => {
  const reservation = await endReservation(inventory, reservationId, { evenSold: false });
  if (reservation.status === 'committed' || reservation.status === 'returned')
    return { status: 409, body: problem(409, `the units of ${reservationId} are ${reservation.status}`) };
  return { status: 200, body: reservation };
};
