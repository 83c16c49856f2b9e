import type { Context } from './context.js';
import type { StoredPayment } from './payment.js';

type Wish = Pick<StoredPayment, 'stockCommitted'> | Pick<StoredPayment, 'cancelRequested'>;

/** Keeps what an event asks of a payment, against whoever writes at the same time; false when there is none. */
export async function change(orderId: string, { payments, now }: Context, wish: Wish): Promise<boolean> {
  for (;;) {
    const payment = await payments.get(orderId);
    if (payment === undefined) return false;
    const changed = { ...payment, ...wish };
    const isKept =
      changed.stockCommitted === payment.stockCommitted &&
      changed.cancelRequested === payment.cancelRequested;
    if (isKept) return true;
    if (await payments.update({ ...changed, updatedAt: now().toISOString(), version: payment.version + 1 }))
      return true;
  }
}
