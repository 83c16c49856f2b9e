import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../../read/contract.js';
import { checkContract } from '../contract.js';

const directory = mkdtempSync(join(tmpdir(), 'check examples '));
afterAll(() => rmSync(directory, { recursive: true }));

function toldOf(document: string): string[] {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  const read = readContract('openapi.yaml', directory);
  if (read.contract === undefined) throw new Error(JSON.stringify(read.diagnostics));
  return checkContract(read, { served: false, style: true, directory })
    .filter(({ code }) => code === 'invalid-example')
    .map(({ place, what }) => `${place.line}:${place.column} ${what}`);
}

test('examples of bodies, parameters and headers follow their schemas, each in its direction', () => {
  const told = toldOf(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components:
  examples:
    Wrong: { value: { id: 1 } }
  schemas:
    Thing: { type: object, required: [id, name, secret], properties: { id: { type: integer, readOnly: true }, name: { type: string }, secret: { type: string, writeOnly: true } } }
paths:
  /v1/things/{id}:
    put:
      operationId: putThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer }, example: one }
        - { name: q, in: query, schema: { type: integer }, examples: { good: { value: 1 }, bad: { value: true } } }
        - { name: filter, in: query, content: { application/json: { schema: { type: array }, example: {} } } }
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Thing' }
            examples:
              right: { value: { name: a, secret: s } }
              answer: { value: { id: 1, name: a } }
          text/plain: { example: 1 }
          image/png: { schema: { type: string }, example: 1 }
      responses:
        '200':
          description: It
          headers: { X-Size: { schema: { type: integer }, example: large } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Thing' }
              examples: { right: { value: { id: 1, name: a } }, shared: { $ref: '#/components/examples/Wrong' } }
`);
  expect(told).toEqual([
    '13:85 the example breaks its schema: expected integer, received "one"',
    "14:106 the example 'bad' breaks its schema: expected integer, received true",
    '15:103 the example breaks its schema: expected array, received {}',
    expect.stringMatching(
      /^22:32 the example 'answer' breaks its schema: expected the property "secret", received/,
    ),
    expect.stringMatching(
      /^5:\d+ the example 'shared' breaks its schema: expected the property "name", received \{"id":1\}/,
    ),
    '28:68 the example breaks its schema: expected integer, received "large"',
  ]);
});

test('examples and defaults of schemas are told once, wherever they stand', () => {
  const told = toldOf(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components:
  schemas:
    Size: { type: integer, maximum: 3, examples: [1, 4], default: 5 }
    Box: { type: object, properties: { size: { $ref: '#/components/schemas/Size' }, depth: { type: integer, default: deep } } }
    Secret: { type: object, required: [a], properties: { a: { type: string, writeOnly: true } }, examples: [{}, { a: x }, { a: 1 }] }
`);
  expect(told).toEqual([
    '5:54 the example breaks its schema: expected a number up to 3, received 4',
    '5:67 the default breaks its schema: expected a number up to 3, received 5',
    "7:123 the example breaks its schema at '/a': expected string, received 1",
    '6:118 the default breaks its schema: expected integer, received "deep"',
  ]);
});

test('the example of OpenAPI 3.0 is one too', () => {
  const told = toldOf(`openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
paths: {}
components: { schemas: { Size: { type: integer, example: large } } }
`);
  expect(told).toEqual(['4:58 the example breaks its schema: expected integer, received "large"']);
});

test('the input of a schema is told from a schema that is called like it', () => {
  const told = toldOf(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths: {}
components:
  schemas:
    BoxInput: { type: object, required: [size], properties: { size: { type: integer } }, examples: [{ size: 1 }, {}] }
    Box: { type: object, required: [id], properties: { id: { type: string, readOnly: true } }, examples: [{ id: a }, {}, { id: 1 }] }
`);
  expect(told).toEqual([
    '6:114 the example breaks its schema: expected the property "size", received {}',
    "7:122 the example breaks its schema at '/id': expected string, received 1",
  ]);
});

test('an example that keeps a pattern busy is told, so that the pattern is too', () => {
  const text = `${'a'.repeat(60)}!`;
  const [told = '', ...more] = toldOf(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components:
  schemas:
    Url: { type: string, pattern: '^([a-z.]|[^/])*/$', maxLength: 100, examples: [${text}] }
`);
  expect(told).toMatch(
    /^5:\d+ the example breaks its schema: expected a value that its patterns can judge within 1000 ms, received "a+!"$/,
  );
  expect(more).toEqual([]);
});
