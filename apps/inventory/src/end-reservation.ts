import type { Reservation } from '../gen/schemas.js';
import type { InventoryTable } from './inventory-table.js';
import { giveBack, release } from './stock.js';

/**
 * Ends a reservation and gives its units back; with `evenSold` also those that are sold. One that never was is kept
 * as released, so that a late `reserveStock` for it takes no stock. Returns the reservation as it is then.
 */
export async function endReservation(
  inventory: InventoryTable,
  reservationId: string,
  { evenSold }: { evenSold: boolean },
): Promise<Reservation> {
  for (;;) {
    const reservation = await inventory.reservation(reservationId);
    if (reservation === undefined) {
      const never: Reservation = { reservationId, status: 'released', lines: [] };
      if (await inventory.putEnded(never)) return never;
      continue;
    }
    const transition = [release, ...(evenSold ? [giveBack] : [])].find(
      ({ from }) => from === reservation.status,
    );
    if (transition === undefined) return reservation;
    if (await inventory.move(reservation, transition, [])) return { ...reservation, status: transition.to };
  }
}
