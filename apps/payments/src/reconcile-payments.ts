import type { Context } from './context.js';
import { settle } from './settle.js';

const patienceMs = 60_000;

/**
 * Takes up payments whose step got no answer, even after the queue has given up. One that fails again does not keep
 * the others from being settled. Errors: AggregateError of all that failed.
 */
export async function reconcilePayments(context: Context, deadline: number): Promise<void> {
  const stale = await context.payments.unsettled(new Date(context.now().getTime() - patienceMs));
  const failures: unknown[] = [];
  for (const { orderId } of stale) {
    if (Date.now() >= deadline) break;
    await settle(orderId, context, { deadline }).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} payments are still unsettled`);
}
