import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics.js';
import { readContract } from '../read/contract.js';
import { checkContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'check contract '));
afterAll(() => rmSync(directory, { recursive: true }));

interface Given {
  readonly paths?: string;
  readonly schemas?: string;
  /** Further fields of the root. */
  readonly root?: string;
  readonly style?: boolean;
  readonly served?: boolean;
}

function diagnosticsOf(given: Given): readonly Diagnostic[] {
  const { paths = '{}', schemas = '{}', root = '', style = true, served = false } = given;
  const text = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
${root}
paths: ${paths}
components:
  schemas: ${schemas}
`;
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const read = readContract('openapi.yaml', directory);
  if (read.contract === undefined) throw new Error(JSON.stringify(read.diagnostics));
  return checkContract(read, { served, style, directory });
}

function codesOf(given: Given): string[] {
  return diagnosticsOf(given).map(({ code }) => code);
}

const refused = "'400': { description: No, content: { application/problem+json: {} } }";

function operation(
  method: string,
  more: string,
  responses = `'204': { description: Done }, ${refused}`,
): Given {
  const fields = `operationId: useThings, summary: Use, ${more} responses: { ${responses} }`;
  return { paths: `{ /v1/things: { ${method}: { ${fields} } } }`, root: 'security: []' };
}

test('a contract that follows every rule has nothing told', () => {
  expect(codesOf(operation('get', ''))).toEqual([]);
});

test('a default response declares the refusals and must be a problem, unless it is the only response', () => {
  const problem = 'application/problem+json; charset=utf-8: {}';
  const plain = 'default: { description: No, content: { application/json: { example: 1 } } }';
  expect(
    codesOf(
      operation(
        'get',
        '',
        `'204': { description: Done }, default: { description: No, content: { ${problem} } }`,
      ),
    ),
  ).toEqual([]);
  expect(codesOf(operation('get', '', `'204': { description: Done }, ${plain}`))).toEqual([
    'error-without-problem',
  ]);
  expect(codesOf(operation('get', '', plain))).toEqual([]);
  const bare = diagnosticsOf(
    operation(
      'get',
      '',
      "'204': { description: Done }, '500': { description: No }, '404': { description: No }",
    ),
  );
  expect(bare.map(({ what }) => what)).toEqual([
    'GET /v1/things answers 500 without a body',
    'GET /v1/things answers 404 without a body',
  ]);
});

test('refusals of HEAD have no body', () => {
  expect(codesOf(operation('head', '', "'204': { description: Done }, '404': { description: No }"))).toEqual(
    [],
  );
});

test('a POST that creates takes an Idempotency-Key; PUT and a POST that only answers need none', () => {
  const key = 'parameters: [{ name: idempotency-key, in: header, schema: { type: string, maxLength: 9 } }],';
  const created = `'201': { description: Created }, ${refused}`;
  expect(codesOf(operation('post', key, created))).toEqual([]);
  expect(codesOf(operation('put', '', created))).toEqual([]);
  expect(codesOf(operation('post', ''))).toEqual([]);
  expect(codesOf(operation('post', '', `'202': { description: Taken }, ${refused}`))).toEqual([
    'missing-idempotency-key',
  ]);
});

test('security is declared by the operation or the document, also as none', () => {
  const open = operation('get', '');
  expect(codesOf({ ...open, root: '' })).toEqual(['missing-security']);
  expect(codesOf({ ...operation('get', 'security: [],'), root: '' })).toEqual([]);
});

test('a path is told once, at its own line, whatever its methods', () => {
  const fields = `summary: Use, security: [], responses: { '204': { description: Done }, ${refused} }`;
  const paths = `
  /v1: { get: { operationId: a, ${fields} } }
  /v1x: { get: { operationId: b, ${fields} }, put: { operationId: c, ${fields} } }`;
  const found = diagnosticsOf({ paths });
  expect(found.map(({ code, place, what }) => [code, place.line, place.column, what])).toEqual([
    ['missing-version', 6, 3, 'the path /v1x does not begin with a version'],
  ]);
});

test('bodies need an example at the media type, at the schema, or at all alternatives', () => {
  const body = (media: string) => codesOf(operation('put', `requestBody: { content: { ${media} } },`));
  expect(body('application/json: { schema: { type: object } }')).toEqual(['missing-example']);
  expect(body('application/json: { example: {} }')).toEqual([]);
  expect(body('application/json: { schema: { examples: [{}] } }')).toEqual([]);
  expect(body('application/json: { schema: { oneOf: [{ const: 1 }, { default: 2 }] } }')).toEqual([]);
  expect(body('application/json: { schema: { oneOf: [{ const: 1 }, { type: integer }] } }')).toEqual([
    'missing-example',
  ]);
  expect(body('image/png: {}')).toEqual([]);
  const answer = "'200': { description: It, content: { application/json: { schema: { type: integer } } } }";
  expect(codesOf(operation('get', '', `${answer}, ${refused}`))).toEqual(['missing-example']);
});

test.each([
  'type: string, maxLength: 3',
  'type: string, enum: [a]',
  'type: string, format: date-time',
  "type: string, pattern: '^[a-z]{3}$'",
  'type: string, allOf: [{ maxLength: 3 }]',
  "anyOf: [{ $ref: '#/components/schemas/Text' }], maxLength: 3",
  "allOf: [{ $ref: '#/components/schemas/Text' }, { maxLength: 3 }]",
  'type: array, maxItems: 3, items: { type: integer }',
  'allOf: [{ type: array }, { maxItems: 3 }]',
  'type: array, prefixItems: [{ type: integer }], items: false',
])('%s has an end', (schema) => {
  const schemas = `{ Text: { type: string }, Holder: { type: object, properties: { it: { ${schema} } } } }`;
  const detail =
    "{ post: { summary: E, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Holder' } } } } } }";
  const found = diagnosticsOf({ schemas, root: `webhooks: { E: ${detail} }` });
  expect(
    found.filter(({ code, place }) => code.startsWith('unbounded') && place.pointer.includes('Holder')),
  ).toEqual([]);
});

test.each([
  ['type: string, minLength: 3', 'unbounded-string'],
  ['type: string, format: uri', 'unbounded-string'],
  ["type: string, pattern: '^[a-z]+$'", 'unbounded-string'],
  ['oneOf: [{ type: string }, { type: integer }]', 'unbounded-string'],
  ["type: [string, 'null']", 'unbounded-string'],
  ['type: array, items: { type: integer }', 'unbounded-array'],
  ['type: array, prefixItems: [{ type: integer }]', 'unbounded-array'],
  ['type: object, additionalProperties: { type: string }', 'unbounded-string'],
  ["type: object, patternProperties: { '^a': { type: string } }", 'unbounded-string'],
])('%s has none', (schema, code) => {
  expect(codesOf({ schemas: `{ It: { ${schema} } }` })).toEqual([code]);
});

test('a recursive schema is judged once', () => {
  const schemas =
    "{ Tree: { type: object, properties: { name: { type: string }, next: { $ref: '#/components/schemas/Tree' } } } }";
  const found = diagnosticsOf({ schemas });
  expect(found.map(({ code, what }) => [code, what])).toEqual([
    ['unbounded-string', "the string 'name' has no end"],
  ]);
});

test('an explosive pattern is told where it stands, also of a property name, whatever it is generated for', () => {
  const schemas = `
    It: { patternProperties: { '^(a+)+$': true } }
    Word: { type: string, maxLength: 9, pattern: '(a|a)*$' }`;
  const found = diagnosticsOf({ schemas, style: false });
  expect(found.map(({ code, place, what }) => [code, place.line, place.column, what])).toEqual([
    [
      'explosive-pattern',
      7,
      32,
      'the pattern ^(a+)+$ takes exponential time on text that repeats "a" and does not match',
    ],
    [
      'explosive-pattern',
      8,
      41,
      'the pattern (a|a)*$ takes exponential time on text that repeats "aa" and does not match',
    ],
  ]);
});

test('style is told by check alone', () => {
  expect(codesOf({ schemas: '{ It: { type: string } }', style: false })).toEqual([]);
});

test('what a service cannot keep is told where there is one', () => {
  const given = operation('trace', '');
  expect(codesOf(given)).toEqual([]);
  expect(codesOf({ ...given, served: true })).toEqual(['unsupported']);
});

describe('x-atoll-ignore', () => {
  const reasoned = (code: string) => `x-atoll-ignore: [{ code: ${code}, reason: It is so }]`;

  test('at the root speaks for the whole contract, of its own code alone', () => {
    const schemas = '{ It: { type: string }, Those: { type: array } }';
    expect(codesOf({ schemas, root: reasoned('unbounded-string') })).toEqual(['unbounded-array']);
  });

  test('at an object speaks for what stands below it', () => {
    const schemas = `{ A: { type: object, ${reasoned('unbounded-string')}, properties: { a: { type: string } } }, AB: { type: string } }`;
    expect(diagnosticsOf({ schemas }).map(({ place }) => place.pointer)).toEqual(['/components/schemas/AB']);
  });

  test('at an operation speaks for that operation', () => {
    const fields = `responses: { '204': { description: Done }, ${refused} }`;
    const paths = `{ /v1/a: { get: { operationId: a, ${reasoned('missing-summary')}, ${fields} } }, /v1/b: { get: { operationId: b, ${fields} } } }`;
    expect(diagnosticsOf({ paths, root: 'security: []' }).map(({ what }) => what)).toEqual([
      'GET /v1/b has no summary',
    ]);
  });

  test.each([
    ['[{ code: unbounded-string }]', 'unbounded-string is ignored without a reason'],
    ["[{ code: unbounded-string, reason: ' ' }]", 'unbounded-string is ignored without a reason'],
    ['[{ code: toString, reason: So }]', 'there is no code "toString" to ignore'],
    ['[{ reason: So }]', 'there is no code given to ignore'],
    ['[unbounded-string]', "each entry of 'x-atoll-ignore' is an object with 'code' and 'reason'"],
    ['{ code: unbounded-string, reason: So }', "'x-atoll-ignore' is a list of { code, reason }"],
    ['[{ code: unbounded-string, reason: So, until: 2030 }]', "'until' is no field of an ignore"],
  ])('%s is an error', (ignore, what) => {
    const found = diagnosticsOf({ schemas: '{ It: { type: string } }', root: `x-atoll-ignore: ${ignore}` });
    expect(
      found.filter(({ severity }) => severity === 'error').map((each) => [each.code, each.what]),
    ).toEqual([['invalid-ignore', what]]);
    expect(found.map(({ code }) => code)).toContain('unbounded-string');
  });

  test('that covers nothing, or an error, is told', () => {
    const given = operation('trace', `${reasoned('unsupported')},`);
    const found = diagnosticsOf({ ...given, served: true });
    expect(found.map(({ severity, code }) => [severity, code])).toEqual([
      ['error', 'unsupported'],
      ['warning', 'unused-ignore'],
    ]);
  });

  test('means nothing inside of data', () => {
    const schemas =
      '{ It: { type: object, examples: [{ x-atoll-ignore: 7 }] }, Other: { type: object, properties: { x-atoll-ignore: { type: integer } } } }';
    expect(codesOf({ schemas })).toEqual([]);
  });
});

describe('a schema whose keywords speak of one type and that has none', () => {
  function untyped(schemas: string): string[] {
    return diagnosticsOf({ schemas })
      .filter(({ code }) => code === 'missing-type')
      .map(({ place, what }) => `${place.pointer.split('/').slice(3).join('/')}: ${what}`);
  }

  it('is told with the keyword and what passes', () => {
    const told = untyped(`
    Person: { properties: { name: { maxLength: 9 }, ages: { items: { minimum: 1 } } } }
    Open: { additionalProperties: true }`);
    expect(told.sort()).toEqual([
      "Open: 'Open' has 'additionalProperties' and no type: anything that is no object passes",
      "Person/properties/ages/items: 'items' has 'minimum' and no type: anything that is no number passes",
      "Person/properties/ages: 'ages' has 'items' and no type: anything that is no array passes",
      "Person/properties/name: 'name' has 'maxLength' and no type: anything that is no string passes",
      "Person: 'Person' has 'properties' and no type: anything that is no object passes",
    ]);
  });

  it('is not told where what stands beside or above it, or each of its alternatives, has a type', () => {
    const told = untyped(`
    Base: { type: object }
    Derived: { allOf: [{ $ref: '#/components/schemas/Base' }, { required: [a] }], properties: { a: true } }
    Either: { type: object, anyOf: [{ required: [a] }, { required: [b] }] }
    Chosen: { required: [a], oneOf: [{ $ref: '#/components/schemas/Base' }, { allOf: [{ type: object }] }] }
    Listed: { minLength: 1, enum: [a, b] }
    Given: { maxLength: 1, const: a }
    Anything: { description: Whatever }`);
    expect(told).toEqual([]);
  });

  it('is told where one of its alternatives has none', () => {
    const told = untyped(`
    Half: { required: [a], oneOf: [{ type: object }, { minProperties: 1 }] }`);
    expect(told.map((each) => each.replace(/ and no type.*/, ''))).toEqual([
      "Half: 'Half' has 'required'",
      "Half/oneOf/1: '1' has 'minProperties'",
    ]);
  });
});

test('a value that is mapped to a file that is not there is told, and so is everything else', () => {
  const codes = codesOf({
    schemas: `
    Pet:
      type: object
      required: [kind]
      properties: { kind: { type: string } }
      discriminator: { propertyName: kind, mapping: { cat: absent/cats.yaml#/cat } }`,
  });
  expect(codes).toEqual(['broken-reference', 'unbounded-string']);
});

test('a component is judged where it is used, with what stands beside it there', () => {
  const use =
    "content: { application/json: { example: a, schema: { $ref: '#/components/schemas/Name', maxLength: 9 } } }";
  const { paths = '' } = operation('get', '', `'200': { description: It, ${use} }, ${refused}`);
  const schemas = '{ Name: { type: string }, Unused: { type: string } }';
  const told = diagnosticsOf({ paths, root: 'security: []', schemas }).map(({ what }) => what);
  expect(told).toEqual(["the string 'Unused' has no end"]);
});

test.each([
  ['101', 1],
  ['200', 0],
  ['204', 1],
  ['205', 1],
  ['206', 0],
  ['2XX', 0],
  ['304', 1],
  ['404', 0],
  ['default', 0],
])('of content for %s %i are told to be meaningless', (status, count) => {
  const { paths = '' } = operation('get', '', `'${status}': { description: It, content: { text/csv: {} } }`);
  expect(codesOf({ paths }).filter((code) => code === 'meaningless-body')).toHaveLength(count);
});
