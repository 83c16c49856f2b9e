import type { OrderCancelled } from '@atoll/orders-client';
import type { Reaction } from '../../gen/runtime/server/react.js';
import type { Context } from '../context.js';
import { endReservation } from '../end-reservation.js';

/** Gives the units of a cancelled order back, whether they were reserved or sold already. */
export const onOrderCancelled: Reaction<OrderCancelled, Context> = async ({ detail }, { inventory }) => {
  await endReservation(inventory, detail.orderId, { evenSold: true });
};
