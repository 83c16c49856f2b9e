import { catalogClient } from '@atoll/catalog-client';
import { inventoryClient } from '@atoll/inventory-client';
import { stripeSandboxClient } from '@atoll/stripe-sandbox-client';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Customer, eventually } from '../shop/customer.js';
import type { ShopProcess } from '../shop/shop-process.js';

const longAgo = '2020-01-01T00:00:00.000Z';
const sku = 'COF-ESP-1KG';
const newOrderId = () => `ord_${crypto.randomUUID().replaceAll('-', '')}`;

/** Error: the answer has another status, so that what it should have made the functions do was not done. */
async function answered(status: number, answer: Promise<{ status: number; body?: unknown }>): Promise<void> {
  const { status: actual, body } = await answer;
  if (actual !== status) throw new Error(`answered ${actual}, not ${status}: ${JSON.stringify(body)}`);
}

/** Whoever sits at the machine: the key is none of a function's, so that no policy holds for it. */
function tablesOf({ endpointUrl: endpoint }: ShopProcess): DynamoDBClient {
  const credentials = { accessKeyId: 'developer', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
}

function set(
  shop: ShopProcess,
  item: { table: string; pk: string },
  values: Record<string, string | boolean>,
) {
  const names = Object.keys(values);
  return tablesOf(shop).send(
    new UpdateItemCommand({
      TableName: item.table,
      Key: { pk: { S: item.pk }, sk: { S: '-' } },
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          `:${name}`,
          typeof value === 'string' ? { S: value } : { BOOL: value },
        ]),
      ),
    }),
  );
}

/** Runs a function as its schedule would. */
async function run({ endpointUrl }: ShopProcess, functionName: string): Promise<void> {
  const path = `2015-03-31/functions/${functionName}/invocations`;
  const answer = await fetch(`${endpointUrl}/${path}`, { method: 'POST', body: '{}' });
  if (answer.headers.has('x-amz-function-error'))
    throw new Error(`${functionName} failed: ${await answer.text()}`);
}

/** The ways that an order can go; resolves to one that is paid for. */
async function shopping(shop: ShopProcess): Promise<string> {
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
  await answered(200, ann.orders.listMyOrdersV2({}));
  await answered(200, ann.payments.listMyPayments({}));
  return bought.orderId;
}

async function looking(shop: ShopProcess): Promise<void> {
  const { apiUrl: baseUrl } = shop;
  const catalog = catalogClient({ baseUrl });
  await answered(200, catalog.searchProducts({ query: { limit: 5 } }));
  await answered(200, catalog.getProduct({ path: { sku } }));
  const inventory = inventoryClient({ baseUrl, auth: () => shop.token('ops', 'inventory:read') });
  await answered(200, inventory.listStock({ query: { sku: [sku] } }));
  await answered(404, inventory.getReservation({ path: { reservationId: newOrderId() } }));
  const provider = stripeSandboxClient({ baseUrl, auth: () => 'sk_test_sandbox' });
  await answered(200, provider.listBalanceTransactions({ query: { limit: 10 } }));
}

/** A reservation that should have ended long ago. */
async function expiring(shop: ShopProcess): Promise<void> {
  const auth = () => shop.token('ops', 'inventory:write');
  const inventory = inventoryClient({ baseUrl: shop.apiUrl, auth });
  const reservationId = newOrderId();
  const body = { lines: [{ sku, quantity: 1 }] };
  await answered(200, inventory.reserveStock({ path: { reservationId }, body }));
  await set(shop, { table: 'inventory-local', pk: `reservation#${reservationId}` }, { endsAt: longAgo });
  await run(shop, 'inventory-expiry-local');
}

/** A payment that the provider seems never to have answered; resolves to its identity there. */
async function reconciling(shop: ShopProcess, orderId: string): Promise<string> {
  const [table, pk] = ['payments-local', `payment#${orderId}`];
  await set(shop, { table, pk }, { unsettled: 'yes', updatedAt: longAgo, status: 'authorizing' });
  await run(shop, 'payments-reconcile-local');
  const found = await tablesOf(shop).send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: '-' } } }),
  );
  return found.Item?.intentId?.S ?? '';
}

/** Requests that fail within, for items that no program of the shop writes: their idempotency keys are given back. */
async function failing(shop: ShopProcess, intentId: string): Promise<void> {
  await set(shop, { table: 'stripe-sandbox-local', pk: `intent#${intentId}` }, { currency: true });
  const provider = stripeSandboxClient({ baseUrl: shop.apiUrl, auth: () => 'sk_test_sandbox' });
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const refund = provider.createRefund({ headers, body: { payment_intent: intentId, amount: 1 } });
  await refund.catch(() => undefined);
  await set(shop, { table: 'catalog-local', pk: `product#${sku}` }, { price: true });
  const order = { lines: [{ sku, quantity: 1 }], paymentMethod: 'pm_card_visa' };
  await answered(503, new Customer(shop, 'ann').place(order));
}

/** Makes the functions of the shop do all that they ever do. */
export async function exercise(shop: ShopProcess): Promise<void> {
  const [orderId] = await Promise.all([shopping(shop), looking(shop), expiring(shop)]);
  await failing(shop, await reconciling(shop, orderId));
}
