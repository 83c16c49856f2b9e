import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSystem } from '../system/read-system.js';
import { folderWith, root, service } from '../system/system-fixture.js';
import { checkLimits, checkNames } from './check-limits.js';

const resources = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`R${at}`, {}]));

test.each([
  ['Resources', 500],
  ['Parameters', 200],
  ['Outputs', 200],
  ['Mappings', 200],
])('%s may be %i and not one more', (section, most) => {
  expect(() => checkLimits('t.yaml:1:1', { [section]: resources(most) })).not.toThrow();
  expect(() => checkLimits('t.yaml:1:1', { [section]: resources(most + 1) })).toThrow(
    `t.yaml:1:1 the template has ${most + 1} ${section}; CloudFormation takes ${most}`,
  );
});

test('a template may have 1,000,000 bytes and not one more', () => {
  const empty = JSON.stringify({ D: '' }).length;
  expect(() => checkLimits('t', { D: 'x'.repeat(1_000_000 - empty) })).not.toThrow();
  expect(() => checkLimits('t', { D: 'ä'.repeat(600_000) })).toThrow(
    /the template has 1,200,00\d bytes; CloudFormation takes 1,000,000/,
  );
});

test('two services that name a function alike are told both places', () => {
  const folder = folderWith({
    'template.yaml': root,
    'apps/orders/template.yaml': service('Orders'),
    'apps/catalog/template.yaml': service('Catalog').replaceAll('catalog-$', 'orders-$'),
  });
  expect(() => checkNames(readSystem(join(folder, 'template.yaml')))).toThrow(
    /catalog\/template\.yaml:\d+:7 CatalogFunction has the FunctionName that stands at .*orders\/template\.yaml:\d+:7/,
  );
  rmSync(folder, { recursive: true });
});
