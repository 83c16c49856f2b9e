import { type Built, buildGenerated } from '../build-generated.js';

const longList = JSON.stringify(Array.from({ length: 3000 }, (_, index) => `value ${index}`));
const longestChain = JSON.stringify([...Array.from({ length: 99 }, (_, index) => `value ${index}`), null]);

/** Schemas that published descriptions have, some of which no value fits. */
const document = `openapi: 3.1.0
info: { title: Odd, version: 1.0.0 }
paths:
  /v1/nothing:
    get:
      operationId: getNothing
      parameters: [{ name: a, in: query, schema: false }, { name: b, in: header, schema: { enum: [] } }]
      responses: { '200': { description: It, headers: { X-None: { schema: false } }, content: { application/json: { schema: false } } } }
    post:
      operationId: postNothing
      requestBody: { content: { application/json: { schema: false }, multipart/form-data: { schema: { type: object, properties: { a: false, b: { enum: [] } } } } } }
      responses: { '204': { description: Done } }
components:
  schemas:
    ObjectOfTexts: { type: object, oneOf: [{ enum: [text, html] }, { type: string, pattern: '^a' }] }
    ObjectThatIsNoText: { type: object, not: { const: a } }
    NullOfObjects: { type: 'null', oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }] }
    NumberOrText: { type: [string, number], anyOf: [{ type: integer }, { enum: [a, b] }, { const: true }] }
    Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
    Dog: { type: object, required: [kind], properties: { kind: { const: dog } } }
    LongList: { enum: ${longList} }
    LongText: { type: string, enum: ${longList} }
    LongestChain: { enum: ${longestChain} }
    Holder: { type: object, properties: { list: { $ref: '#/components/schemas/LongText' } }, not: { $ref: '#/components/schemas/LongList' } }
`;

type Codec = { is(value: unknown): boolean };
let built: Built<{ codecs: Readonly<Record<string, Codec>> }>;
beforeAll(async () => {
  built = await buildGenerated(document, "export * as codecs from './client/schemas.js';");
}, 60_000);
afterAll(() => built.remove());

test('the type checker has nothing to say against checks that can never hold', () => {
  expect(built.typeErrors()).toBe('');
});

test.each<[string, unknown, boolean]>([
  ['ObjectOfTexts', 'text', false],
  ['ObjectOfTexts', {}, false],
  ['ObjectThatIsNoText', {}, true],
  ['ObjectThatIsNoText', 'a', false],
  ['NullOfObjects', null, false],
  ['NullOfObjects', { kind: 'cat' }, false],
  ['NumberOrText', 1, true],
  ['NumberOrText', 1.5, false],
  ['NumberOrText', 'a', true],
  ['NumberOrText', 'c', false],
  ['NumberOrText', true, false],
  ['LongList', 'value 2999', true],
  ['LongList', 'value 3000', false],
  ['LongList', 2999, false],
  ['LongText', 'value 0', true],
  ['LongText', 'toString', false],
  ['LongestChain', 'value 98', true],
  ['LongestChain', null, true],
  ['LongestChain', 'value 99', false],
  ['Holder', { list: 'value 7' }, true],
  ['Holder', { list: 'value' }, false],
])('%s of %j is %s', (name, value, isTaken) => {
  expect(built.module.codecs[name]?.is(value)).toBe(isTaken);
});
