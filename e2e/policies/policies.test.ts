import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GrantReport } from '@atoll/local-aws';
import { Customer, eventually } from '../shop/customer.js';
import { startShop } from '../shop/shop-process.js';
import { exercise } from './exercise.js';
import { lineOf, type Removed, shopWithout } from './shop-without.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'atoll policies '));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('the templates grant what the functions do, and nothing else: without any one statement something is refused', async () => {
  const file = join(directory, 'grants.json');
  const shop = await startShop(['--record-grants', file]);
  await exercise(shop).finally(() => shop.stop());
  expect(shop.output()).not.toContain('was refused');
  const { used, unused }: GrantReport = JSON.parse(readFileSync(file, 'utf8'));
  expect(unused).toEqual([]);
  const statements = new Set(used.flatMap(({ grantedBy }) => grantedBy));
  const needed = used.flatMap(({ grantedBy }) => (grantedBy.length === 1 ? grantedBy : []));
  expect(statements.size).toBeGreaterThan(20);
  expect(new Set(needed)).toEqual(statements);
}, 90_000);

const listing: Removed = { service: 'orders', resource: 'OrdersFunction', action: 'dynamodb:Query' };
const paying: Removed = {
  service: 'payments',
  resource: 'PaymentsEventsFunction',
  action: 'dynamodb:PutItem',
};
const telling: Removed = {
  service: 'catalog',
  resource: 'CatalogPublisherFunction',
  action: 'events:PutEvents',
};

test('what a removed statement granted fails as on AWS, and the line that lacks it is printed', async () => {
  const template = shopWithout(directory, [listing, paying, telling]);
  const shop = await startShop(['--template', template]);
  const resources = [
    [listing, `!Sub "\${OrdersTable.Arn}/index/by-customer"`],
    [paying, '!GetAtt PaymentsTable.Arn'],
    [telling, 'arn:aws:events:us-east-1:000000000000:event-bus/atoll-local'],
  ] as const;
  try {
    const ann = new Customer(shop, 'ann');
    const { orderId } = await ann.buy('COF-ESP-1KG');
    expect(await ann.orders.listMyOrdersV2({}).catch((error: Error) => error.message)).toContain('500');
    for (const [removed, arn] of resources) {
      const { action } = removed;
      const place = `apps/${removed.service}/template.yaml:${lineOf(directory, removed)}`;
      const statement = `- Statement: [{ Effect: Allow, Action: [${action}], Resource: ${arn} }]`;
      const line = `${place}: add to the Policies of ${removed.resource}: ${statement}`;
      await eventually(async () => (shop.output().includes(line) ? true : undefined), 10_000);
      expect(shop.output()).toContain(`${removed.resource} was refused ${action}`);
    }
    expect(await ann.order(orderId)).toMatchObject({ status: 'pending' });
  } finally {
    await shop.stop();
  }
}, 90_000);

const publishers = ['catalog', 'inventory', 'orders', 'payments'];
const subscribers = ['inventory', 'orders', 'payments'];
const named = (service: string, what: string) => `${service[0]?.toUpperCase()}${service.slice(1)}${what}`;

test('what only Lambda and EventBridge need is asked for before the start', async () => {
  const action = 'sqs:SendMessage';
  const template = shopWithout(directory, [
    ...publishers.map((service) => ({ service, resource: named(service, 'PublisherFunction'), action })),
    ...subscribers.map((service) => ({ service, resource: named(service, 'QueuePolicy'), action })),
  ]);
  const refused = await startShop(['--template', template]).then(
    () => 'it started',
    (error: Error) => error.message,
  );
  expect(refused).toContain('exit code 1');
  for (const service of publishers) {
    const statement = `- Statement: [{ Effect: Allow, Action: [${action}], Resource: !GetAtt ${named(service, 'DeadLetters')}.Arn }]`;
    expect(refused).toContain(
      `error policy-missing: ${named(service, 'PublisherFunction')} must be allowed ${action} on `,
    );
    expect(refused).toContain(`add to the Policies of ${named(service, 'PublisherFunction')}: ${statement}`);
  }
  for (const service of subscribers)
    expect(refused).toContain(
      `error queue-policy-missing: ${named(service, 'Subscriptions')} sends to ${named(service, 'Queue')}, which`,
    );
}, 60_000);
