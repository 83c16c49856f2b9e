import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployRecordError, readDeployRecord } from './deploy-record.js';

const folder = mkdtempSync(join(tmpdir(), 'record '));
const file = join(folder, 'deployed.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  writeFileSync(file, text);
  return readDeployRecord(file);
}

test('a record is YAML or JSON, with one client version or several', () => {
  const yaml = read(`prod:
  orders: { version: 1.4.0, contractVersion: 1.2.0, testedWith: { '@a/b-client': [1.0.0, 2.0.0], '@a/c-client': 1.1.0 } }
  storefront: { version: 0.1.0 }
staging: {}
empty:
`);
  expect(yaml.environments).toEqual(['prod', 'staging', 'empty']);
  expect(yaml.deployedIn('prod')?.get('orders')).toEqual({
    version: '1.4.0',
    contractVersion: '1.2.0',
    testedWith: new Map([
      ['@a/b-client', ['1.0.0', '2.0.0']],
      ['@a/c-client', ['1.1.0']],
    ]),
  });
  expect(yaml.deployedIn('prod')?.get('storefront')).toEqual({ version: '0.1.0', testedWith: new Map() });
  expect([yaml.deployedIn('staging')?.size, yaml.deployedIn('empty')?.size]).toEqual([0, 0]);
  expect(yaml.deployedIn('elsewhere')).toBeUndefined();
  expect(read('{"prod":{"orders":{"version":"1.0.0"}}}').deployedIn('prod')?.get('orders')?.version).toBe(
    '1.0.0',
  );
});

test.each([
  ['[]', '/ must be an object'],
  ['prod: [orders]', '/prod must be an object'],
  ['prod: { orders: 1.0.0 }', '/prod/orders must be an object'],
  ['prod: { orders: {} }', "/prod/orders/version must be a version such as '1.4.2', not undefined"],
  ['prod: { orders: { version: 1.0 } }', '/prod/orders/version must be a version'],
  [
    'prod: { orders: { version: 1.0.0, contractVersion: two } }',
    '/prod/orders/contractVersion must be a version',
  ],
  [
    "prod: { orders: { version: 1.0.0, testedWith: { '@a/b-client': ^1.0.0 } } }",
    '/prod/orders/testedWith/@a/b-client must be',
  ],
  ['prod: { orders: { version: 1.0.0, testedwith: {} } }', "/prod/orders has 'testedwith'"],
  ['prod: {', 'deployed.yaml: '],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(DeployRecordError);
  expect(() => read(text)).toThrow(message);
});
