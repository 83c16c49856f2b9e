import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Customer } from './customer.js';
import { startShop } from './shop-process.js';
import { behaviour } from './target.js';

const directory = mkdtempSync(join(tmpdir(), 'atoll data '));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

behaviour(
  'kill -9 loses no acknowledged order, and what was under way is finished after the next start',
  async () => {
    const first = await startShop(['--data', directory]);
    const ann = new Customer(first, 'ann');
    const before = await ann.stock('COF-GUA-250G');
    const acknowledged: string[] = [];
    const buying = Array.from({ length: 12 }, async () => {
      const { orderId } = await ann.buy('COF-GUA-250G');
      acknowledged.push(orderId);
    });
    while (acknowledged.length < 6) await new Promise((resolve) => setTimeout(resolve, 10));
    await first.stop('SIGKILL');
    await Promise.allSettled(buying);

    const second = await startShop(['--data', directory]);
    try {
      const again = new Customer(second, 'ann');
      expect(acknowledged.length).toBeGreaterThanOrEqual(6);
      for (const orderId of acknowledged) await again.settled(orderId, ['confirmed'], 60_000);
      const { available, reserved, sold } = await again.stock('COF-GUA-250G');
      expect(available + reserved + sold).toBe(before.available + before.reserved + before.sold);
      expect(sold).toBeGreaterThanOrEqual(acknowledged.length);
    } finally {
      await second.stop();
    }
  },
  180_000,
);
