import { answers, head, id, operation, parameters, schema, toldOf } from './slips-fixture.js';

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
  [
    'a key that is there twice',
    `${head}info: {}\n`,
    "4:1 error yaml-syntax: the key 'info' is there twice, also in line 2",
  ],
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
    'a parameter of two media types',
    parameters(
      '        - { name: id, in: path, required: true, content: { application/json: {}, text/plain: {} } }\n',
    ),
    "10:58 warning invalid-keyword: 'content' has one media type here; the first one counts",
  ],
  [
    'parameters that are no list',
    parameters(`        id: { ${id} }\n`),
    "10:9 error wrong-type: 'parameters' takes an array, not an object",
  ],
  [
    'a parameter that is not there',
    parameters("        - { $ref: '#/components/parameter/Id' }\n"),
    "10:19 error broken-reference: there is no 'components' on the way of '#/components/parameter/Id'",
  ],
  [
    'a kind of components by another name',
    `${parameters("        - { $ref: '#/components/parameter/Id' }\n")}components: {}\n`,
    "10:19 error broken-reference: there is no 'parameter' on the way of '#/components/parameter/Id' (did you mean 'parameters'?)",
  ],
  [
    'a style that the location has not',
    parameters(`        - { style: deepObject, ${id} }\n`),
    "10:20 error invalid-keyword: a path parameter has no style 'deepObject'; it has simple, label, matrix",
  ],
  [
    'a slip in the first line after a byte order mark',
    '\ufeffopenapi: 3.9.0\n',
    '1:10 error openapi-version: OpenAPI 3.9 is not supported yet: 3.0.x and 3.1.x are',
  ],
  [
    'a misspelt bound of a string',
    schema('{ type: string, maxLenght: 9 }'),
    "4:49 warning unknown-field: 'maxLenght' is no field here (did you mean 'maxLength'?)",
  ],
  [
    'a bound that is an extension',
    schema('{ type: string, x-maxLength: 9 }'),
    "4:33 warning unbounded-string: the string 'Thing' has no end",
  ],
  [
    'a misspelt bound of an array',
    schema('{ type: array, items: { type: integer }, maxitems: 9 }'),
    "4:74 warning unknown-field: 'maxitems' is no field here (did you mean 'maxItems'?)",
  ],
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
  [
    'a type of another language',
    schema('{ type: int }'),
    "4:41 error invalid-keyword: 'int' is no type; the types are null, boolean, object, array, number, integer, string (did you mean 'integer'?)",
  ],
  [
    'the type of a file in Swagger',
    schema('{ type: file }'),
    "4:41 error invalid-keyword: 'file' is no type; the types are null, boolean, object, array, number, integer, string; a file is `type: string, format: binary`",
  ],
  [
    'a misspelt type',
    schema('{ type: objct }'),
    "4:41 error invalid-keyword: 'objct' is no type; the types are null, boolean, object, array, number, integer, string (did you mean 'object'?)",
  ],
  [
    'a range of statuses in small letters',
    operation().replace('4XX', '4xx').replace('{id}', 'a'),
    "9:50 error invalid-keyword: '4xx' is no status: write 4XX",
  ],
  [
    'the body of an answer that ends with its headers',
    operation()
      .replace('{ description: Done }', '{ description: Done, content: { text/plain: {} } }')
      .replace('{id}', 'a'),
    '9:20 warning meaningless-body: an answer 204 has no body: its content is left out',
  ],
  [
    'a boolean in quotes as a schema',
    schema("{ type: object, additionalProperties: 'False' }"),
    '4:71 error wrong-type: a schema is an object or a boolean, not a string: write false without quotes',
  ],
  [
    'an anchor that is not there',
    schema('*thing'),
    "4:33 error yaml-syntax: no '&thing' is there for the alias '*thing': a text that begins with '*' is quoted",
  ],
  [
    'a reference without its first slash',
    schema("{ type: integer }, Other: { $ref: '#components/schemas/Thing' }"),
    "4:67 error broken-reference: there is no anchor 'components/schemas/Thing' where '#components/schemas/Thing' leads (a way through the document begins with '#/': '#/components/schemas/Thing')",
  ],
  [
    'a path parameter as Express has it',
    parameters(`        - { ${id} }\n`).replace('{id}', ':id'),
    "10:11 error path-parameter: the path /v1/things/:id has no {id}, which is how ':id' is written here",
  ],
  [
    'a path without its first slash',
    `${head}paths:\n  v1/things: {}\n`,
    "5:3 error invalid-keyword: the path 'v1/things' does not begin with '/'",
  ],
  [
    'a schema that is a parameter itself',
    parameters('        - { name: id, in: path, required: true, type: string, maxLength: 9 }\n'),
    "10:49 error unknown-field: 'type' is no field of a parameter: its schema stands below 'schema'",
  ],
  [
    'a schema that is a media type itself',
    operation()
      .replace('problem+json: {}', 'problem+json: { type: object, properties: {} }')
      .replace('{id}', 'a'),
    "9:113 error unknown-field: 'type' is no field of a media type: its schema stands below 'schema'",
  ],
  [
    'a reference to a schema in place of a media type',
    `${operation().replace('problem+json: {}', "problem+json: { $ref: '#/components/schemas/A' }").replace('{id}', 'a')}components: { schemas: { A: { type: object, properties: {} } } }\n`,
    '9:119 error wrong-type: a schema is no media type: write `schema: { $ref: … }`',
  ],
  [
    'a header that is a schema itself',
    operation().replace('Done', 'Done, headers: { A: { type: string } }').replace('{id}', 'a'),
    "9:64 error unknown-field: 'type' is no field of a header: its schema stands below 'schema'",
  ],
  [
    'a flag within a pattern',
    schema("{ type: string, maxLength: 9, pattern: '^(?i)a$' }"),
    '4:72 error invalid-pattern: Invalid regular expression: /^(?i)a$/u: Invalid group (ECMAScript has no flags within a pattern: write both cases, as in [aA])',
  ],
  [
    'a boolean as what is required',
    schema('{ type: object, properties: { a: { type: integer, required: true } } }'),
    "4:93 warning wrong-type: 'required' lists the names of properties, not a boolean; it is ignored: the object that has the property lists it",
  ],
  [
    'null in the way of 3.0',
    schema('{ type: [integer, boolean], nullable: true }'),
    "4:61 warning unknown-field: 'nullable' says nothing in OpenAPI 3.1: write `type: [integer, boolean, 'null']`",
  ],
  [
    'an alternative that is not there',
    schema(
      "{ oneOf: [{ $ref: '#/components/schemas/A' }], discriminator: { propertyName: kind, mapping: { b: B } } }, A: { type: object, required: [kind], properties: { kind: { const: A } } }",
    ),
    "4:131 warning broken-reference: 'b' is mapped to 'B', which is not there",
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

test('what many references lead through and is not there is told once, and what is at its end each time', () => {
  const references = ['A', 'B', 'C'].map((name) => `{ $ref: '#/component/schemas/${name}' }`).join(', ');
  const told = toldOf(schema(`{ allOf: [${references}] }`));
  expect(told).toEqual([
    "4:121 error broken-reference: there is no 'component' on the way of '#/component/schemas/C' (did you mean 'components'?)",
  ]);
  const ends = ['A', 'B', 'A'].map((name) => `{ $ref: '#/components/schemas/${name}' }`).join(', ');
  expect(toldOf(schema(`{ allOf: [${ends}] }`))).toHaveLength(3);
});

test('a key that is there twice is found within its own block alone', () => {
  const text = `${head}paths:\n  /v1/a:\n    get:\n      summary: a\n    # a comment\n\n    put:\n      # another\n      summary: b\n      summary: c\n`;
  expect(toldOf(text)).toEqual(["13:7 error yaml-syntax: the key 'summary' is there twice, also in line 12"]);
  const flow = `${head}components: { a: 1, a: 2 }\n`;
  expect(toldOf(flow)).toEqual(["4:21 error yaml-syntax: the key 'a' is there twice"]);
});

test('all keys that are there twice are told, as far as the structure can be trusted', () => {
  const text = `${head}info: {}\npaths: {}\nx-a: 1\nx-a: 2\n  x-b: 1\nx-a: 3\n`;
  expect(toldOf(text)).toEqual([
    "4:1 error yaml-syntax: the key 'info' is there twice, also in line 2",
    "7:1 error yaml-syntax: the key 'x-a' is there twice, also in line 6",
    expect.stringMatching(/^7:6 error yaml-syntax: a ': ' in a text /),
  ]);
});

test.each([
  ['{ "openapi": "3.1.0", }', '1:23 error yaml-syntax: a comma stands before it, and nothing between'],
  ['{ // All\n"openapi": "3.1.0" }', '1:3 error yaml-syntax: JSON has no comments'],
  ['{ "openapi": "3.1.0" /* it */ }', '1:22 error yaml-syntax: JSON has no comments'],
  ['{ "openapi": /3.1.0 }', '1:14 error yaml-syntax: a value is missing'],
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
  ["{ type: integer, enum: [1, '2', null] }", ['the values "2", null are of another type than integer']],
  ["{ type: [string, 'null'], const: 1 }", ['the value 1 is of another type than string or null']],
])('what no value of %s can be is told', (text, expected) => {
  const told = toldOf(schema(text)).filter((each) => !each.includes('unbounded-'));
  expect(told.map((each) => each.replace(/^\d+:\d+ warning unsatisfiable: /, ''))).toEqual(expected);
});

test.each([
  ['{ type: integer, minimum: 2, maximum: 1 }', '4:50 warning unsatisfiable: minimum 2 is above maximum 1'],
  [
    '{ type: integer, maximum: 1, exclusiveMinimum: 1 }',
    '4:62 warning unsatisfiable: no number is above 1 and below 1',
  ],
  [
    '{ type: integer, minimum: 1, exclusiveMaximum: 1 }',
    '4:62 warning unsatisfiable: no number is above 1 and below 1',
  ],
  [
    '{ type: boolean, enum: [1, 2, 3, 4, 5, 6] }',
    '4:50 warning unsatisfiable: the values 1, 2, 3, 4, 5, … are of another type than boolean',
  ],
  [
    '{ type: boolean, enum: [1, 2, 3, 4, 5] }',
    '4:50 warning unsatisfiable: the values 1, 2, 3, 4, 5 are of another type than boolean',
  ],
  ['{ type: boolean, const: 1 }', '4:50 warning unsatisfiable: the value 1 is of another type than boolean'],
])('what no value of %s can be is told at the keyword', (text, expected) => {
  expect(toldOf(schema(text))).toEqual([expected]);
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
