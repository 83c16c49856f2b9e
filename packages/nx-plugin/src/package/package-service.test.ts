import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSystem } from '../system/read-system.js';
import { folderWith, root, service } from '../system/system-fixture.js';
import { mapAt, valueAt } from '../template/json.js';
import { packageService } from './package-service.js';
import { releaseOf } from './service-release.js';

const files = {
  'template.yaml': root,
  'apps/orders/template.yaml': service('Orders'),
  'apps/orders/package.json': JSON.stringify({
    version: '1.4.0',
    dependencies: { '@atoll/catalog-client': '^1.0.0', '@aws-sdk/other-client': '3' },
  }),
  'apps/orders/dist/api/index.mjs': 'export const handler = () => 1;',
  'apps/orders/dist/api/index.mjs.map': '{}',
  'apps/catalog/template.yaml': service('Catalog'),
  'packages/catalog-client/package.json': JSON.stringify({ version: '1.2.0' }),
  'packages/orders-client/package.json': JSON.stringify({ version: '2.0.1' }),
  'node_modules/@atoll/catalog-client/package.json': JSON.stringify({ version: '1.1.0' }),
};

let folder: string;
beforeEach(() => {
  folder = folderWith(files);
});
afterEach(() => rmSync(folder, { recursive: true }));

function packageOrders() {
  const orders = readSystem(join(folder, 'template.yaml')).services.find((each) => each.service === 'orders');
  if (orders === undefined) throw new Error('the system has no orders');
  return packageService(orders, folder);
}

const codeUri = (template: Parameters<typeof valueAt>[0]) =>
  String(valueAt(template, 'Resources', 'OrdersFunction', 'Properties', 'CodeUri'));

test('the same input gives the same names and bytes; other code gives others', () => {
  const first = packageOrders();
  const archive = () => readFileSync(join(first.folder, codeUri(first.template)));
  const bytes = archive();
  expect(packageOrders().release).toEqual(first.release);
  expect(archive().equals(bytes)).toBe(true);
  writeFileSync(join(folder, 'apps/orders/dist/api/index.mjs'), 'export const handler = () => 2;');
  const second = packageOrders();
  expect(second.release.release).not.toBe(first.release.release);
  expect(codeUri(second.template)).not.toBe(codeUri(first.template));
  expect(readdirSync(join(second.folder, 'functions'))).toEqual([
    codeUri(second.template).slice('functions/'.length),
  ]);
});

test('source maps do not change the release', () => {
  const { release } = packageOrders();
  writeFileSync(join(folder, 'apps/orders/dist/api/index.mjs.map'), '{"other":1}');
  expect(packageOrders().release).toEqual(release);
});

test('the template says what it is: version, contract, and the clients that are installed', () => {
  const { template, release, folder: written } = packageOrders();
  expect(release).toEqual({
    service: 'orders',
    release: expect.stringMatching(/^1\.4\.0-[0-9a-f]{12}$/),
    version: '1.4.0',
    contractVersion: '2.0.1',
    testedWith: { '@atoll/catalog-client': '1.1.0' },
  });
  expect(releaseOf(template.Metadata)).toEqual(release);
  expect(
    mapAt(JSON.parse(readFileSync(join(written, 'template.json'), 'utf8')), 'Metadata', 'Release'),
  ).toEqual(release);
});

test('another version of a client makes another release', () => {
  const { release } = packageOrders();
  writeFileSync(join(folder, 'node_modules/@atoll/catalog-client/package.json'), '{"version":"1.2.0"}');
  expect(packageOrders().release.release).not.toBe(release.release);
});

test('a service without a version is not packaged', () => {
  writeFileSync(join(folder, 'apps/orders/package.json'), '{}');
  expect(packageOrders).toThrow(/package\.json there is no version/);
});
