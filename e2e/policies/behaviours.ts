import { catalogClient } from '@atoll/catalog-client';
import { inventoryClient } from '@atoll/inventory-client';
import { stripeSandboxClient } from '@atoll/stripe-sandbox-client';
import { Customer } from '../shop/customer.js';
import { answered, longAgo, newOrderId, run, type Shop, set, sku, textOf } from './shop-calls.js';

/**
 * Something that the shop does. Error: it is refused at once. Resolves to a look whether what should come of it has
 * come.
 */
export type Behaviour = (shop: Shop) => Promise<() => Promise<boolean>>;

/** What is answered has been done. */
const done = async () => true;

export const buying: Behaviour = async (shop) => {
  const ann = new Customer(shop, 'ann');
  const { orderId } = await ann.buy(sku);
  return async () => (await ann.order(orderId)).status === 'confirmed';
};

export const lookingAtOrders: Behaviour = async (shop) => {
  await answered(200, new Customer(shop, 'ann').orders.listMyOrdersV2({}));
  return done;
};

export const lookingAtPayments: Behaviour = async (shop) => {
  await answered(200, new Customer(shop, 'ann').payments.listMyPayments({}));
  return done;
};

export const lookingForAPayment: Behaviour = async (shop) => {
  const path = { orderId: newOrderId() };
  await answered(404, new Customer(shop, 'ann').payments.getPayment({ path }));
  return done;
};

export const searching: Behaviour = async ({ apiUrl: baseUrl }) => {
  await answered(200, catalogClient({ baseUrl }).searchProducts({ query: { limit: 5 } }));
  await answered(200, catalogClient({ baseUrl }).searchProducts({ query: { category: 'tea' } }));
  return done;
};

export const lookingAtAProduct: Behaviour = async ({ apiUrl: baseUrl }) => {
  await answered(200, catalogClient({ baseUrl }).getProduct({ path: { sku } }));
  return done;
};

let changes = 0;

export const changingAProduct: Behaviour = async (shop) => {
  const catalog = catalogClient({ baseUrl: shop.apiUrl, auth: () => shop.token('ops', 'catalog:write') });
  // No service of the shop listens to it: that it is put can be told by the publisher alone.
  const published = () =>
    shop.output().split(/stream catalog-local catalog-publisher-local \d+ records? done/).length;
  const before = published();
  changes += 1;
  const price = { amount: 1_000 + changes, currency: 'EUR' };
  const body = { name: 'Tried', description: 'For a test', category: 'garden', price } as const;
  await answered(200, catalog.putProduct({ path: { sku: 'GAR-TRIED' }, body }));
  return async () => published() > before;
};

export const lookingAtStock: Behaviour = async (shop) => {
  const auth = () => shop.token('ops', 'inventory:read');
  const inventory = inventoryClient({ baseUrl: shop.apiUrl, auth });
  await answered(200, inventory.listStock({ query: { sku: [sku] } }));
  await answered(404, inventory.getReservation({ path: { reservationId: newOrderId() } }));
  return done;
};

/** A reservation that should have ended long ago. */
export const expiring: Behaviour = async (shop) => {
  const auth = () => shop.token('ops', 'inventory:write');
  const inventory = inventoryClient({ baseUrl: shop.apiUrl, auth });
  const reservationId = newOrderId();
  const body = { lines: [{ sku, quantity: 1 }] };
  await answered(200, inventory.reserveStock({ path: { reservationId }, body }));
  const item = { table: 'inventory-local', pk: `reservation#${reservationId}` };
  await set(shop, item, { endsAt: longAgo });
  await run(shop, 'inventory-expiry-local');
  return async () => (await textOf(shop, item, 'status')) === 'expired';
};

/** A payment that the provider seems never to have answered. */
export const reconciling: Behaviour = async (shop) => {
  const ann = new Customer(shop, 'ann');
  const { orderId } = await ann.buy(sku);
  await ann.settled(orderId, ['confirmed']);
  const item = { table: 'payments-local', pk: `payment#${orderId}` };
  await set(shop, item, { unsettled: 'yes', updatedAt: longAgo, status: 'authorizing' });
  await run(shop, 'payments-reconcile-local');
  return async () => (await textOf(shop, item, 'status')) !== 'authorizing';
};

export const lookingAtTheLedger: Behaviour = async ({ apiUrl: baseUrl }) => {
  const provider = stripeSandboxClient({ baseUrl, auth: () => 'sk_test_sandbox' });
  await answered(200, provider.listBalanceTransactions({ query: { limit: 10 } }));
  return done;
};
