import { stripeSandboxClient } from '@atoll/stripe-sandbox-client';
import { Customer, eventually } from '../shop/customer.js';
import * as behaviours from './behaviours.js';
import { answered, type Shop, set, sku, textOf } from './shop-calls.js';

/** The ways that an order can go; resolves to one that is paid for. */
async function shopping(shop: Shop): Promise<string> {
  const ann = new Customer(shop, 'ann');
  const [bought, returned, declined] = await Promise.all([
    ann.buy(sku, 2),
    ann.buy(sku),
    ann.buy(sku, 1, 'pm_card_chargeDeclined'),
  ]);
  const hasPayment = (orderId: string, status: string) =>
    eventually(async () => ((await ann.paymentOf(orderId))?.status === status ? true : undefined));
  await ann.settled(declined.orderId, ['cancelled']);
  await ann.settled(returned.orderId, ['confirmed']);
  await answered(200, ann.orders.cancelOrderV2({ path: { orderId: returned.orderId } }));
  await hasPayment(returned.orderId, 'refunded');
  await hasPayment(bought.orderId, 'captured');
  return bought.orderId;
}

/** Requests that fail within, for items that no program of the shop writes: their idempotency keys are given back. */
async function failing(shop: Shop, orderId: string): Promise<void> {
  const intentId = await textOf(shop, { table: 'payments-local', pk: `payment#${orderId}` }, 'intentId');
  await set(shop, { table: 'stripe-sandbox-local', pk: `intent#${intentId}` }, { currency: true });
  const provider = stripeSandboxClient({ baseUrl: shop.apiUrl, auth: () => 'sk_test_sandbox' });
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const refund = provider.createRefund({ headers, body: { payment_intent: intentId, amount: 1 } });
  await refund.catch(() => undefined);
  const product = 'TEA-ASM-100G';
  await set(shop, { table: 'catalog-local', pk: `product#${product}` }, { price: true });
  const order = { lines: [{ sku: product, quantity: 1 }], paymentMethod: 'pm_card_visa' };
  await answered(503, new Customer(shop, 'ann').place(order));
}

/** Makes the functions of the shop do all that they ever do. Error: what should come of something does not come. */
export async function exercise(shop: Shop): Promise<void> {
  const orderId = await shopping(shop);
  for (const behaviour of Object.values(behaviours)) {
    const come = await behaviour(shop);
    await eventually(async () => ((await come()) ? true : undefined));
  }
  await failing(shop, orderId);
}
