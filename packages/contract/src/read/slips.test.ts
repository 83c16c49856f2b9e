import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContract } from '../check/contract.js';
import { readContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'slips '));
afterAll(() => rmSync(directory, { recursive: true }));

/** A line a problem: place, severity, code and what is told. */
function toldOf(text: string, file = 'openapi.yaml'): string[] {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, file), text);
  const all = checkContract(readContract(file, directory), { served: false, style: true, directory });
  return all.map(
    ({ place, severity, code, what }) => `${place.line}:${place.column} ${severity} ${code}: ${what}`,
  );
}

const head = 'openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\nsecurity: []\n';
const answers =
  "{ '204': { description: Done }, 4XX: { description: No, content: { application/problem+json: {} } } }";
const operation = (more = '') =>
  `${head}paths:\n  /v1/things/{id}:\n    delete:\n      operationId: removeThing\n      summary: Remove\n${more}      responses: ${answers}\n`;
const id = 'name: id, in: path, required: true, schema: { type: string, maxLength: 9 }';
const parameters = (text: string) => operation(`      parameters:\n${text}`);
const schema = (text: string) => `${head}components: { schemas: { Thing: ${text} } }\n`;

test('the contract that slips are made in has none', () => {
  expect(toldOf(parameters(`        - { ${id} }\n`))).toEqual([]);
  expect(toldOf(schema('{ type: integer }'))).toEqual([]);
});

test.each<[string, string, string]>([
  [
    'a tab',
    `${head}paths:\n\t/v1/things: {}\n`,
    '5:1 error yaml-syntax: a tab stands where YAML takes spaces alone',
  ],
  ['a key that is there twice', `${head}info: {}\n`, '4:1 error yaml-syntax: the key info is there twice'],
  [
    'a line that is not indented as its neighbours',
    `${head}paths:\n  /v1/a:\n    get:\n     summary: a\n    summary: b\n   put:\n`,
    '9:1 error yaml-syntax: it is indented otherwise than what stands beside it',
  ],
  [
    'a colon in a text',
    operation('      description: Note: this\n'),
    "9:20 error yaml-syntax: a ': ' in a text begins another mapping: put the text in quotes, or mend the line that follows",
  ],
  [
    'a { that is not closed',
    `${head}paths: { a: { b: 1 }\nx-a: 1\n`,
    '4:8 error yaml-syntax: the { is not closed',
  ],
  [
    'a [ that is not closed',
    `${head}tags: [{ name: a }\nx-a: 1\n`,
    '4:7 error yaml-syntax: the [ is not closed',
  ],
  [
    'a quote that is not closed',
    'openapi: 3.1.0\ninfo:\n  title: "Things\n  version: 1\n',
    '3:10 error yaml-syntax: the " is not closed',
  ],
  [
    'a key without a colon',
    'openapi: 3.1.0\ninfo:\n  title things\n  version: 1\n',
    "3:3 error yaml-syntax: a ': ' is missing after the key, or the text goes on in a line that is not indented",
  ],
  [
    'a second document',
    `${head}paths: {}\n---\na: 1\n`,
    "5:1 error yaml-syntax: a second document begins here with '---', and a contract is one",
  ],
  [
    'an empty file',
    '',
    '1:1 error wrong-type: an OpenAPI document is an object, and there is nothing in this file',
  ],
  ['a list', '- a\n', '1:1 error wrong-type: an OpenAPI document is an object, not an array'],
  [
    'a file that is not there',
    schema("{ $ref: './nothing.yaml#/Thing' }"),
    '4:41 error file-unreadable: there is no file nothing.yaml',
  ],
  [
    'a reference in the way of Swagger',
    schema("{ type: integer }, Other: { $ref: '#/definitions/Thing' }"),
    "4:67 error broken-reference: there is no 'definitions' on the way of '#/definitions/Thing' (did you mean '#/components/schemas/Thing'?)",
  ],
  [
    'a name in place of a schema',
    schema('Other'),
    "4:33 error wrong-type: a schema is an object or a boolean, not a string; another one is named by $ref: '#/components/schemas/Other'",
  ],
  [
    'a list in place of a schema',
    schema('[]'),
    '4:33 error wrong-type: a schema is an object or a boolean, not an array',
  ],
  [
    'a place of a parameter in capitals',
    parameters(`        - { ${id.replace('path', 'Path')} }\n`),
    "10:27 error invalid-keyword: 'in' is path, query, header or cookie, not 'Path'",
  ],
  [
    'a body as a parameter',
    parameters(`        - { ${id} }\n        - { name: a, in: body, schema: true }\n`),
    "11:26 error invalid-keyword: 'in' is path, query, header or cookie, not 'body': that is Swagger 2.0, and a requestBody here",
  ],
  [
    'a parameter that is there twice',
    parameters(`        - { ${id} }\n        - { ${id} }\n`),
    "11:11 warning duplicate-parameter: the path parameter 'id' is there twice; the last one counts",
  ],
  [
    'an operation without anything',
    `${head}paths:\n  /v1/a:\n    get:\n`,
    '6:9 error wrong-type: an operation is an object, not null',
  ],
  [
    'a server variable without its default',
    `${head}paths: {}\nservers: [{ url: 'https://{r}.example', variables: { r: { enum: [eu] } } }]\n`,
    "5:57 warning missing-field: the server variable 'r' has no 'default'; \"eu\" is taken",
  ],
])('%s is told once, where it is', (_name, text, expected) => {
  expect(toldOf(text)).toEqual([expected]);
});

test('what stands twice beside the operations of a path is told once for all of them', () => {
  const both = `    parameters: [{ ${id} }, { ${id} }]\n`;
  const get = `    get: { operationId: getThing, summary: Get, responses: ${answers} }\n`;
  const text = operation().replace('    delete:\n', `${both}${get}    delete:\n`);
  expect(toldOf(text)).toEqual([
    "6:98 warning duplicate-parameter: the path parameter 'id' is there twice; the last one counts",
  ]);
});

test('all keys that are there twice are told, as far as the structure can be trusted', () => {
  const text = `${head}info: {}\npaths: {}\nx-a: 1\nx-a: 2\n  x-b: 1\nx-a: 3\n`;
  expect(toldOf(text)).toEqual([
    '4:1 error yaml-syntax: the key info is there twice',
    '7:1 error yaml-syntax: the key x-a is there twice',
    expect.stringMatching(/^7:6 error yaml-syntax: a ': ' in a text /),
  ]);
});

test.each([
  ['{ "openapi": "3.1.0", }', '1:23 error yaml-syntax: a comma stands before it, and nothing between'],
  ["{'openapi': '3.1.0'}", '1:2 error yaml-syntax: a key in double quotes is missing'],
])('%s as JSON is told where it ends to be JSON', (text, expected) => {
  expect(toldOf(text, 'openapi.json')).toEqual([expected]);
});

test.each<[string, string[]]>([
  ['{ type: integer, enum: [1, 2] }', []],
  ['{ type: number, enum: [1, 2.5] }', []],
  ['{ enum: [1, a, null] }', []],
  ['{ type: integer, minimum: 1, maximum: 1 }', []],
  ['{ type: integer, minimum: 2, maximum: 1 }', ['minimum 2 is above maximum 1']],
  ['{ type: number, exclusiveMinimum: 1, maximum: 2 }', []],
  ['{ type: number, exclusiveMinimum: 1, maximum: 1 }', ['no number is above 1 and below 1']],
  ['{ type: number, minimum: 3, exclusiveMaximum: 2 }', ['no number is above 3 and below 2']],
  ['{ type: string, minLength: 3, maxLength: 2 }', ['minLength 3 is above maxLength 2']],
  ['{ type: string, enum: [] }', ['the list of values is empty']],
  [
    "{ type: integer, enum: [1, '2', null] }",
    ['the value "2" is of another type than integer', 'the value null is of another type than integer'],
  ],
  ["{ type: [string, 'null'], const: 1 }", ['the value 1 is of another type than string or null']],
])('what no value of %s can be is told', (text, expected) => {
  const told = toldOf(schema(text)).filter((each) => !each.includes('unbounded-'));
  expect(told.map((each) => each.replace(/^\d+:\d+ warning unsatisfiable: /, ''))).toEqual(expected);
});

test('a required name that is nearly that of a property is told, and others are not', () => {
  const of = (required: string) =>
    toldOf(
      schema(
        `{ type: object, required: [${required}], properties: { name: { const: a }, size: { type: integer } } }`,
      ),
    );
  expect(of('nmae')).toEqual([
    "4:49 warning misspelt-required: no property is called 'nmae' (did you mean 'name'?)",
  ]);
  expect(of('name, colour')).toEqual([]);
  expect(of('name, names')).toEqual([]);
});
