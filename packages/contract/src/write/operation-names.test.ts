import { type Built, buildGenerated } from './build-generated.js';

const awkward = [
  'find pet by id',
  'find-pet',
  'findPet',
  'delete',
  'get',
  'getFormat',
  'call',
  'placeOrder',
  'Client',
  '7up',
  'thingsClient',
  'PutItem',
  'write',
];
const schemas = [
  'PlaceOrderRequest',
  'Client',
  'CallOptions',
  'Route',
  'ServedContract',
  'GetResult',
  'EventType',
];
/** Holds schemas that are called PutItem and WriteRequest in code. */
const holders =
  '    Put: { type: object, properties: { Item: { type: object, properties: { a: { type: string } } } } }\n    Write: { type: object, properties: { Request: { type: object, properties: { a: { type: string } } } } }\n';
const object = '{ type: object, properties: { a: { type: string } } }';
const paths = awkward.map(
  (id, index) => `
  /v1/p${index}:
    post:
      operationId: ${id}
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/${schemas[index % schemas.length]}' } } } }
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/GetResult' } } } } }`,
);
const document = `openapi: 3.1.0
info: { title: Things, version: 1.2.3 }
components:
  schemas:
${schemas.map((name) => `    ${name}: ${object}\n`).join('')}${holders}
paths:${paths.join('')}
webhooks:
  thing.added: { post: { operationId: a, requestBody: { content: { application/json: { schema: ${object} } } }, responses: { '204': { description: Taken } } } }
  thing-added: { post: { operationId: b, requestBody: { content: { application/json: { schema: ${object} } } }, responses: { '204': { description: Taken } } } }
`;
const code = `import { createClient, thingsClient } from './client/index.js';
import * as operations from './client/operations.js';
import * as events from './client/events.js';
import { contract } from './gen/contract.js';
export const names = () => Object.keys(operations);
export const bound = () => Object.keys(thingsClient({ baseUrl: 'http://x' }));
export const served = () => Object.keys(contract.operations);
export const types = () => Object.entries(events).map(([name, { type }]) => [name, type]);
export const first = (fetcher: typeof fetch) => operations.findPetById(createClient({ baseUrl: 'http://x', fetch: fetcher }));
`;

interface Module {
  names(): string[];
  bound(): string[];
  served(): string[];
  types(): string[][];
  first(fetcher: typeof fetch): Promise<{ status: number }>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 30_000);
afterAll(() => built.remove());

test('whatever operations and schemas are called, the generated code passes the strictest checks', () => {
  expect(built.typeErrors()).toBe('');
});

test('an operationId is the name of its function where it can be; else it becomes one, apart from the others', () => {
  const expected = [
    'findPetById',
    'findPet',
    'findPet2',
    'delete2',
    'get',
    'getFormat',
    'call2',
    'placeOrder',
    'Client2',
    'n7up',
    'thingsClient2',
    'PutItem2',
    'write',
  ];
  expect(new Set(built.module.names())).toEqual(new Set(expected));
  expect(built.module.bound()).toEqual(expected);
});

test('the service keeps every operationId as it is, and a call tells it', async () => {
  expect(new Set(built.module.served())).toEqual(new Set(awkward));
  const failing = built.module.first(() => Promise.reject(new TypeError('fetch failed')));
  await expect(failing).rejects.toThrow('find pet by id: ');
});

test('events whose names run into one are told apart', () => {
  expect(built.module.types()).toEqual([
    ['ThingAdded', 'thing.added'],
    ['ThingAdded2', 'thing-added'],
  ]);
});
