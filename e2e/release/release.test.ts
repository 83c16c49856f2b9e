import { startShop } from '../shop/shop-process.js';
import { runInBrowser, whyNoBrowser } from './browser.js';
import { Clone } from './clone.js';
import { Consumer } from './consumer.js';
import { missingTool, type Registry, startRegistry } from './registry.js';
import { type Run, run, runNode } from './run-script.js';

const contract = 'packages/orders-client/openapi.yaml';
// A guard against standing still: on a free machine all of it takes two minutes.
const longMs = 600_000;
const missing = missingTool('verdaccio', 'publint', '@arethetypeswrong/cli');
if (missing !== undefined) console.warn(`releases are not tried: ${missing}`);
const noBrowser = missing ?? whyNoBrowser();
if (noBrowser !== undefined) console.warn(`clients are not tried in a browser: ${noBrowser}`);
const chain = missing === undefined ? describe : describe.skip;
const inBrowser = noBrowser === undefined ? test : test.skip;

chain('from a change of a contract to the answer whether it can be deployed', () => {
  let clone: Clone;
  let registry: Registry;
  let consumer: Consumer;
  let first: Run;

  const script = (...args: string[]) => runNode(args, { cwd: clone.root, env: registry.env });
  const release = (...args: string[]) => script('scripts/release.mjs', ...args);
  const check = (...args: string[]) => script('packages/contract/bin/contract.js', ...args);
  const tags = () => clone.git('tag', '--list', '--points-at', 'HEAD').trim().split('\n').sort();

  beforeAll(async () => {
    clone = new Clone();
    registry = await startRegistry();
    consumer = new Consumer(registry);
    first = await release('publish');
  }, longMs);
  afterAll(async () => {
    await registry?.stop();
    consumer?.remove();
    clone?.remove();
  });

  test(
    'a release publishes and tags every client and tool, tags the services, and does so once',
    async () => {
      expect(first).toMatchObject({ code: 0 });
      const published = Array.from(first.output.matchAll(/^published (\S+)$/gm), ([, name]) => name ?? '');
      expect(published).toEqual(
        expect.arrayContaining(['@atoll/orders-client@1.0.0', '@atoll/local-aws@0.1.0']),
      );
      expect(tags()).toEqual(
        [
          ...published,
          ...['catalog', 'inventory', 'orders', 'payments', 'stripe-sandbox'].map(
            (each) => `@atoll/${each}@${clone.version(`apps/${each}`)}`,
          ),
        ].sort(),
      );
      const again = await release('publish');
      expect(again).toEqual({ code: 0, output: 'every package is published already\n' });
    },
    longMs,
  );

  test(
    'a stranger gets ESM, types, maps with their sources, a README and a bill of materials, and nothing that runs on install',
    async () => {
      expect(await consumer.install('@atoll/orders-client')).toMatchObject({ code: 0 });
      const manifest = JSON.parse(consumer.installed('@atoll/orders-client/package.json'));
      expect(manifest).toMatchObject({ version: '1.0.0', type: 'module', sideEffects: false });
      expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['scripts']));
      expect(JSON.stringify(manifest)).not.toMatch(/@atoll\/source|workspace:|file:/);
      const map = JSON.parse(consumer.installed('@atoll/orders-client/dist/index.js.map'));
      expect(map.sourcesContent[0]).toContain('ordersClient');
      const bill = JSON.parse(consumer.installed('@atoll/orders-client/sbom.cdx.json'));
      expect(bill).toMatchObject({
        bomFormat: 'CycloneDX',
        metadata: { component: { name: '@atoll/orders-client' } },
      });
      expect(bill.components.map((each: { name: string }) => each.name).sort()).toEqual(['fp-ts', 'io-ts']);
    },
    longMs,
  );

  test(
    "the README's first call compiles; a field that the contract does not have does not",
    async () => {
      const readme = consumer.installed('@atoll/orders-client/README.md');
      const code = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
      expect(code).toContain('placeOrderV2');
      expect(await consumer.compile('readme', code)).toEqual({ code: 0, output: '' });
      const request = await consumer.compile('request', code.replace('quantity:', 'colour: 1, quantity:'));
      expect(request).toMatchObject({ code: 1, output: expect.stringMatching(/TS2353.*'colour'/) });
      const answer = await consumer.compile(
        'answer',
        code.replace('placeOrderV2Result.body)', 'placeOrderV2Result.body.colour)'),
      );
      expect(answer).toMatchObject({ code: 1, output: expect.stringMatching(/TS2339.*'colour'/) });
    },
    longMs,
  );

  describe('beside the running shop', () => {
    let shop: Awaited<ReturnType<typeof startShop>>;
    beforeAll(async () => {
      shop = await startShop();
    }, longMs);
    afterAll(() => shop?.stop());

    const call = `
import { ordersClient } from '@atoll/orders-client';

export async function order(baseUrl, token) {
  const orders = ordersClient({ baseUrl, auth: () => token, timeoutMs: 20_000 });
  const placed = await orders.placeOrderV2({
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: { lines: [{ sku: 'COF-ESP-1KG', quantity: 1 }], paymentMethod: 'pm_card_visa' },
  });
  if (placed.status !== 201) return JSON.stringify(placed);
  const found = await orders.getOrderV2({ path: { orderId: placed.body.orderId } });
  return \`\${placed.status} \${placed.body.status} \${found.status === 200 && found.body.orderId === placed.body.orderId}\`;
}
`;

    test(
      'the installed client places an order from Node',
      async () => {
        const token = await shop.token('ann', 'orders:read orders:write');
        const text = `${call}\nconsole.log(await order(...process.argv.slice(2)));`;
        expect(await consumer.execute(text, shop.apiUrl, token)).toEqual({
          code: 0,
          output: '201 pending true\n',
        });
      },
      longMs,
    );

    inBrowser(
      'and, bundled, from a browser',
      async () => {
        const token = await shop.token('ben', 'orders:read orders:write');
        consumer.write('page.mjs', `${call}\nglobalThis.order = order;`);
        const page = { entry: 'page.mjs', call: 'order', token };
        const result = await runInBrowser(consumer.root, { ...page, apiUrl: shop.apiUrl });
        expect(result).toEqual({ code: 0, output: '201 pending true\n' });
      },
      longMs,
    );
  });

  test(
    'an addition needs a minor: check tells the file, and with it is content',
    async () => {
      clone.git('checkout', '--quiet', '-b', 'gift-notes');
      clone.edit(
        contract,
        '        cancellation: {',
        '        giftNote: { type: string, maxLength: 200 }\n        cancellation: {',
      );
      const refused = await check('check', '--since', 'main');
      expect(refused).toMatchObject({
        code: 1,
        output: expect.stringContaining("---\n'@atoll/orders-client': minor\n---"),
      });
      expect(await check('changeset', '--since', 'main')).toMatchObject({ code: 0 });
      expect(await check('check', '--since', 'main')).toMatchObject({ code: 0 });
      clone.write(
        '.changeset/words.md',
        "---\n'@atoll/catalog-client': patch\n'@atoll/catalog': patch\n---\n\nSay it better.\n",
      );
      clone.commit('Let orders have a note');
      const report = await release('report', '--since', 'main');
      expect(report).toMatchObject({
        code: 0,
        output: expect.stringContaining('| @atoll/orders-client | minor | 1.0.0 → 1.1.0 |'),
      });
    },
    longMs,
  );

  test(
    'versions move where a changeset says so, with changelog, contract and lockfile, and nowhere else',
    async () => {
      const before = versions();
      expect(await release('version')).toMatchObject({ code: 0 });
      expect(changed(before, versions())).toEqual({
        'apps/catalog': '0.1.1',
        'packages/catalog-client': '1.0.1',
        'packages/orders-client': '1.1.0',
      });
      expect(clone.read(contract)).toMatch(/^ {2}version: 1\.1\.0$/m);
      expect(clone.read('packages/orders-client/CHANGELOG.md')).toMatch(
        /## 1\.1\.0\n\n### Minor Changes\n\n[\s\S]*giftNote/,
      );
      const lockfile = JSON.parse(clone.read('package-lock.json'));
      expect(lockfile.packages['packages/orders-client'].version).toBe('1.1.0');
      expect(await check('check')).toMatchObject({ code: 0 });
      clone.commit('Version packages');
      expect(await check('check', '--since', 'main')).toMatchObject({ code: 0 });
    },
    longMs,
  );

  test(
    'a release that ended between publishing and tagging goes on where it stopped',
    async () => {
      const pack = await script(
        'scripts/pack.mjs',
        '--json',
        '--out',
        `${consumer.root}/packed`,
        '@atoll/orders-client',
      );
      const [packed] = JSON.parse(pack.output);
      expect(
        await run('npm', ['publish', packed.file], { cwd: consumer.root, env: registry.env }),
      ).toMatchObject({ code: 0 });
      const { code, output } = await release('publish');
      expect({ code, lines: output.trim().split('\n') }).toEqual({
        code: 0,
        lines: [
          'published @atoll/catalog-client@1.0.1',
          'New tag:  @atoll/catalog-client@1.0.1',
          // The same sources give the same bytes, so it is told that these are the ones that were published.
          'New tag:  @atoll/orders-client@1.1.0',
          'New tag:  @atoll/catalog@0.1.1',
        ],
      });
      const text =
        "import type { OrderV2 } from '@atoll/orders-client';\nexport const note = (order: OrderV2): string | undefined => order.giftNote;\n";
      expect(await consumer.compile('before', text)).toMatchObject({ code: 1 });
      expect(await consumer.install('@atoll/orders-client@^1.0.0')).toMatchObject({ code: 0 });
      expect(await consumer.compile('after', text)).toEqual({ code: 0, output: '' });
    },
    longMs,
  );

  test(
    'a break is refused without a major, and with it moves who is told to',
    async () => {
      clone.git('checkout', '--quiet', '-B', 'main');
      clone.git('checkout', '--quiet', '-b', 'no-totals');
      clone.edit(
        contract,
        'required: [orderId, status, lines, total, placedAt]',
        'required: [orderId, status, lines, placedAt]',
      );
      clone.write(
        '.changeset/totals.md',
        "---\n'@atoll/orders-client': minor\n---\n\nThe total may be absent.\n",
      );
      const refused = await check('check', '--since', 'main');
      expect(refused).toMatchObject({
        code: 1,
        output: expect.stringContaining('the change needs major, and the branch promises minor'),
      });
      expect(await check('changeset', '--since', 'main')).toMatchObject({ code: 0 });
      expect(clone.read('.changeset/totals.md')).toBe(
        "---\n'@atoll/orders-client': major\n---\n\nThe total may be absent.\n",
      );
      expect(await check('check', '--since', 'main')).toMatchObject({ code: 0 });
      clone.commit('Let totals be absent');
    },
    longMs,
  );

  const prod = (ordersClient: string) =>
    JSON.stringify({
      prod: {
        orders: {
          version: '0.1.0',
          contractVersion: '1.1.0',
          testedWith: {
            '@atoll/catalog-client': '1.0.0',
            '@atoll/inventory-client': '1.0.0',
            '@atoll/payments-client': '1.0.0',
          },
        },
        catalog: { version: '0.1.1', contractVersion: '1.0.1', testedWith: {} },
        inventory: {
          version: '0.1.0',
          contractVersion: '1.0.0',
          testedWith: { '@atoll/orders-client': ordersClient, '@atoll/payments-client': '1.0.0' },
        },
        'stripe-sandbox': { version: '0.1.0', contractVersion: '1.0.0', testedWith: {} },
        payments: {
          version: '0.1.0',
          contractVersion: '1.0.0',
          testedWith: {
            '@atoll/orders-client': ordersClient,
            '@atoll/inventory-client': '1.0.0',
            '@atoll/stripe-sandbox-client': '1.0.0',
          },
        },
      },
    });

  test(
    'before its release and after, the break cannot be deployed until its consumers were tested with it',
    async () => {
      clone.write('deployed.json', prod('1.0.0'));
      clone.write('moved.json', prod('2.0.0').replaceAll('"0.1.0"', '"0.1.1"'));
      clone.commit('Record what is deployed');
      const ask = (record: string) => check('can-deploy', 'orders', '--to', 'prod', '--record', record);
      const waiting = await ask('deployed.json');
      expect(waiting).toMatchObject({
        code: 1,
        output: expect.stringContaining('with contract 2.0.0 cannot be deployed to prod'),
      });
      const before = versions();
      const released = await release();
      expect(released).toMatchObject({
        code: 0,
        output: expect.stringContaining('published @atoll/orders-client@2.0.0'),
      });
      expect(clone.git('status', '--porcelain')).toBe('');
      // A range that the next major leaves is the one thing by which a neighbour moves others: npm links one version.
      expect(changed(before, versions())).toEqual({
        'apps/inventory': '0.1.1',
        'apps/payments': '0.1.1',
        'packages/orders-client': '2.0.0',
      });
      const refused = await ask('deployed.json');
      expect(refused.code).toBe(1);
      // Its consumers go first: what only takes away is kept by the contract that is deployed.
      const consumerFirst = await check(
        'can-deploy',
        'payments',
        '--to',
        'prod',
        '--record',
        'deployed.json',
      );
      expect(consumerFirst).toMatchObject({
        code: 0,
        output: expect.stringContaining('contract 1.1.0, compared with it, keeps all of that'),
      });
      expect(refused.output).toContain('deploy first: payments tested with @atoll/orders-client 2.0.0');
      expect(await ask('moved.json')).toMatchObject({
        code: 0,
        output: expect.stringMatching(/^yes: orders /),
      });
    },
    longMs,
  );

  test(
    'what a release cannot take is told, and nothing is half done',
    async () => {
      const head = clone.git('rev-parse', 'HEAD');
      clone.write('.changeset/typo.md', "---\n'@atoll/order-client': minor\n---\n\nx\n");
      expect(await release()).toMatchObject({
        code: 1,
        output: expect.stringContaining('commit these first'),
      });
      clone.commit('A typo');
      expect(await release()).toMatchObject({
        code: 1,
        output: expect.stringContaining(".changeset/typo.md names the package '@atoll/order-client'"),
      });
      clone.write('.changeset/typo.md', "---\n'@atoll/orders-client': minor\n---\n\nx\n");
      clone.commit('No typo');
      const down = await release('--registry', 'http://127.0.0.1:9');
      expect(down).toMatchObject({
        code: 1,
        output: expect.stringContaining(
          'the registry http://127.0.0.1:9 does not answer, so nothing was done',
        ),
      });
      expect([clone.git('status', '--porcelain'), clone.version('packages/orders-client')]).toEqual([
        '',
        '2.0.0',
      ]);
      expect(clone.git('rev-parse', 'HEAD~2')).toBe(head);
      expect(await release('ship')).toMatchObject({
        code: 1,
        output: expect.stringContaining("there is no step 'ship'"),
      });
    },
    longMs,
  );

  function versions(): Map<string, string> {
    const folders = clone
      .git('ls-files', 'apps/*/package.json', 'packages/*/package.json')
      .trim()
      .split('\n');
    return new Map(
      folders
        .map((file) => file.replace('/package.json', ''))
        .map((folder) => [folder, clone.version(folder)]),
    );
  }

  function changed(before: Map<string, string>, after: Map<string, string>): Record<string, string> {
    return Object.fromEntries([...after].filter(([folder, version]) => before.get(folder) !== version));
  }
});
