import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');

/** Asks Nx itself which projects a change of one file affects. */
function affectedBy(file: string): string[] {
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_CACHE_PROJECT_GRAPH: 'false',
    NX_ISOLATE_PLUGINS: 'false',
    NX_TUI: 'false',
  };
  const args = [
    'node_modules/nx/dist/bin/nx.js',
    'show',
    'projects',
    '--affected',
    `--files=${file}`,
    '--json',
  ];
  const names: string[] = JSON.parse(
    execFileSync(process.execPath, args, { cwd: workspace, env, encoding: 'utf8' }),
  );
  return names.map((name) => name.replace('@atoll/', '')).sort();
}

test("a change of a service's code affects that service alone", () => {
  expect(affectedBy('apps/orders/src/api.ts')).toEqual(['orders']);
  expect(affectedBy('apps/catalog/src/api.ts')).toEqual(['catalog']);
});

test('a change of a contract affects the client, its service and its consumers', () => {
  expect(affectedBy('packages/orders-client/openapi.yaml')).toEqual([
    'e2e',
    'inventory',
    'orders',
    'orders-client',
    'payments',
  ]);
  expect(affectedBy('packages/catalog-client/openapi.yaml')).toEqual([
    'catalog',
    'catalog-client',
    'e2e',
    'orders',
  ]);
});

test('a contract whose events are reacted to affects who reacts, and nobody else', () => {
  expect(affectedBy('packages/inventory-client/openapi.yaml')).toEqual([
    'e2e',
    'inventory',
    'inventory-client',
    'orders',
    'payments',
  ]);
});

test("a change of a service's README affects nothing", () => {
  expect(affectedBy('apps/orders/README.md')).toEqual([]);
});
