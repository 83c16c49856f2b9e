import { type Built, buildGenerated } from './build-generated.js';

const document = `openapi: 3.1.0
info: { title: Hard names, version: 1.0.0 }
paths:
  /v1/a/{id}:
    get:
      operationId: operations
      x-pagination: { cursor: page-token, next: meta.next-token, items: data.rows }
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: page-token, in: query, schema: { type: string } }
      responses:
        '200': { description: It, content: { application/json: { schema: { type: object, required: [meta], properties: { meta: { type: object, properties: { next-token: { type: [string, 'null'] } } }, data: { type: object, properties: { rows: { type: array, items: { type: integer } } } } } } } } }
        default: { description: Other, content: { '*/*': {} } }
  /v1/b:
    get:
      operationId: operationsPages
      responses: { '2XX': { description: It, content: { image/*: {} } }, '404': { description: No } }
  /v1/serverUrl:
    post:
      operationId: serverUrl
      requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { 'a-b': { type: array, items: { type: object, properties: { c: { type: string } } } } } } }, multipart/mixed: {} } }
      responses: { '200': { description: It, content: { text/html: { schema: { type: object } }, application/pdf: { schema: { type: string, format: binary } } } } }
  /v1/off:
    get:
      operationId: off
      x-pagination: false
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses: { '200': { description: It, content: { application/json: { schema: { type: object, properties: { nextCursor: { type: string } } } } } } }
  /v1/two:
    get:
      operationId: two
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses: { '200': { description: It, content: { application/json: { schema: { type: object, properties: { nextCursor: { type: string }, a: { type: array, items: {} }, b: { type: array, items: {} } } } } } } }
  /v1/none:
    get:
      operationId: none
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses: { '200': { description: It, content: { application/json: { schema: { type: object, properties: { next: { type: string } } } } } } }
`;

type Module = Readonly<Record<string, (...args: unknown[]) => AsyncIterable<unknown>>> & {
  createClient(options: object): unknown;
};
let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, "export * from './client/index.js';");
}, 30_000);
afterAll(() => built.remove());

test('names that the generated files use themselves, and names that are none, compile', () => {
  expect(built.typeErrors()).toBe('');
});

test('cursors stand where x-pagination says, at any depth; a list is told only where there is one', () => {
  const names = Object.keys(built.module).filter((name) => /(Pages|Items)$/.test(name));
  expect(names.sort()).toEqual(['operations2Items', 'operations2Pages', 'operationsPages', 'twoPages']);
});

test('pages are asked for with the cursor of the page before, until there is none', async () => {
  const urls: string[] = [];
  const pages = [
    { meta: { 'next-token': 'a b' }, data: { rows: [1, 2] } },
    { meta: { 'next-token': 'c' } },
    { meta: { 'next-token': null }, data: { rows: [3] } },
  ];
  const fetcher = async (url: string) => {
    urls.push(url);
    return Response.json(pages[urls.length - 1]);
  };
  const client = built.module.createClient({ baseUrl: 'http://x', fetch: fetcher });
  const found: unknown[] = [];
  for await (const row of built.module.operations2Items?.(client, { path: { id: 'i' } }) ?? [])
    found.push(row);
  expect(found).toEqual([1, 2, 3]);
  expect(urls).toEqual([
    'http://x/v1/a/i',
    'http://x/v1/a/i?page-token=a%20b',
    'http://x/v1/a/i?page-token=c',
  ]);
});
