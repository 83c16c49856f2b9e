import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Payment } from '../gen/schemas.js';
import { startPayments, type TestedPayments, tableName } from './fixture.js';

let payments: TestedPayments;
let orders = 0;

beforeAll(async () => {
  payments = await startPayments();
});
beforeEach(() => {
  payments.provider.moves.length = 0;
  payments.provider.loseAnswers = 0;
  payments.provider.failures = 0;
});
afterAll(() => payments.close());

const newOrder = () => `ord_${String(++orders).padStart(32, '0')}`;
const at = '2026-01-01T00:00:00.000Z';
const placed = (orderId: string, paymentMethod = 'pm_card_visa', totalCents = 500) =>
  payments.deliver('orders', 'OrderPlaced', {
    eventId: `${orderId}-placed`,
    orderId,
    customerId: 'ann',
    lines: [{ sku: 'A', quantity: 1, unitPriceCents: totalCents }],
    totalCents,
    currency: 'EUR',
    paymentMethod,
    placedAt: at,
  });
const committed = (orderId: string) =>
  payments.deliver('inventory', 'StockCommitted', {
    eventId: `${orderId}-committed`,
    orderId,
    lines: [{ sku: 'A', quantity: 1 }],
    committedAt: at,
  });
const cancelled = (orderId: string) =>
  payments.deliver('orders', 'OrderCancelled', {
    eventId: `${orderId}-cancelled`,
    orderId,
    customerId: 'ann',
    reason: 'cancelled_by_customer',
    cancelledAt: at,
  });
const get = (orderId: string, sub = 'ann') =>
  payments.send({ method: 'GET', url: `/v1/payments/${orderId}` }, sub);
const statusOf = async (orderId: string) => ((await get(orderId)).body as Payment).status;

async function newsOf(orderId: string): Promise<string[]> {
  const { Items = [] } = await new DynamoDBClient({}).send(new ScanCommand({ TableName: tableName }));
  const news = Items.filter((item) => item.kind?.S === 'outbox' && item.detail?.S?.includes(orderId));
  return news.map((item) => item.detailType?.S ?? '').sort();
}

test('a placed order is held, and taken when its stock is committed; each once, however often it is told', async () => {
  const id = newOrder();
  for (let i = 0; i < 3; i++) expect(await placed(id)).toEqual([]);
  expect(await statusOf(id)).toBe('authorized');
  for (let i = 0; i < 3; i++) expect(await committed(id)).toEqual([]);
  expect((await get(id)).body).toEqual({
    orderId: id,
    status: 'captured',
    amountCents: 500,
    currency: 'EUR',
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  expect(payments.provider.moves).toEqual(['hold 500', 'take 500']);
  expect(await newsOf(id)).toEqual(['PaymentAuthorized', 'PaymentCaptured']);
  expect([...payments.provider.intents.values()].at(-1)?.metadata).toEqual({ order_id: id });
});

test.each([
  ['pm_card_chargeDeclined', 'generic_decline'],
  ['pm_unknown', 'resource_missing'],
  ['pm_needs_action', 'authentication_required'],
])('%s is declined with the code %s and told once', async (method, code) => {
  const id = newOrder();
  for (let i = 0; i < 2; i++) expect(await placed(id, method)).toEqual([]);
  expect((await get(id)).body).toMatchObject({ status: 'declined', declineCode: code });
  expect(await newsOf(id)).toEqual(['PaymentDeclined']);
  expect(payments.provider.moves).toEqual([]);
});

test('an amount that the provider cannot charge is declined without asking', async () => {
  const [most, more] = [newOrder(), newOrder()];
  await placed(most, 'pm_card_visa', 99_999_999);
  await placed(more, 'pm_card_visa', 100_000_000);
  expect([await statusOf(most), await statusOf(more)]).toEqual(['authorized', 'declined']);
  expect((await get(more)).body).toMatchObject({ declineCode: 'amount_too_large' });
  expect(payments.provider.moves).toEqual(['hold 99999999']);
});

test('an answer that is lost is asked for again under the same key: held once, taken once', async () => {
  const id = newOrder();
  payments.provider.loseAnswers = 1;
  expect(await placed(id)).toEqual(['m']);
  expect(await statusOf(id)).toBe('authorizing');
  expect(await placed(id)).toEqual([]);
  payments.provider.loseAnswers = 1;
  expect(await committed(id)).toEqual(['m']);
  expect(await committed(id)).toEqual([]);
  expect(payments.provider.moves).toEqual(['hold 500', 'take 500']);
});

test('a failure of the provider decides nothing', async () => {
  const id = newOrder();
  payments.provider.failures = 1;
  expect(await placed(id)).toEqual(['m']);
  expect([await statusOf(id), await newsOf(id)]).toEqual(['authorizing', []]);
});

test('a cancelled order lets go of what is held and gives back what was taken', async () => {
  const [held, taken] = [newOrder(), newOrder()];
  for (const id of [held, taken]) await placed(id);
  await committed(taken);
  for (const id of [held, taken, held, taken]) expect(await cancelled(id)).toEqual([]);
  expect([await statusOf(held), await statusOf(taken)]).toEqual(['voided', 'refunded']);
  expect(payments.provider.moves).toEqual([
    'hold 500',
    'hold 500',
    'take 500',
    'let go 500',
    'give back 500',
  ]);
  expect(await newsOf(held)).toEqual(['PaymentAuthorized', 'PaymentVoided']);
  expect(await newsOf(taken)).toEqual(['PaymentAuthorized', 'PaymentCaptured', 'PaymentRefunded']);
});

test('a cancellation that comes before its order keeps it from being paid', async () => {
  const id = newOrder();
  await cancelled(id);
  expect(await placed(id)).toEqual([]);
  expect(payments.provider.moves).toEqual([]);
  expect(await statusOf(id)).toBe('voided');
});

test('an order that is cancelled while the outcome is not known is let go of once it is', async () => {
  const id = newOrder();
  payments.provider.loseAnswers = 1;
  expect(await placed(id)).toEqual(['m']);
  expect(await cancelled(id)).toEqual([]);
  expect(payments.provider.moves).toEqual(['hold 500', 'let go 500']);
});

test('reconciliation settles what the queue has given up, and only what nobody is at', async () => {
  const { context } = await import('./context.js');
  const { reconcilePayments } = await import('./reconcile-payments.js');
  const id = newOrder();
  payments.provider.failures = 1;
  await placed(id);
  const { context: made } = await context();
  const later = (seconds: number) => ({ ...made, now: () => new Date(Date.now() + seconds * 1000) });
  await reconcilePayments(later(50), Number.POSITIVE_INFINITY);
  expect(await statusOf(id)).toBe('authorizing');
  await reconcilePayments(later(70), Number.POSITIVE_INFINITY);
  expect(await statusOf(id)).toBe('authorized');
});

test("somebody else's payment is 404; a listing has only one's own, newest first", async () => {
  const id = newOrder();
  await placed(id);
  expect(await get(id, 'bob')).toMatchObject({ status: 404 });
  const older = newOrder();
  const newer = newOrder();
  for (const each of [older, newer]) await placed(each);
  const page = async (query: string) =>
    (await payments.send({ method: 'GET', url: `/v1/payments?limit=1${query}` })).body;
  const first = (await page('')) as { payments: Payment[]; nextCursor: string };
  expect(first.payments.map(({ orderId }) => orderId)).toEqual([newer]);
  expect(await page(`&cursor=${first.nextCursor}`)).toMatchObject({ payments: [{ orderId: older }] });
  const his = await payments.send({ method: 'GET', url: '/v1/payments' }, 'bob');
  expect(his.body).toEqual({ payments: [] });
});

test('nobody is charged twice: whatever comes in whatever order at once, money is taken at most once and given back if cancelled', async () => {
  const event = fc.constantFrom('placed', 'committed', 'cancelled', 'lose');
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 14 }), async (events) => {
      const id = newOrder();
      payments.provider.moves.length = 0;
      await placed(id);
      const run = (name: string) => {
        if (name === 'lose') payments.provider.loseAnswers += 1;
        return name === 'placed' ? placed(id) : name === 'committed' ? committed(id) : cancelled(id);
      };
      await Promise.all(events.map(run));
      payments.provider.loseAnswers = 0;
      if (events.includes('committed')) await committed(id);
      const isCancelled = events.some((name) => name === 'cancelled' || name === 'lose');
      if (isCancelled) await cancelled(id);
      const { moves } = payments.provider;
      const count = (word: string) => moves.filter((move) => move.startsWith(word)).length;
      expect([count('hold'), count('take') <= 1, count('let go') + count('give back') <= 1]).toEqual([
        1,
        true,
        true,
      ]);
      if (isCancelled) expect(count('let go') + count('give back')).toBe(1);
      else if (events.includes('committed')) expect(count('take')).toBe(1);
    }),
    { numRuns: 20, seed: 11 },
  );
}, 60_000);
