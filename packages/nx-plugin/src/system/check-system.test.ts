import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkSystem } from './check-system.js';
import { readSystem } from './read-system.js';
import { folderWith, root, service } from './system-fixture.js';

let folder: string | undefined;
afterEach(() => folder && rmSync(folder, { recursive: true }));

/** What is told of a system of two services, with the line where it stands. */
function told(orders: string, catalog: string, rootTemplate = root): string[] {
  folder = folderWith({
    'template.yaml': rootTemplate,
    'apps/orders/template.yaml': orders,
    'apps/catalog/template.yaml': catalog,
  });
  return checkSystem(readSystem(join(folder, 'template.yaml'))).map(
    ({ place, what }) =>
      `${/[a-z]+\/template\.yaml:\d+/.exec(place)?.[0]} ${what.replaceAll(/ \(.*?\)/g, '')}`,
  );
}

test('services with names and paths of their own have no problem', () => {
  expect(told(service('Orders'), service('Catalog'))).toEqual([]);
});

test('a function and an API of one name in two services are told, at the second', () => {
  expect(told(service('Orders'), service('Orders', { path: '/v1/catalog' }))).toEqual([
    'catalog/template.yaml:6 the API OrdersApi of Catalog is also one of Orders',
    'catalog/template.yaml:20 the function OrdersFunction of Catalog is also one of Orders',
  ]);
});

test('an authorizer of one name in two services is told', () => {
  const authorized = (name: string) =>
    service(name).replace(
      '      Cors:',
      '      Auth: { Authorizers: { Tokens: { FunctionArn: x } } }\n      Cors:',
    );
  expect(told(authorized('Orders'), authorized('Catalog'))).toEqual([
    'catalog/template.yaml:6 the authorizer Tokens of Catalog is also one of Orders',
  ]);
});

test('one path in two services is told, whatever its variables are called', () => {
  expect(
    told(service('Orders', { path: '/v1/things/{id}' }), service('Catalog', { path: '/v1/things/{thing}' })),
  ).toEqual(['catalog/template.yaml:6 the path /v1/things/{} of Catalog is also one of Orders']);
  expect(
    told(service('Orders', { path: '/v1/things/{id}' }), service('Catalog', { path: '/v1/things/{all+}' })),
  ).toEqual([]);
});

test('APIs with another Cors than the first are told, and those with none', () => {
  const other = 'the Cors of CatalogApi is not that of OrdersApi, and the last API read decides for all';
  const without = service('Catalog').replace(/ {6}Cors.*\n/, '');
  expect(told(service('Orders'), service('Catalog', { cors: "'https://a.example'" }))).toEqual([
    `catalog/template.yaml:6 ${other}`,
  ]);
  expect(told(service('Orders'), without)).toEqual([`catalog/template.yaml:6 ${other}`]);
});

test('a parameter that an Output feeds needs a Default; one that a parameter feeds does not', () => {
  const without = service('Orders').replace(', Default: "http://localhost:3000"', '');
  const what = 'the parameter CatalogUrl comes from an Output of another stack, and has no Default';
  expect(told(without, service('Catalog'))).toEqual([`orders/template.yaml:4 ${what}`]);
  const chosen = root.replace(
    '!GetAtt Catalog.Outputs.ApiUrl',
    '!If [A, !Ref Stage, !GetAtt Catalog.Outputs.ApiUrl]',
  );
  expect(told(without, service('Catalog'), chosen)).toEqual([`orders/template.yaml:4 ${what}`]);
  const given = root.replace('!GetAtt Catalog.Outputs.ApiUrl', '!Ref Stage');
  expect(told(without, service('Catalog'), given)).toEqual([]);
});

test.each([
  ['!Ref OrdersFunction', 'OrdersFunction'],
  ['!GetAtt OrdersApi.RootResourceId', 'OrdersApi'],
  ['!ImportValue name', 'an import'],
])('a variable that is %s is told', (value, what) => {
  expect(told(service('Orders', { more: `, NAME: ${value}` }), service('Catalog'))).toEqual([
    `orders/template.yaml:25 the variable NAME comes from ${what}, which containers do not get`,
  ]);
});
