import { catalogClient } from '@atoll/catalog-client';
import { stripeSandboxClient } from '@atoll/stripe-sandbox-client';
import { Customer, eventually } from './customer.js';
import { type ShopProcess, startShop } from './shop-process.js';
import { behaviour } from './target.js';

let shop: ShopProcess;
let ann: Customer;

beforeAll(async () => {
  shop = await startShop();
  ann = new Customer(shop, 'ann');
}, 60_000);
afterAll(() => shop.stop());

const send = (path: string, init: RequestInit = {}) => fetch(`${shop.apiUrl}${path}`, init);
const bearer = async (scopes = 'orders:read orders:write') => `Bearer ${await shop.token('ann', scopes)}`;

async function post(body: string, headers: Record<string, string> = {}) {
  const answer = await send('/v1/orders', {
    method: 'POST',
    headers: {
      authorization: await bearer(),
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...headers,
    },
    body,
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

behaviour('the catalog has at least sixty products, page by page', async () => {
  const catalog = catalogClient({ baseUrl: shop.apiUrl });
  const skus = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await catalog.searchProducts({
      query: { limit: 25, ...(cursor !== undefined && { cursor }) },
    });
    if (page.status !== 200) throw new Error(`the search was answered ${page.status}`);
    for (const { sku } of page.body.products) skus.add(sku);
    cursor = page.body.nextCursor;
  } while (cursor !== undefined);
  expect(skus.size).toBeGreaterThanOrEqual(60);
});

behaviour('a placed order is pending at once, then confirmed, sold and paid for once', async () => {
  const before = await ann.stock('COF-ESP-1KG');
  const placed = await ann.buy('COF-ESP-1KG', 2);
  expect(placed).toMatchObject({ status: 'pending', total: { amount: 3780, currency: 'EUR' } });
  expect(await ann.settled(placed.orderId, ['confirmed'])).toMatchObject({ confirmedAt: expect.any(String) });
  expect(await ann.stock('COF-ESP-1KG')).toEqual({
    available: before.available - 2,
    reserved: before.reserved,
    sold: before.sold + 2,
  });
  expect(await ann.paymentOf(placed.orderId)).toMatchObject({ status: 'captured', amountCents: 3780 });
});

behaviour('a declined card cancels the order with the reason, and the stock is back', async () => {
  const before = await ann.stock('COF-KEN-250G');
  const { orderId } = await ann.buy('COF-KEN-250G', 3, 'pm_card_chargeDeclinedInsufficientFunds');
  expect(await ann.settled(orderId, ['cancelled'])).toMatchObject({
    cancellation: { reason: 'payment_declined', detail: 'Your card has insufficient funds.' },
  });
  await eventually(async () => ((await ann.stock('COF-KEN-250G')).reserved === 0 ? true : undefined));
  expect(await ann.stock('COF-KEN-250G')).toEqual(before);
});

behaviour('the same key twice answers the same, byte for byte, and makes one order', async () => {
  const headers = {
    authorization: await bearer(),
    'content-type': 'application/json',
    'idempotency-key': 'the same key',
  };
  const body = JSON.stringify({
    lines: [{ sku: 'TEA-ASM-100G', quantity: 1 }],
    paymentMethod: 'pm_card_visa',
  });
  const first = await send('/v1/orders', { method: 'POST', headers, body });
  const second = await send('/v1/orders', { method: 'POST', headers, body });
  const text = await first.text();
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(await second.text()).toBe(text);
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  await ann.settled(JSON.parse(text).orderId, ['confirmed']);
  expect(await ann.stock('TEA-ASM-100G')).toMatchObject({ reserved: 0, sold: 1 });
});

behaviour('what is out of stock is 409 and names the SKU and how many are left', async () => {
  const refused = await ann.place({
    lines: [{ sku: 'TEA-PUE-CAKE', quantity: 9 }],
    paymentMethod: 'pm_card_visa',
  });
  expect(refused).toMatchObject({
    status: 409,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      detail: 'TEA-PUE-CAKE: 9 wanted, 2 left',
      shortages: [{ sku: 'TEA-PUE-CAKE', requested: 9, available: 2 }],
    },
  });
});

behaviour(
  'of many who want the last two, two get them',
  async () => {
    const wanted = { lines: [{ sku: 'TEA-PUE-CAKE', quantity: 1 }], paymentMethod: 'pm_card_visa' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => ann.place(wanted)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409, 409, 409]);
    for (const answer of answers)
      if (answer.status === 201) await ann.settled(answer.body.orderId, ['confirmed']);
    expect(await ann.stock('TEA-PUE-CAKE')).toEqual({ available: 0, reserved: 0, sold: 2 });
  },
  60_000,
);

behaviour('a confirmed order that is cancelled gives the stock and the money back', async () => {
  const before = await ann.stock('STA-ERA-SOFT');
  const { orderId } = await ann.buy('STA-ERA-SOFT', 4);
  await ann.settled(orderId, ['confirmed']);
  expect((await ann.orders.cancelOrderV2({ path: { orderId } })).status).toBe(200);
  await eventually(async () => ((await ann.paymentOf(orderId))?.status === 'refunded' ? true : undefined));
  await eventually(async () => ((await ann.stock('STA-ERA-SOFT')).sold === before.sold ? true : undefined));
  expect(await ann.stock('STA-ERA-SOFT')).toEqual(before);
});

behaviour(
  "the provider's ledger holds exactly what confirmed orders cost, less what was given back",
  async () => {
    const provider = stripeSandboxClient({ baseUrl: shop.apiUrl, auth: () => 'sk_test_sandbox' });
    const ledger = await provider.listBalanceTransactions({ query: { limit: 100 } });
    const mine = await ann.payments.listMyPayments({ query: { limit: 100 } });
    if (ledger.status !== 200 || mine.status !== 200)
      throw new Error('the ledger or the payments cannot be read');
    const taken = mine.body.payments.filter(({ status }) => status === 'captured');
    const expected = taken.reduce((sum, { amountCents }) => sum + amountCents, 0);
    expect(taken.length).toBeGreaterThan(0);
    expect(ledger.body.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(expected);
  },
);

behaviour("another customer's order is 404", async () => {
  const { orderId } = await ann.buy('STA-RUL-STEEL');
  const bob = new Customer(shop, 'bob');
  expect((await bob.orders.getOrderV2({ path: { orderId } })).status).toBe(404);
  expect((await bob.orders.cancelOrderV2({ path: { orderId } })).status).toBe(404);
  expect(await bob.paymentOf(orderId)).toBeUndefined();
});

const line = { sku: 'COF-ESP-1KG', quantity: 1 };

test.each([
  ['malformed JSON', '{"lines":[', 400, [{ in: 'body', pointer: '' }]],
  [
    'a wrong type',
    JSON.stringify({ lines: 'all', paymentMethod: 1 }),
    400,
    [{ pointer: '/lines' }, { pointer: '/paymentMethod' }],
  ],
  [
    'a negative quantity',
    JSON.stringify({ lines: [{ ...line, quantity: -1 }], paymentMethod: 'pm_card_visa' }),
    400,
    [{ pointer: '/lines/0/quantity' }],
  ],
])('%s is a problem with JSON pointers', async (_what, body, status, errors) => {
  const refused = await post(body);
  expect(refused.headers.get('content-type')).toBe('application/problem+json');
  expect(refused).toMatchObject({ status, body: { status, errors } });
});

behaviour('an unknown SKU is named', async () => {
  const refused = await post(
    JSON.stringify({ lines: [{ sku: 'NO-SUCH', quantity: 1 }], paymentMethod: 'pm_card_visa' }),
  );
  expect(refused).toMatchObject({ status: 422, body: { unknownSkus: ['NO-SUCH'] } });
});

behaviour('a body of 2 MB is 413, one of another type 415', async () => {
  expect(await post(JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) }))).toMatchObject({ status: 413 });
  expect(await post('<order/>', { 'content-type': 'application/xml' })).toMatchObject({ status: 415 });
});

behaviour('a missing, expired, foreign or too weak token is refused', async () => {
  const body = JSON.stringify({ lines: [line], paymentMethod: 'pm_card_visa' });
  const [header = '', claims = '', signature = ''] = (await bearer()).split('.');
  const forged = Buffer.from(JSON.stringify({ ...JSON.parse(atob(claims)), sub: 'eve' })).toString(
    'base64url',
  );
  for (const authorization of ['', `${header}.${forged}.${signature}`, 'Bearer abc'])
    expect(await post(body, { authorization })).toMatchObject({ status: 401, body: { status: 401 } });
  expect(await post(body, { authorization: await bearer('orders:read') })).toMatchObject({ status: 403 });
});

async function expectNotFound(path: string): Promise<void> {
  const unknown = await send(path);
  expect([path, unknown.status, unknown.headers.get('content-type')]).toEqual([
    path,
    404,
    'application/problem+json',
  ]);
  expect(await unknown.json()).toMatchObject({ status: 404, title: 'There is no such resource' });
}

behaviour('a wrong method is 405 with Allow, an unknown path within a service is 404', async () => {
  const wrong = await send('/v1/orders', { method: 'DELETE' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, expect.stringContaining('POST')]);
  await expectNotFound('/v1/orders/a/b/c');
});

behaviour('a path of no service is 404', async () => {
  await expectNotFound('/nothing');
  await expectNotFound('/');
});

behaviour('after all that, of every SKU what is available, reserved and sold is what came in', async () => {
  const seed: { path: string; body: { quantity: number } }[] = JSON.parse(
    (await import('node:fs')).readFileSync('apps/inventory/seed.json', 'utf8'),
  );
  for (const { path, body } of seed) {
    const { available, reserved, sold } = await ann.stock(path.split('/')[3] ?? '');
    expect([path, available + reserved + sold]).toEqual([path, body.quantity]);
  }
});
