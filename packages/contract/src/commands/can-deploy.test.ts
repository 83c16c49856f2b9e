import { thingsContract, Workspace } from '../changeset/workspace-fixture.js';
import { main } from '../cli.js';

const before = process.cwd();
let workspace: Workspace;
let output: string[];

const record = (orders: string, payments: string) =>
  workspace.write('deployed.yaml', `prod: { orders: { ${orders} }, payments: { ${payments} } }\nempty: {}\n`);

/** orders 1.0.0, which payments reacts to; payments 1.0.0, which orders calls. Both are tagged. */
beforeEach(() => {
  workspace = new Workspace();
  for (const name of ['orders', 'payments'])
    workspace.manifest(`packages/${name}-client`, `@atoll/${name}-client`);
  workspace.manifest('apps/orders', '@atoll/orders', {
    dependencies: { '@atoll/payments-client': '^1.0.0', yaml: '^2.0.0' },
  });
  workspace.manifest('apps/payments', '@atoll/payments', {
    dependencies: { '@atoll/orders-client': '^1.0.0' },
  });
  workspace.write('apps/orders/src/context.ts', "import { paymentsClient } from '@atoll/payments-client';\n");
  workspace.write(
    'apps/payments/src/events.ts',
    "import { OrderPlaced } from '@atoll/orders-client/events';\n",
  );
  workspace.manifest('apps/orders/node_modules/@atoll/payments-client', '@atoll/payments-client');
  workspace.commit();
  workspace.git('tag', '@atoll/orders@1.0.0');
  record(
    'version: 1.0.0, contractVersion: 1.0.0, testedWith: { "@atoll/payments-client": 1.0.0 }',
    'version: 1.0.0, contractVersion: 1.0.0, testedWith: { "@atoll/orders-client": 1.0.0 }',
  );
  process.chdir(workspace.root);
  output = [];
  const keep = (line: unknown) => void output.push(String(line));
  jest.spyOn(console, 'log').mockImplementation(keep);
  jest.spyOn(console, 'error').mockImplementation(keep);
});
afterEach(() => {
  process.chdir(before);
  jest.restoreAllMocks();
  workspace.remove();
});

async function ask(...args: string[]): Promise<[number, string]> {
  output = [];
  const code = await main(['can-deploy', ...args]);
  return [code, output.join('\n')];
}

test('the work tree can go where everything fits, and every pair says why and by which way', async () => {
  expect(await ask('orders', '--to', 'prod')).toEqual([
    0,
    `yes: orders 1.0.0 with contract 1.0.0 can be deployed to prod
  yes      payments 1.0.0 → orders 1.0.0 (events): its tests ran with @atoll/orders-client 1.0.0, and contract 1.0.0 keeps that
  yes      orders 1.0.0 → payments 1.0.0 (http): its tests ran with @atoll/payments-client 1.0.0, and contract 1.0.0 keeps that`,
  ]);
});

test('a changeset that waits counts: the work tree stands for the next version', async () => {
  workspace.write('.changeset/x.md', "---\n'@atoll/orders-client': major\n---\n\nx\n");
  const [code, text] = await ask('orders', '--to', 'prod');
  expect(code).toBe(1);
  expect(text).toContain('no: orders 1.0.0 with contract 2.0.0 cannot be deployed to prod');
  expect(text).toContain('deploy first: payments tested with @atoll/orders-client 2.0.0');
});

test('a contract that is no longer what its tag has counts as what its change needs, with a changeset or without', async () => {
  const contract = 'packages/orders-client/openapi.yaml';
  workspace.write(contract, thingsContract('name: { type: string }'));
  workspace.commit();
  workspace.git('tag', '@atoll/orders-client@1.0.0');
  expect((await ask('orders', '--to', 'prod'))[1]).toContain('yes: orders 1.0.0 with contract 1.0.0 can');
  workspace.write(contract, thingsContract('name: { type: string }, size: { type: integer }'));
  expect((await ask('orders', '--to', 'prod'))[1]).toContain('yes: orders 1.0.0 with contract 1.1.0 can');
  workspace.write(contract, thingsContract('name: { type: integer }'));
  expect((await ask('orders', '--to', 'prod'))[1]).toContain('no: orders 1.0.0 with contract 2.0.0 cannot');
});

test('a released version is known by its tag, one that is deployed somewhere by the record', async () => {
  workspace.manifest('apps/orders', '@atoll/orders', { version: '1.1.0' });
  workspace.manifest('packages/orders-client', '@atoll/orders-client', { version: '2.0.0' });
  expect((await ask('orders', '--to', 'prod'))[0]).toBe(1);
  expect((await ask('orders', '--to', 'prod', '--version', '1.1.0'))[0]).toBe(1);
  workspace.write(
    'other.yaml',
    'prod: { payments: { version: 1.0.0, contractVersion: 1.0.0, testedWith: { "@atoll/orders-client": 1.0.0 } } }\n',
  );
  const [code, text] = await ask('orders', '--to', 'prod', '--version', '1.0.0', '--record', 'other.yaml');
  expect([code, text]).toEqual([0, expect.stringContaining('orders 1.0.0 with contract 1.0.0 can')]);
  workspace.write(
    'two.yaml',
    'prod: { payments: { version: 1.0.0 } }\nstaging: { orders: { version: 9.0.0 } }\n',
  );
  const [, staged] = await ask('orders', '--to', 'prod', '--version', '9.0.0', '--record', 'two.yaml');
  expect(staged).toContain('nothing tells which contract orders 9.0.0 keeps');
});

test('a consumer that moved can go before a provider that only takes away: the contracts are compared', async () => {
  const contract = 'packages/orders-client/openapi.yaml';
  workspace.write(contract, thingsContract('name: { type: string }, size: { type: integer }'));
  workspace.commit();
  workspace.git('tag', '@atoll/orders-client@1.0.0');
  workspace.write(contract, thingsContract('name: { type: string }'));
  workspace.manifest('packages/orders-client', '@atoll/orders-client', { version: '2.0.0' });
  workspace.manifest('apps/payments', '@atoll/payments', {
    dependencies: { '@atoll/orders-client': '^2.0.0' },
  });
  workspace.manifest('node_modules/@atoll/orders-client', '@atoll/orders-client', { version: '2.0.0' });
  const [code, text] = await ask('payments', '--to', 'prod');
  expect(text).toContain('contract 1.0.0, compared with it, keeps all of that');
  expect(code).toBe(0);
  expect((await ask('orders', '--to', 'prod'))[0]).toBe(1);
  workspace.write(contract, thingsContract('name: { type: string }, size: { type: string }'));
  expect((await ask('payments', '--to', 'prod'))[0]).toBe(1);
});

test('a version of which nothing is known cannot be deployed', async () => {
  const [code, text] = await ask('orders', '--to', 'prod', '--version', '8.0.0');
  expect([code, text]).toEqual([1, expect.stringContaining('no: nothing is known of orders 8.0.0')]);
});

test('the first service of an environment waits for whom it calls, not for whose events it hears', async () => {
  const [code, text] = await ask('orders', '--to', 'empty');
  expect([code, text]).toEqual([1, expect.stringContaining('deploy first: payments')]);
  expect((await ask('payments', '--to', 'empty'))[0]).toBe(0);
});

test('a client that is not installed was not tested with', async () => {
  const [code, text] = await ask('payments', '--to', 'prod');
  expect([code, text]).toEqual([1, expect.stringContaining('nothing tells with which @atoll/orders-client')]);
});

test('JSON holds the decision', async () => {
  const [, text] = await ask('orders', '--to', 'prod', '--json');
  expect(JSON.parse(text)).toMatchObject({
    yes: true,
    environment: 'prod',
    pairs: [{ uses: ['events'] }, { uses: ['http'] }],
  });
});

test('a wrong question is told, with exit code 2', async () => {
  expect(await ask('orders', '--to', 'nowhere')).toEqual([
    2,
    expect.stringContaining("no environment 'nowhere' (it has prod, empty)"),
  ]);
  expect(await ask('order', '--to', 'prod')).toEqual([
    2,
    expect.stringContaining("no service 'order' (there are orders, payments)"),
  ]);
  expect(await ask('orders', '--to', 'prod', '--record', 'none.yaml')).toEqual([
    2,
    expect.stringContaining('none.yaml: there is no such file'),
  ]);
  expect((await ask('orders'))[0]).toBe(2);
});
