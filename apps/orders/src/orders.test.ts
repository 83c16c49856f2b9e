import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Order } from '../gen/schemas.js';
import { startOrders, type TestedOrders, tableName } from './fixture.js';

let orders: TestedOrders;
let keys = 0;

beforeAll(async () => {
  orders = await startOrders();
  const { prices, available } = orders.neighbours;
  for (const [sku, cents] of Object.entries({ 'COF-A': 1890, 'TEA-A': 450 })) {
    prices.set(sku, cents);
    available.set(sku, 5);
  }
});
beforeEach(() => {
  orders.neighbours.down.clear();
  orders.neighbours.asked.length = 0;
});
afterAll(() => orders.close());

const wanted = (quantity = 2) => ({ lines: [{ sku: 'COF-A', quantity }], paymentMethod: 'pm_card_visa' });
const place = (body: object = wanted(), key = `key-${++keys}`, sub = 'ann') =>
  orders.send({ method: 'POST', url: '/v1/orders', headers: { 'idempotency-key': key }, body }, sub);
const placed = async (sub = 'ann') => (await place(wanted(), undefined, sub)).body as Order;
const get = (orderId: string, sub = 'ann') =>
  orders.send({ method: 'GET', url: `/v1/orders/${orderId}` }, sub);
const cancel = (orderId: string, sub = 'ann') =>
  orders.send({ method: 'PUT', url: `/v1/orders/${orderId}/cancellation` }, sub);
const paymentEvent = (orderId: string, more: object = {}) => ({
  eventId: `${orderId}-x`,
  orderId,
  customerId: 'ann',
  amountCents: 3780,
  currency: 'EUR',
  at: '2026-01-01T00:00:00.000Z',
  ...more,
});

async function newsOf(orderId: string): Promise<{ type: string; detail: Record<string, unknown> }[]> {
  const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: tableName }));
  return Items.filter((item) => item.kind?.S === 'outbox' && item.detail?.S?.includes(orderId)).map(
    (item) => ({
      type: item.detailType?.S ?? '',
      detail: JSON.parse(item.detail?.S ?? ''),
    }),
  );
}

test('an order is priced by the catalog, reserved, kept as pending, and announces the order', async () => {
  const lines = [
    { sku: 'COF-A', quantity: 1 },
    { sku: 'TEA-A', quantity: 1 },
    { sku: 'COF-A', quantity: 1 },
  ];
  const { status, headers, body } = await place({ lines, paymentMethod: 'pm_card_visa' });
  const order = body as Order;
  expect(status).toBe(201);
  expect(headers.location).toBe(`/v1/orders/${order.orderId}`);
  expect(order).toEqual({
    orderId: expect.stringMatching(/^ord_[0-9a-f]{32}$/),
    status: 'pending',
    lines: [
      { sku: 'COF-A', quantity: 2, unitPriceCents: 1890 },
      { sku: 'TEA-A', quantity: 1, unitPriceCents: 450 },
    ],
    totalCents: 4230,
    currency: 'EUR',
    placedAt: expect.stringMatching(/Z$/),
  });
  expect((await get(order.orderId)).body).toEqual(order);
  expect(orders.neighbours.reservations.get(order.orderId)?.lines).toEqual([
    { sku: 'COF-A', quantity: 2 },
    { sku: 'TEA-A', quantity: 1 },
  ]);
  expect(await newsOf(order.orderId)).toMatchObject([
    { type: 'OrderPlaced', detail: { customerId: 'ann', totalCents: 4230, paymentMethod: 'pm_card_visa' } },
  ]);
});

test('the same key again answers the same, byte for byte; another body under it is 422; each caller has keys of his own', async () => {
  const first = await place(wanted(), 'same');
  const again = await place(wanted(), 'same');
  expect([again.status, again.text]).toEqual([201, first.text]);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(orders.neighbours.asked.filter((each) => each.startsWith('PUT'))).toHaveLength(1);
  expect(await place(wanted(1), 'same')).toMatchObject({ status: 422 });
  const others = await place(wanted(1), 'same', 'bob');
  expect(others.status).toBe(201);
  expect((others.body as Order).orderId).not.toBe((first.body as Order).orderId);
});

test('ten requests with one key at once make one order', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => place(wanted(), 'at-once')));
  const made = answers.filter(({ status }) => status === 201);
  expect(made.length).toBeGreaterThan(0);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  for (const { status, headers } of answers.filter((each) => each.status !== 201))
    expect([status, headers['retry-after']]).toEqual([409, '1']);
  expect(await newsOf((made.at(0)?.body as Order | undefined)?.orderId ?? '')).toHaveLength(1);
});

test('what is short is named with what is left, and no order is made', async () => {
  const { status, body } = await place(wanted(9));
  expect(status).toBe(409);
  expect(body).toMatchObject({
    title: 'The present state does not allow this',
    detail: 'COF-A: 9 wanted, 5 left',
    shortages: [{ sku: 'COF-A', requested: 9, available: 5 }],
  });
});

test('an unknown SKU is 422 and nothing is reserved', async () => {
  const lines = [{ sku: 'NO-SUCH', quantity: 1 }];
  const refused = await place({ lines, paymentMethod: 'pm_card_visa' });
  expect(refused).toMatchObject({ status: 422, body: { unknownSkus: ['NO-SUCH'] } });
  expect(orders.neighbours.asked).toEqual(['POST /v1/price-quotes']);
});

test('more units of a product than one line may have are refused, however they are spread over lines', async () => {
  const line = { sku: 'COF-A', quantity: 50 };
  const refused = await place({ lines: [line, line], paymentMethod: 'pm_card_visa' });
  expect(refused).toMatchObject({ status: 422, body: { detail: 'at most 99 of COF-A in one order' } });
  expect(orders.neighbours.asked).toEqual([]);
});

test('lines in several currencies are refused', async () => {
  orders.neighbours.prices.set('USD-A', 100);
  orders.neighbours.currencies.set('USD-A', 'USD');
  const lines = ['COF-A', 'USD-A'].map((sku) => ({ sku, quantity: 1 }));
  expect(await place({ lines, paymentMethod: 'pm_card_visa' })).toMatchObject({ status: 422 });
});

test.each([
  [
    'a negative quantity',
    { lines: [{ sku: 'COF-A', quantity: -1 }], paymentMethod: 'pm_card_visa' },
    '/lines/0/quantity',
  ],
  ['no lines', { lines: [], paymentMethod: 'pm_card_visa' }, '/lines'],
  ['a price of the caller', { ...wanted(), totalCents: 1 }, '/totalCents'],
  ['a card number', { ...wanted(), paymentMethod: '4242424242424242' }, '/paymentMethod'],
])('%s is 400 with its pointer', async (_what, body, pointer) => {
  const refused = await place(body);
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ in: 'body', pointer }] } });
});

test('an order without an idempotency key is refused', async () => {
  const refused = await orders.send({ method: 'POST', url: '/v1/orders', body: wanted() });
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'headers', pointer: '/idempotency-key' }] },
  });
});

test.each(['catalog', 'inventory'] as const)(
  'when %s is down the answer is 503, and the key can be tried again',
  async (service) => {
    orders.neighbours.down.add(service);
    const refused = await place(wanted(), `down-${service}`);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    orders.neighbours.down.clear();
    expect(await place(wanted(), `down-${service}`)).toMatchObject({ status: 201 });
  },
);

test('a reservation that has ended makes no order', async () => {
  const { orderIdOf } = await import('./order.js');
  orders.neighbours.reservations.set(orderIdOf('ann', 'ended'), { status: 'expired', lines: [] });
  expect(await place(wanted(), 'ended')).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('is expired') },
  });
});

test("somebody else's order is 404 to read and to cancel", async () => {
  const { orderId } = await placed();
  expect(await get(orderId, 'bob')).toMatchObject({ status: 404 });
  expect(await cancel(orderId, 'bob')).toMatchObject({ status: 404 });
  expect((await get(orderId)).body).toMatchObject({ status: 'pending' });
});

test('a captured payment confirms the order once', async () => {
  const { orderId } = await placed();
  for (let i = 0; i < 2; i++)
    expect(await orders.deliver('payments', 'PaymentCaptured', paymentEvent(orderId))).toEqual([]);
  expect((await get(orderId)).body).toMatchObject({ status: 'confirmed', confirmedAt: expect.any(String) });
  expect((await newsOf(orderId)).map(({ type }) => type).sort()).toEqual(['OrderConfirmed', 'OrderPlaced']);
});

test('a declined payment cancels the order and says why; a capture that comes after changes nothing', async () => {
  const { orderId } = await placed();
  const declined = paymentEvent(orderId, {
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  });
  await orders.deliver('payments', 'PaymentDeclined', declined);
  await orders.deliver('payments', 'PaymentCaptured', paymentEvent(orderId));
  expect((await get(orderId)).body).toMatchObject({
    status: 'cancelled',
    cancellationReason: 'payment_declined',
    cancellationDetail: 'Your card has insufficient funds.',
  });
  expect((await newsOf(orderId)).map(({ type }) => type).sort()).toEqual(['OrderCancelled', 'OrderPlaced']);
});

test('a refused stock commit cancels a pending order, not a confirmed one', async () => {
  const [pending, confirmed] = [await placed(), await placed()];
  await orders.deliver('payments', 'PaymentCaptured', paymentEvent(confirmed.orderId));
  for (const { orderId } of [pending, confirmed])
    await orders.deliver('inventory', 'StockCommitRefused', {
      eventId: `${orderId}-r`,
      orderId,
      reason: 'expired',
    });
  expect((await get(pending.orderId)).body).toMatchObject({
    status: 'cancelled',
    cancellationReason: 'reservation_ended',
  });
  expect((await get(confirmed.orderId)).body).toMatchObject({ status: 'confirmed' });
});

test('a customer cancels a pending and a confirmed order, once', async () => {
  const { orderId } = await placed();
  await orders.deliver('payments', 'PaymentCaptured', paymentEvent(orderId));
  const first = await cancel(orderId);
  expect(first).toMatchObject({
    status: 200,
    body: { status: 'cancelled', cancellationReason: 'cancelled_by_customer' },
  });
  expect((await cancel(orderId)).text).toBe(first.text);
  expect((await newsOf(orderId)).filter(({ type }) => type === 'OrderCancelled')).toHaveLength(1);
});

test('an event of an order that does not exist comes again', async () => {
  const orderId = `ord_${'0'.repeat(32)}`;
  expect(await orders.deliver('payments', 'PaymentCaptured', paymentEvent(orderId))).toEqual(['m']);
});

test('version 2 shows the same orders with money and cancellation as objects', async () => {
  const headers = { 'idempotency-key': 'both versions' };
  const first = await orders.send({ method: 'POST', url: '/v2/orders', headers, body: wanted() });
  const { orderId } = first.body as Order;
  const shown = {
    orderId,
    status: 'pending',
    lines: [{ sku: 'COF-A', quantity: 2, unitPrice: { amount: 1890, currency: 'EUR' } }],
    total: { amount: 3780, currency: 'EUR' },
    placedAt: expect.any(String),
  };
  expect(first).toMatchObject({ status: 201, headers: { location: `/v2/orders/${orderId}` } });
  expect(first.body).toEqual(shown);
  expect((await place(wanted(), 'both versions')).body).toMatchObject({ orderId, totalCents: 3780 });
  const ask = (method: string, path = '') => orders.send({ method, url: `/v2/orders${path}` });
  expect((await ask('GET', `/${orderId}`)).body).toEqual(shown);
  expect((await ask('GET')).body).toMatchObject({ orders: expect.arrayContaining([shown]) });
  expect((await ask('PUT', `/${orderId}/cancellation`)).body).toEqual({
    ...shown,
    status: 'cancelled',
    cancellation: { reason: 'cancelled_by_customer', cancelledAt: expect.any(String) },
  });
  expect(await orders.send({ method: 'GET', url: `/v2/orders/${orderId}` }, 'bob')).toMatchObject({
    status: 404,
  });
});

test('version 1 says that it is deprecated and when it ends; version 2 does not', async () => {
  const { headers } = await get((await placed()).orderId);
  expect(headers).toMatchObject({
    deprecation: '@1795564800',
    link: '</v2/orders>; rel="successor-version"',
    sunset: 'Tue, 30 Nov 2027 00:00:00 GMT',
  });
  const newer = await orders.send({ method: 'GET', url: '/v2/orders' });
  expect([newer.headers.deprecation, newer.headers.sunset, newer.headers.link]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("a customer lists only his own orders, newest first, page by page; another's cursor is refused", async () => {
  const mine: string[] = [];
  for (let i = 0; i < 3; i++) mine.unshift((await placed('carl')).orderId);
  const list = (query: string, sub = 'carl') =>
    orders.send({ method: 'GET', url: `/v1/orders${query}` }, sub);
  const first = (await list('?limit=2')).body as { orders: Order[]; nextCursor: string };
  const second = (await list(`?limit=2&cursor=${first.nextCursor}`)).body as {
    orders: Order[];
    nextCursor?: string;
  };
  expect([...first.orders, ...second.orders].map(({ orderId }) => orderId)).toEqual(mine);
  expect(second.nextCursor).toBeUndefined();
  for (const cursor of [first.nextCursor, 'e30', 'bm8'])
    expect(await list(`?cursor=${cursor}`, 'dora')).toMatchObject({ status: 400 });
});
