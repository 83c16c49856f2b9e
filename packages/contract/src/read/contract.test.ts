import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Contract } from '../model.js';
import { readContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'contract reader '));
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string, path = 'openapi.yaml'): Contract {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
  const { contract, diagnostics } = readContract(path, directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return contract;
}

const head = (version: string) => `openapi: ${version}\ninfo: { title: Shop of Things, version: 1.0.0 }\n`;

test('the 3.0 dialect becomes 2020-12: nullable, boolean exclusive bounds, no siblings of $ref', () => {
  const { schemas } = read(`${head('3.0.3')}paths: {}
components:
  schemas:
    Price: { type: number, nullable: true, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }
    Alias: { $ref: '#/components/schemas/Price', maximum: 3 }
`);
  expect(schemas.get('Price')).toMatchObject({ types: ['number', 'null'], exclusiveMinimum: 0, maximum: 9 });
  expect(schemas.get('Price')?.minimum).toBeUndefined();
  expect(schemas.get('Alias')?.maximum).toBeUndefined();
});

test('in 3.1 the siblings of a $ref stay, and a recursive schema is a cycle', () => {
  const { schemas } = read(`${head('3.1.0')}components:
  schemas:
    Tree: { type: object, properties: { left: { $ref: '#/components/schemas/Tree', description: Smaller } } }
`);
  const left = schemas.get('Tree')?.properties?.get('left');
  expect(left?.description).toBe('Smaller');
  expect(left?.ref).toBe(schemas.get('Tree'));
});

test('references lead into other files, from where they stand', () => {
  mkdirSync(join(directory, 'parts'), { recursive: true });
  writeFileSync(join(directory, 'parts', 'a.yaml'), "A: { type: array, items: { $ref: 'b.yaml#/B' } }\n");
  writeFileSync(join(directory, 'parts', 'b.yaml'), 'B: { type: string }\n');
  const { schemas } = read(
    `${head('3.1.0')}components: { schemas: { List: { $ref: 'parts/a.yaml#/A' } } }\n`,
  );
  const item = schemas.get('List')?.ref?.items?.ref;
  expect(item).toMatchObject({
    types: ['string'],
    place: { file: 'parts/b.yaml', line: 1, column: 4, pointer: '/B' },
  });
});

test('the body of GET and HEAD is left out, that of DELETE stays', () => {
  const body = 'requestBody: { content: { application/json: {} } }, responses: {}';
  const methods = ['get', 'head', 'delete', 'options'];
  const items = methods.map((method) => `${method}: { operationId: ${method}, ${body} }`);
  const { operations } = read(`${head('3.0.3')}paths: { /a: { ${items.join(', ')} } }\n`);
  const withBody = operations.filter(({ requestBody }) => requestBody !== undefined);
  expect(withBody.map(({ method }) => method).sort()).toEqual(['delete', 'options']);
});

test("an operation has the path item's parameters, its own winning, and inherits security", () => {
  const { operations } = read(`${head('3.1.0')}security: [{ bearer: ['a:read'] }]
components: { securitySchemes: { bearer: { type: http, scheme: bearer } } }
paths:
  /things/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: X-Trace, in: header, schema: { type: string } }
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: It }, 4XX: { description: No } }
    delete: { operationId: dropThing, security: [], responses: { '204': { description: Gone } } }
`);
  const [get, drop] = operations;
  expect(get?.parameters.map(({ name, schema }) => [name, schema?.types])).toEqual([
    ['id', ['integer']],
    ['x-trace', ['string']],
  ]);
  expect(get?.security).toEqual([new Map([['bearer', ['a:read']]])]);
  expect(drop?.security).toEqual([]);
  expect(get?.responses.map(({ status }) => status)).toEqual(['200', '4XX']);
});

test('webhooks are events, named by their key', () => {
  const { events, service } = read(
    `${head('3.1.0')}webhooks:
  OrderPlaced:
    post:
      operationId: orderPlaced
      requestBody: { content: { application/json: { schema: { type: object } } } }
`,
    'packages/orders-client/openapi.yaml',
  );
  expect(events).toMatchObject([
    { name: 'OrderPlaced', detail: { name: 'OrderPlacedDetail', types: ['object'] } },
  ]);
  expect(service).toBe('orders');
});

test('an event whose detail is a reference is of the type that it refers to', () => {
  const { events, schemaNames } = read(`${head('3.1.0')}webhooks:
  OrderPlaced: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } }
components: { schemas: { Order: { type: object, properties: { a: { type: string } } } } }
`);
  expect(events[0]?.detail.name).toBeUndefined();
  expect([...schemaNames]).toEqual(['Order']);
});

test('inline schemas get names that are identifiers, unique and not reserved', () => {
  const { schemas } = read(`${head('3.1.0')}components:
  schemas:
    Object: { type: object }
    'a "quoted" */ name': { type: object, properties: { inner: { type: object, properties: {} } } }
    __proto__: { type: string }
`);
  expect(Array.from(schemas, ([key, { name }]) => [key, name])).toEqual([
    ['Object', 'Object2'],
    ['a "quoted" */ name', 'AQuotedName'],
    ['__proto__', 'Proto'],
  ]);
  expect(schemas.get('a "quoted" */ name')?.properties?.get('inner')?.name).toBe('AQuotedNameInner');
});

test('all problems of a document are told in one run', () => {
  writeFileSync(
    join(directory, 'bad.yaml'),
    `${head('3.1.0')}paths: { things: { get: { operationId: 3, respnses: {} } } }\ncomponents: { schemas: { A: { type: strin } } }\n`,
  );
  const { contract, diagnostics } = readContract('bad.yaml', directory);
  expect(contract).toBeUndefined();
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    'invalid-keyword',
    'invalid-keyword',
    'unknown-field',
    'wrong-type',
  ]);
});

test('ids that two operations would be given alike are numbered, and a given one keeps its own', () => {
  const get = "get: { responses: { '204': { description: Done } } }";
  const { operations } = read(`${head('3.1.0')}paths:
  /a/b: { ${get} }
  /a-b: { ${get} }
  /c: { get: { operationId: getAB2, responses: {} } }
`);
  expect(operations.map(({ operationId }) => operationId)).toEqual(['getAB', 'getAB3', 'getAB2']);
});

test('the second operation of an id is refused where it stands, with the line of the first', () => {
  const get = (path: string) => `  ${path}: { get: { operationId: getIt, responses: {} } }\n`;
  writeFileSync(join(directory, 'twice.yaml'), `${head('3.1.0')}paths:\n${get('/a')}${get('/b')}`);
  const { diagnostics } = readContract('twice.yaml', directory);
  expect(diagnostics.map(({ place, what }) => `${place.line} ${what}`)).toEqual([
    "5 the operationId 'getIt' is taken by line 4",
  ]);
});

test('a name that a path has twice is told once for each operation, at its place', () => {
  const parameters = '[{ name: a, in: path, required: true, schema: { type: string } }]';
  const text = `${head('3.1.0')}paths:\n  /{a}/b/{a}/{a}:\n    parameters: ${parameters}\n    get: { operationId: x, responses: {} }\n`;
  writeFileSync(join(directory, 'twice.yaml'), text);
  const { diagnostics } = readContract('twice.yaml', directory);
  expect(diagnostics.map(({ code, what }) => `${code}: ${what}`)).toEqual([
    'path-parameter: the path has {a} more than once, so that its value would be two',
  ]);
});
