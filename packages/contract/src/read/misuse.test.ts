import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { head, id, parameters, schema, toldOf } from './slips-fixture.js';

const answer = (text: string) =>
  parameters(`        - { ${id} }\n`).replace('{ description: Done }', `{ description: Done, ${text} }`);
const components = (text: string) => `${head}components: { ${text} }\n`;

test.each<[string, string, string]>([
  [
    'a style that there is not',
    parameters(`        - { ${id}, style: dotted }\n`),
    "10:96 error invalid-keyword: 'dotted' is no style; the styles are",
  ],
  [
    'a style of another location',
    parameters(`        - { ${id}, style: deepObject }\n`),
    "10:96 error invalid-keyword: a path parameter has no style 'deepObject'; it has",
  ],
  [
    'reserved characters outside of the query',
    parameters(`        - { ${id}, allowReserved: true }\n`),
    "10:89 error invalid-keyword: 'allowReserved' goes with query parameters, not with path",
  ],
  [
    'the same in OpenAPI 3.0, which says that it does not apply',
    parameters(`        - { ${id}, allowReserved: true }\n`).replace('3.1.0', '3.0.3'),
    "10:89 warning invalid-keyword: 'allowReserved' goes with query parameters, not with path",
  ],
  [
    'a path parameter that may be left out',
    parameters(`        - { ${id.replace(' required: true,', '')} }\n`),
    '10:11 warning path-parameter: a path parameter says `required: true`; it is taken as such',
  ],
  [
    'a parameter of no value',
    parameters('        - { name: id, in: path, required: true }\n'),
    "10:11 error missing-field: a parameter has a 'schema' or a 'content', and this one has neither",
  ],
  [
    'a parameter with both kinds of value',
    parameters(`        - { ${id}, content: { text/plain: {} } }\n`),
    "10:89 error invalid-keyword: 'schema' and 'content' exclude each other",
  ],
  [
    'a text that says what is true',
    parameters(`        - { ${id}, deprecated: 'TRUE' }\n`),
    "10:101 warning wrong-type: 'deprecated' takes a boolean, not a string; it is read as true",
  ],
  [
    'a text that is no truth',
    parameters(`        - { ${id}, deprecated: 'yes' }\n`),
    "10:101 error wrong-type: 'deprecated' takes a boolean, not a string",
  ],
  [
    'a text that is a number',
    schema("{ type: integer, maximum: '-1.5e2' }"),
    "4:59 warning wrong-type: 'maximum' takes a number, not a string; it is read as -150",
  ],
  [
    'a text that is no number',
    schema("{ type: integer, maximum: '9a' }"),
    "4:59 error wrong-type: 'maximum' takes a number, not a string",
  ],
  [
    'example beside examples',
    parameters(`        - { ${id}, example: a, examples: { a: { value: a } } }\n`),
    "10:98 error invalid-keyword: 'example' and 'examples' exclude each other",
  ],
  [
    'an example with a value here and one elsewhere',
    components('examples: { A: { value: 1, externalValue: a.json } }'),
    "4:42 error invalid-keyword: 'value' and 'externalValue' exclude each other",
  ],
  [
    'a link that names its operation twice',
    answer("links: { next: { operationId: removeThing, operationRef: '#/paths' } }"),
    "11:65 error invalid-keyword: 'operationRef' and 'operationId' exclude each other",
  ],
  [
    'a link with a misspelt field',
    answer('links: { next: { operationID: removeThing } }'),
    "11:65 error unknown-field: 'operationID' is no field here (did you mean 'operationId'?)",
  ],
  [
    'a link that is none',
    answer('links: { next: removeThing }'),
    '11:63 error wrong-type: a link is an object, not a string',
  ],
  [
    'a server variable that may have no value',
    `${head}servers: [{ url: 'https://{a}', variables: { a: { default: b, enum: [] } } }]\npaths: {}\n`,
    "4:63 error invalid-keyword: the 'enum' of a server variable has at least one value",
  ],
  ['a reference that is no text', schema('{ $ref: 3 }'), '4:41 error wrong-type: `$ref` takes a string'],
  [
    'a reference that leads to itself',
    components("responses: { A: { $ref: '#/components/responses/A' } }"),
    '4:39 error broken-reference: the reference leads back to itself',
  ],
  [
    'a pattern that only an engine without Unicode takes',
    schema(String.raw`{ type: string, maxLength: 9, pattern: '^[\w-a]+\-$' }`),
    String.raw`Invalid character class; it is read as ^[\w\-a]+-$`,
  ],
])('%s is told', (_what, text, expected) => {
  expect(toldOf(text)).toEqual([expect.stringContaining(expected)]);
});

test('a key of JSON that is there twice is told, and the last one counts', () => {
  const told = toldOf(
    '{ "openapi": "3.1.0", "info": { "title": "A", "version": "1", "title": "B" } }',
    'openapi.json',
  );
  expect(told).toContain("1:63 warning yaml-syntax: the key 'title' is there twice; the last one counts");
});

test('names of headers and cookies are tokens, and names of the components that describe them need not be', () => {
  const file = join(
    import.meta.dirname,
    '..',
    '..',
    'testdata',
    'warnings',
    'invalid-field-name',
    'openapi.yaml',
  );
  expect(toldOf(readFileSync(file, 'utf8')).sort()).toEqual([
    "10:19 warning invalid-field-name: 'X-Größe' is no name of a header or cookie, so that no message has it",
    "11:19 warning invalid-field-name: 'a=b' is no name of a header or cookie, so that no message has it",
    "14:48 warning invalid-field-name: 'X Count' is no name of a header or cookie, so that no message has it",
    "19:44 warning invalid-field-name: 'X:Key' is no name of a header or cookie, so that no message has it",
  ]);
});
