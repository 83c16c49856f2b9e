import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type RunningTables, startTables } from '@atoll/local-aws';
import Stripe from 'stripe';
import { invoke } from '../gen/runtime/testing/invoke.js';

let tables: RunningTables;
let server: Server;
let stripe: Stripe;

/** Stripe's own library talks to the handler through a plain HTTP server. */
beforeAll(async () => {
  const templateFile = join(import.meta.dirname, '..', 'template.yaml');
  tables = await startTables({ templateFile, parameters: { Stage: 'test', SecretKey: 'sk_test_key' } });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: tables.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE_NAME: 'stripe-sandbox-test',
    SECRET_KEY: 'sk_test_key',
    LOG_LEVEL: 'silent',
  });
  const { handler } = await import('./api.js');
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const { method = '', url = '' } = request;
    const answer = await invoke(handler, { method, url, headers, ...(body !== '' && { body }) });
    response.writeHead(answer.status, answer.headers).end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stripe = client('sk_test_key');
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await tables.close();
});

function client(key: string): Stripe {
  const { port } = server.address() as AddressInfo;
  return new Stripe(key, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

const hold = (more: object = {}, key: string = crypto.randomUUID()) =>
  stripe.paymentIntents.create(
    {
      amount: 1890,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      capture_method: 'manual',
      confirm: true,
      metadata: { order_id: 'ord_1' },
      ...more,
    },
    { idempotencyKey: key },
  );
const ledger = async () => {
  const { data } = await stripe.balanceTransactions.list({ limit: 100 });
  return data.map(({ amount, type }) => `${type} ${amount}`).reverse();
};

test('an amount is held, taken and given back, and the ledger has what moved', async () => {
  const before = await ledger();
  const held = await hold();
  expect(held).toMatchObject({
    status: 'requires_capture',
    amount_received: 0,
    metadata: { order_id: 'ord_1' },
  });
  expect(await ledger()).toEqual(before);
  expect(await stripe.paymentIntents.capture(held.id)).toMatchObject({
    status: 'succeeded',
    amount_received: 1890,
  });
  await stripe.refunds.create({ payment_intent: held.id, amount: 90 });
  await stripe.refunds.create({ payment_intent: held.id });
  expect((await ledger()).slice(before.length)).toEqual(['charge 1890', 'refund -90', 'refund -1800']);
  await expect(stripe.refunds.create({ payment_intent: held.id })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
});

test('without confirm the card is not asked, and nothing is held', async () => {
  expect(await hold({ confirm: undefined })).toMatchObject({
    status: 'requires_confirmation',
    latest_charge: null,
  });
  const { id } = await stripe.paymentIntents.create({ amount: 5, currency: 'eur' });
  expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({
    status: 'requires_payment_method',
    amount: 5,
  });
  await expect(hold({ payment_method: undefined })).rejects.toMatchObject({
    type: 'StripeInvalidRequestError',
  });
});

test('an automatic capture takes the amount at once', async () => {
  expect(await hold({ capture_method: 'automatic' })).toMatchObject({
    status: 'succeeded',
    amount_received: 1890,
  });
});

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
])('%s is declined as %s', async (payment_method, code, decline_code) => {
  await expect(hold({ payment_method })).rejects.toMatchObject({
    type: 'StripeCardError',
    statusCode: 402,
    code,
    ...(decline_code !== undefined && { decline_code }),
  });
});

test('a card that needs its holder waits, an unknown one is refused', async () => {
  expect(await hold({ payment_method: 'pm_card_authenticationRequired' })).toMatchObject({
    status: 'requires_action',
  });
  await expect(hold({ payment_method: 'pm_none' })).rejects.toMatchObject({
    code: 'resource_missing',
    param: 'payment_method',
  });
});

test('a key does its work once: the same again answers the same, also a decline', async () => {
  const [first, second] = [await hold({}, 'once'), await hold({}, 'once')];
  expect(second.id).toBe(first.id);
  const decline = () =>
    hold({ payment_method: 'pm_card_chargeDeclined' }, 'declined-once').catch((error) => error);
  const [one, two] = [await decline(), await decline()];
  expect(two.payment_intent.id).toBe(one.payment_intent.id);
});

test('what was let go cannot be taken, what was taken cannot be let go', async () => {
  const [one, two] = [await hold(), await hold()];
  expect(await stripe.paymentIntents.cancel(one.id)).toMatchObject({ status: 'canceled' });
  const unexpected = { code: 'payment_intent_unexpected_state' };
  await expect(stripe.paymentIntents.capture(one.id)).rejects.toMatchObject(unexpected);
  await stripe.paymentIntents.capture(two.id);
  await expect(stripe.paymentIntents.cancel(two.id)).rejects.toMatchObject(unexpected);
  await expect(stripe.paymentIntents.capture(two.id, { amount_to_capture: 1 })).rejects.toMatchObject(
    unexpected,
  );
});

test('no more is taken than was held, and no more given back than was taken', async () => {
  const { id } = await hold();
  await expect(stripe.paymentIntents.capture(id, { amount_to_capture: 1891 })).rejects.toMatchObject({
    code: 'amount_too_large',
  });
  await stripe.paymentIntents.capture(id, { amount_to_capture: 1000 });
  await expect(stripe.refunds.create({ payment_intent: id, amount: 1001 })).rejects.toMatchObject({
    param: 'amount',
  });
  const racing = await Promise.allSettled(
    [600, 600].map((amount) => stripe.refunds.create({ payment_intent: id, amount })),
  );
  expect(racing.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the ledger is read page by page, newest first', async () => {
  const all = await ledger();
  const seen: string[] = [];
  for await (const { amount, type } of stripe.balanceTransactions.list({ limit: 2 }))
    seen.unshift(`${type} ${amount}`);
  expect(seen).toEqual(all);
});

test('a wrong key is refused', async () => {
  await expect(client('sk_wrong').balanceTransactions.list()).rejects.toMatchObject({ statusCode: 401 });
});
