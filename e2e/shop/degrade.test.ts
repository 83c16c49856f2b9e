import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Customer, eventually } from './customer.js';
import { startShop } from './shop-process.js';
import { behaviour } from './target.js';

const directory = mkdtempSync(join(tmpdir(), 'atoll degrade '));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The discard port: nothing answers there. */
const nowhere = 'http://127.0.0.1:9';
const overrides = (...pairs: string[]) => pairs.flatMap((pair) => ['--parameter-overrides', pair]);

behaviour(
  'without the payment provider orders are taken and wait; once it is back they are finished',
  async () => {
    const without = await startShop(['--data', directory, ...overrides(`ProviderUrl=${nowhere}`)]);
    const ann = new Customer(without, 'ann');
    const { orderId } = await ann.buy('COF-COL-250G', 2);
    await eventually(async () =>
      (await ann.paymentOf(orderId))?.status === 'authorizing' ? true : undefined,
    );
    expect(await ann.order(orderId)).toMatchObject({ status: 'pending' });
    expect(await ann.stock('COF-COL-250G')).toMatchObject({ reserved: 2, sold: 0 });
    await without.stop();

    const back = await startShop(['--data', directory]);
    try {
      const again = new Customer(back, 'ann');
      await again.settled(orderId, ['confirmed'], 60_000);
      expect(await again.stock('COF-COL-250G')).toMatchObject({ reserved: 0, sold: 2 });
    } finally {
      await back.stop();
    }
  },
  180_000,
);

behaviour(
  'with all APIs of others out of reach, an order is 503 with Retry-After and everything else goes on',
  async () => {
    const alone = await startShop(overrides(`ApiUrl=${nowhere}`));
    try {
      const ann = new Customer(alone, 'ann');
      const wanted = { lines: [{ sku: 'COF-COL-250G', quantity: 1 }], paymentMethod: 'pm_card_visa' };
      for (let i = 0; i < 7; i++) {
        const refused = await ann.place(wanted);
        expect(refused).toMatchObject({ status: 503, body: { status: 503 } });
        expect(refused.headers['retry-after']).toBe('2');
      }
      expect((await ann.orders.listMyOrdersV2({})).status).toBe(200);
      expect((await ann.payments.listMyPayments({})).status).toBe(200);
      expect(await ann.stock('COF-COL-250G')).toMatchObject({ reserved: 0, sold: 0 });
    } finally {
      await alone.stop();
    }
  },
  120_000,
);
