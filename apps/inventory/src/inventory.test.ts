import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { startInventory, type TestedInventory, tableName } from './fixture.js';

let inventory: TestedInventory;
let orders = 0;

beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const newOrder = () => `ord_${String(++orders).padStart(32, '0')}`;
const receive = (sku: string, receiptId: string, quantity: number) =>
  inventory.send({ method: 'PUT', url: `/v1/stock/${sku}/receipts/${receiptId}`, body: { quantity } });
const reserve = (id: string, lines: object[]) =>
  inventory.send({ method: 'PUT', url: `/v1/reservations/${id}`, body: { lines } });
const release = (id: string) => inventory.send({ method: 'DELETE', url: `/v1/reservations/${id}` });
const statusOf = async (id: string) =>
  ((await inventory.send({ method: 'GET', url: `/v1/reservations/${id}` })).body as { status: string })
    .status;

const payment = (orderId: string) => ({
  eventId: `${orderId}-authorized`,
  orderId,
  customerId: 'ann',
  amountCents: 100,
  currency: 'EUR',
  at: '2026-01-01T00:00:00.000Z',
});
const authorized = (orderId: string) => inventory.deliver('payments', 'PaymentAuthorized', payment(orderId));
const cancelled = (orderId: string) =>
  inventory.deliver('orders', 'OrderCancelled', {
    eventId: `${orderId}-cancelled`,
    orderId,
    customerId: 'ann',
    reason: 'cancelled_by_customer',
    cancelledAt: '2026-01-01T00:00:00.000Z',
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

test('a receipt counts once, and is refused when it comes with another quantity', async () => {
  expect(await receive('RCP', 'one', 5)).toMatchObject({
    status: 200,
    body: { available: 5, reserved: 0, sold: 0 },
  });
  expect(await receive('RCP', 'one', 5)).toMatchObject({ status: 200, body: { available: 5 } });
  expect(await receive('RCP', 'one', 6)).toMatchObject({ status: 409 });
  expect(await receive('RCP', 'two', 6)).toMatchObject({ status: 200, body: { available: 11 } });
});

test('stock that never was is 404 for one SKU and zeros in a list', async () => {
  expect(await inventory.send({ method: 'GET', url: '/v1/stock/NEVER' })).toMatchObject({ status: 404 });
  expect(await inventory.level('NEVER')).toEqual({ available: 0, reserved: 0, sold: 0 });
});

test('all lines are reserved or none, and what is short is named with what is left', async () => {
  await receive('ALL-A', 'r', 5);
  await receive('ALL-B', 'r', 1);
  const id = newOrder();
  const lines = [
    { sku: 'ALL-A', quantity: 2 },
    { sku: 'ALL-B', quantity: 2 },
    { sku: 'ALL-C', quantity: 1 },
  ];
  const refused = await reserve(id, lines);
  expect(refused).toMatchObject({
    status: 409,
    body: { detail: 'ALL-B: 2 wanted, 1 left; ALL-C: 1 wanted, 0 left' },
  });
  expect((refused.body as { shortages: unknown }).shortages).toEqual([
    { sku: 'ALL-B', requested: 2, available: 1 },
    { sku: 'ALL-C', requested: 1, available: 0 },
  ]);
  expect(await inventory.level('ALL-A')).toEqual({ available: 5, reserved: 0, sold: 0 });
});

test('the same reservation again reserves nothing twice; with other lines it is refused', async () => {
  await receive('TWICE', 'r', 5);
  const id = newOrder();
  const half = { sku: 'TWICE', quantity: 1 };
  expect(await reserve(id, [half, half])).toMatchObject({ status: 200, body: { status: 'reserved' } });
  expect(await reserve(id, [{ sku: 'TWICE', quantity: 2 }])).toMatchObject({ status: 200 });
  expect(await reserve(id, [{ sku: 'TWICE', quantity: 3 }])).toMatchObject({ status: 409 });
  expect(await inventory.level('TWICE')).toEqual({ available: 3, reserved: 2, sold: 0 });
});

test('a paid reservation is sold once and announced once, however often the payment is told', async () => {
  await receive('SOLD', 'r', 3);
  const id = newOrder();
  await reserve(id, [{ sku: 'SOLD', quantity: 2 }]);
  expect(await authorized(id)).toEqual([]);
  expect(await authorized(id)).toEqual([]);
  expect(await inventory.level('SOLD')).toEqual({ available: 1, reserved: 0, sold: 2 });
  expect(await newsOf(id)).toMatchObject([
    { type: 'StockCommitted', detail: { eventId: `${id}-committed`, lines: [{ sku: 'SOLD', quantity: 2 }] } },
  ]);
  expect(await release(id)).toMatchObject({ status: 409 });
});

test('a reservation that was released, or never was, is not sold: the commit is refused once', async () => {
  await receive('GONE', 'r', 3);
  const [released, never] = [newOrder(), newOrder()];
  await reserve(released, [{ sku: 'GONE', quantity: 2 }]);
  expect(await release(released)).toMatchObject({ status: 200, body: { status: 'released' } });
  for (const id of [released, released, never]) expect(await authorized(id)).toEqual([]);
  expect(await newsOf(released)).toMatchObject([
    { type: 'StockCommitRefused', detail: { reason: 'released' } },
  ]);
  expect(await newsOf(never)).toMatchObject([{ type: 'StockCommitRefused', detail: { reason: 'unknown' } }]);
  expect(await inventory.level('GONE')).toEqual({ available: 3, reserved: 0, sold: 0 });
});

test('a cancelled order gives back what was reserved and what was sold, once', async () => {
  await receive('BACK', 'r', 5);
  const [early, late] = [newOrder(), newOrder()];
  for (const id of [early, late]) await reserve(id, [{ sku: 'BACK', quantity: 2 }]);
  await authorized(late);
  expect(await inventory.level('BACK')).toEqual({ available: 1, reserved: 2, sold: 2 });
  for (const id of [early, late, early, late]) expect(await cancelled(id)).toEqual([]);
  expect(await inventory.level('BACK')).toEqual({ available: 5, reserved: 0, sold: 0 });
  expect([await statusOf(early), await statusOf(late)]).toEqual(['released', 'returned']);
});

test('a cancellation that is faster than its reservation keeps it from taking stock', async () => {
  await receive('LATE', 'r', 5);
  const id = newOrder();
  await cancelled(id);
  expect(await reserve(id, [{ sku: 'LATE', quantity: 1 }])).toMatchObject({ status: 409 });
  expect(await inventory.level('LATE')).toEqual({ available: 5, reserved: 0, sold: 0 });
});

test('an event that breaks its contract comes again and ends in the dead letters', async () => {
  expect(await inventory.deliver('payments', 'PaymentAuthorized', { orderId: 'no order' })).toEqual(['m']);
});

test('reservations that are over give their units back; the others stay', async () => {
  const { InventoryTable } = await import('./inventory-table.js');
  const { expireReservations } = await import('./expire-reservations.js');
  await receive('OVER', 'r', 4);
  const [over, sold] = [newOrder(), newOrder()];
  for (const id of [over, sold]) await reserve(id, [{ sku: 'OVER', quantity: 1 }]);
  await authorized(sold);
  const table = new InventoryTable(new DynamoDBClient({}), tableName);
  const at = (minutes: number) => ({ inventory: table, now: () => new Date(Date.now() + minutes * 60_000) });
  await expireReservations(at(14), Number.POSITIVE_INFINITY);
  expect(await statusOf(over)).toBe('reserved');
  await expireReservations(at(16), Date.now());
  expect(await statusOf(over)).toBe('reserved');
  await expireReservations(at(16), Number.POSITIVE_INFINITY);
  expect([await statusOf(over), await statusOf(sold)]).toEqual(['expired', 'committed']);
  expect(await inventory.level('OVER')).toEqual({ available: 3, reserved: 0, sold: 1 });
  expect(await newsOf(over)).toMatchObject([{ type: 'ReservationExpired' }]);
  await authorized(over);
  const refused = (await newsOf(over)).filter(({ type }) => type === 'StockCommitRefused');
  expect(refused).toMatchObject([{ detail: { reason: 'expired' } }]);
});

test('nothing is sold twice: whatever happens at once, available + reserved + sold is what was received', async () => {
  const step = fc.record({ order: fc.nat(5), quantity: fc.integer({ min: 1, max: 3 }), kind: fc.nat(3) });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const sku = `RACE-${++round}`;
      await receive(sku, 'r', 10);
      const ids = Array.from({ length: 6 }, newOrder);
      const run = ({ order, quantity, kind }: { order: number; quantity: number; kind: number }) => {
        const id = ids[order] ?? '';
        if (kind === 0) return reserve(id, [{ sku, quantity }]);
        if (kind === 1) return authorized(id);
        return kind === 2 ? cancelled(id) : release(id);
      };
      await Promise.all(steps.map(run));
      const { available, reserved, sold } = await inventory.level(sku);
      expect(available + reserved + sold).toBe(10);
      expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 15, seed: 7 },
  );
}, 60_000);
