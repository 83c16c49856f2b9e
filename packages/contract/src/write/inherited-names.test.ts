import { memberNames } from '../runtime/codec/shape.js';
import { formValue } from '../runtime/server/form.js';
import { type Built, buildGenerated } from './build-generated.js';
import { shapeOf } from './shapes.js';

const inherited = ['constructor', 'toString', 'hasOwnProperty', '__proto__'];
const properties = inherited.map((name) => `${name}: { type: integer }`).join(', ');
const document = `openapi: 3.1.0
info: { title: Inherited, version: 1.0.0 }
paths:
  /v1/things:
    post:
      operationId: postThing
      parameters:
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { ${properties} } } }
      requestBody:
        content:
          application/x-www-form-urlencoded: { schema: { type: object, properties: { ${properties} } } }
          multipart/form-data: { schema: { type: object, properties: { ${properties} } } }
      responses: { '200': { description: It, headers: { constructor: { schema: { type: object, properties: { ${properties} } } } }, content: { application/json: { schema: { type: object, properties: { ${properties} } } } } } }
`;

let built: Built<object>;
beforeAll(async () => {
  built = await buildGenerated(document, 'export {};');
}, 60_000);
afterAll(() => built.remove());

test('members that are called as what every object inherits are read by their own schemas', () => {
  const place = { file: 'a', line: 1, column: 1, pointer: '' };
  const integer = { place, types: ['integer'] } as const;
  const schema = {
    place,
    allOf: [
      { place, types: ['object'], properties: new Map(inherited.map((name) => [name, integer])) },
      { place, types: ['object'], properties: new Map([['own', integer]]) },
    ],
  } as const;
  const shape = shapeOf(schema);
  expect(memberNames(shape)).toEqual(['own', ...inherited]);
  const form = 'constructor=1&toString=2&__proto__=3&own=4&other=5&valueOf=6';
  const read = formValue(form, { shape, encoding: {} });
  expect(Object.entries(read)).toEqual([
    ['constructor', 1],
    ['toString', 2],
    ['__proto__', 3],
    ['own', 4],
    ['other', '5'],
    ['valueOf', '6'],
  ]);
});

test('members that are called as what every object inherits leave code that the strict compiler takes', () => {
  expect(built.typeErrors()).toBe('');
});
