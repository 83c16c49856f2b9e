import { type Built, buildGenerated } from '../build-generated.js';

const many = Array.from(
  { length: 2500 },
  (_, index) =>
    `    S${index}: { type: object, properties: { a${index}: { type: array, items: { minLength: ${index}, pattern: '^${index}' } } }, minProperties: ${index} }\n`,
);
const document = `openapi: 3.1.0
info: { title: Large, version: 1.0.0 }
x-atoll-decode: { date-time: Date, uuid: brand }
paths:
  /v1/things/{at}:
    put:
      operationId: putThing
      security: []
      parameters: [{ name: at, in: path, required: true, schema: { type: string, format: date-time } }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
components:
  schemas:
    Id: { type: string, format: uuid }
    Thing:
      type: object
      required: [at]
      properties: { id: { $ref: '#/components/schemas/Id' }, at: { type: string, format: date-time }, in: { $ref: '#/components/schemas/Thing' } }
      patternProperties: { '^x-': { type: string, format: date-time } }
${many.join('')}`;

const code = `import { createClient, putThing, type Thing, type wire } from './client/index.js';
export const put = async (fetch: typeof globalThis.fetch, at: Date): Promise<Thing> =>
  (await putThing(createClient({ baseUrl: 'http://large', fetch }), { path: { at }, body: { at, in: { at } } })).body;
export const onWire = ({ at }: Thing): wire.Thing => ({ at: at.toISOString() });
`;

interface Module {
  put(fetch: (url: string, init: RequestInit) => Promise<Response>, at: Date): Promise<unknown>;
}

let built: Built<Module>;
beforeAll(async () => {
  built = await buildGenerated<Module>(document, code);
}, 120_000);
afterAll(() => built.remove());

test('a client of thousands of schemas decodes and encodes in JavaScript as smaller ones do in TypeScript', async () => {
  const sent: unknown[] = [];
  const at = new Date('2026-02-28T12:00:00Z');
  const text = at.toISOString();
  const thing = await built.module.put(async (url, { body }) => {
    sent.push(url, body);
    return Response.json({ at: text, 'x-a': text, other: text });
  }, at);
  expect(sent).toEqual([
    'http://large/v1/things/2026-02-28T12%3A00%3A00.000Z',
    `{"at":"${text}","in":{"at":"${text}"}}`,
  ]);
  expect(thing).toEqual({ at, 'x-a': at, other: text });
});

test('its declarations tell the type checker of decoded values', () => {
  expect(built.typeErrors()).toBe('');
  const wrong =
    "import type { Thing } from './client/index.js';\nexport const at: Thing['at'] = '2026-02-28';\n";
  expect(built.typeErrors(wrong)).toContain('more.ts(2,14): error TS2322');
}, 120_000);
