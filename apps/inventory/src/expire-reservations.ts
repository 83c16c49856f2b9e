import { ReservationExpired } from '../gen/events.js';
import { outboxItem } from '../gen/runtime/server/outbox.js';
import type { Context } from './context.js';
import { expire } from './stock.js';

/**
 * Ends the reservations whose time is over and gives their units back; what is left at the deadline (epoch
 * milliseconds) waits for the next run.
 */
export async function expireReservations({ inventory, now }: Context, deadline: number): Promise<void> {
  const at = now();
  for (const reservation of await inventory.due(at)) {
    if (Date.now() >= deadline) return;
    const orderId = reservation.reservationId;
    const detail = { eventId: `${orderId}-expired`, orderId, expiredAt: at.toISOString() };
    await inventory.move(reservation, expire, [
      outboxItem({ type: ReservationExpired, detail, at: at.getTime() }),
    ]);
  }
}
