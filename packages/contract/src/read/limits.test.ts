import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../model.js';
import { writeClient } from '../write/client.js';
import { writeService } from '../write/service.js';
import { readContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'limits '));
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string, file: string): { contract?: Contract; told: string[] } {
  writeFileSync(join(directory, file), text);
  const { contract, diagnostics } = readContract(file, directory);
  const told = diagnostics.map(({ severity, code, place: { line, column }, what }) => {
    return `${line}:${column} ${severity} ${code}: ${what}`;
  });
  return contract === undefined ? { told } : { contract, told };
}

const json = (rest: string) =>
  read(`{"openapi":"3.1.0","info":{"title":"T","version":"1"},\n${rest}}`, 'a.json');
const yaml = (rest: string) => read(`openapi: 3.1.0\ninfo: { title: T, version: '1' }\n${rest}`, 'a.yaml');
const schemas = (text: string) => json(`"components":{"schemas":{${text}}}`);

function nested(levels: number, open: string, close: string): string {
  return `${open.repeat(levels)}{}${close.repeat(levels)}`;
}

test('ten thousand levels of nesting are refused where they go too deep, in JSON and in YAML', () => {
  expect(schemas(`"A":${nested(10_000, '{"items":', '}')}`).told).toEqual([
    '2:4503 error unsupported: it is nested deeper than 500 levels',
  ]);
  expect(yaml(`components: { schemas: { A: ${nested(10_000, '{items: ', '}')} } }`).told).toEqual([
    '1:1 error unsupported: it is nested deeper than 500 levels',
  ]);
});

test('what is nested as deep as is allowed compiles', () => {
  const { contract } = schemas(`"A":${nested(496, '{"items":', '}')}`);
  expect(contract && writeService(contract).length).toBeGreaterThan(4);
  expect(schemas(`"A":${nested(497, '{"items":', '}')}`).contract).toBeUndefined();
});

test('a chain of thousands of references, properties or parts overflows no stack', () => {
  const link = '{"$ref":"#/components/schemas/A%"}';
  for (const step of [link, `{"type":"object","properties":{"a":${link}}}`, `{"allOf":[${link}]}`]) {
    const chain = Array.from(
      { length: 4000 },
      (_, index) => `"A${index}":${step.replace('%', `${index + 1}`)}`,
    );
    const { contract, told } = schemas(`${chain.join(',')},"A4000":{"type":"string"}`);
    expect(told).toEqual([]);
    expect(contract && [...writeClient(contract), ...writeService(contract)].length).toBeGreaterThan(8);
  }
});

test('aliases that stand for billions of values are refused, and an alias of a part is read once', () => {
  const levels = Array.from({ length: 12 }, (_, index) => {
    const item = index === 0 ? 'x' : `*a${index - 1}`;
    return `x-a${index}: &a${index} [${Array(10).fill(item).join(', ')}]\n`;
  });
  expect(yaml(`${levels.join('')}paths: {}\n`).told).toEqual([
    '9:11 error unsupported: its aliases stand for more than 10000000 values',
  ]);
  const shared = yaml('x-part: &part { type: string }\ncomponents: { schemas: { A: *part, B: *part } }\n');
  expect(shared.contract?.schemas.get('A')).toMatchObject({ types: ['string'] });
  expect(shared.contract?.schemas.get('B')).toMatchObject({ types: ['string'] });
});

test('an alias to what it stands in is refused', () => {
  expect(yaml('paths: {}\nx-a: &a [*a]\n').told).toEqual([
    '4:10 error unsupported: the alias leads back to what it stands in',
  ]);
});

test('`<<` brings in the fields of another map, and own fields win', () => {
  const { contract, told } = yaml(
    'x-a: &a { type: string, maxLength: 3 }\ncomponents: { schemas: { A: { <<: *a, maxLength: 4 } } }\n',
  );
  expect(told).toEqual([]);
  expect(contract?.schemas.get('A')).toMatchObject({ types: ['string'], maxLength: 4 });
});

test('a schema that is nothing but itself is refused', () => {
  const { told } = schemas('"A":{"$ref":"#/components/schemas/B"},"B":{"$ref":"#/components/schemas/A"}');
  expect(told).toEqual([
    expect.stringMatching(/^2:\d+ error broken-reference: the schema leads back to itself and says nothing$/),
  ]);
});

test.each(['anyOf', 'oneOf'])('a schema that is itself by all parts of %s is refused', (list) => {
  const { told } = schemas(
    `"A":{"$ref":"#/components/schemas/B"},"B":{"${list}":[{"${list}":[{"$ref":"#/components/schemas/A"}]}]}`,
  );
  expect(told).toEqual([
    expect.stringMatching(/^2:\d+ error broken-reference: the schema leads back to itself and says nothing$/),
  ]);
});

test.each(['allOf', 'anyOf', 'oneOf', 'prefixItems'])('%s without a schema is refused', (list) => {
  expect(schemas(`"A":{"${list}":[]}`).told).toEqual([
    `2:${34 + list.length} error invalid-keyword: '${list}' has at least one schema`,
  ]);
});

test.each(['allOf', 'anyOf', 'oneOf'] as const)(
  'a part of %s that leads back to the schema is told and left out',
  (list) => {
    const self = '{"$ref":"#/components/schemas/A"}';
    const { contract, told } = schemas(`"A":{"${list}":[${self},{"type":"string"}]}`);
    expect(told).toEqual([
      expect.stringContaining(`warning broken-reference: this part of '${list}' leads back`),
    ]);
    expect(contract?.schemas.get('A')?.[list]).toEqual([expect.objectContaining({ types: ['string'] })]);
  },
);

test('a schema that recurs below a property keeps all its parts', () => {
  const self = '{"$ref":"#/components/schemas/A"}';
  const { contract, told } = schemas(
    `"A":{"oneOf":[{"type":"object","properties":{"a":${self}}},{"type":"string"}]}`,
  );
  expect(told).toEqual([]);
  expect(contract?.schemas.get('A')?.oneOf).toHaveLength(2);
});

test('a callback that is its own operation is told and left out', () => {
  const { contract, told } = json(
    '"paths":{"/a":{"post":{"operationId":"a","responses":{},"callbacks":{"c":{"/b":{"$ref":"#/paths/~1a"}}}}}}',
  );
  expect(told).toEqual([expect.stringContaining('warning broken-reference: the callback leads back')]);
  expect(contract?.operations[0]?.callbacks[0]?.callbacks).toEqual([]);
});

test('other versions are refused by their name', () => {
  expect(read('{"openapi":"3.2.0"}', 'a.json').told).toEqual([
    '1:12 error openapi-version: OpenAPI 3.2 is not supported yet: 3.0.x and 3.1.x are',
  ]);
  expect(read('{"swagger":"2.0"}', 'a.json').told).toEqual([
    '1:12 error openapi-version: this is Swagger 2.0: convert it to OpenAPI 3 first',
  ]);
  expect(read('{}', 'a.json').told).toEqual(["1:1 error openapi-version: the field 'openapi' is missing"]);
});
