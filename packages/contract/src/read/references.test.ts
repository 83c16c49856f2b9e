import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Schema } from '../model.js';
import { readContract } from './contract.js';
import type { LocateFile } from './references.js';

const directory = mkdtempSync(join(tmpdir(), 'references '));
afterAll(() => rmSync(directory, { recursive: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
}

function readWith(schemas: Record<string, unknown>, locate?: LocateFile) {
  write('openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Case', version: '1' },
    components: { schemas },
  });
  return readContract('openapi.json', directory, locate);
}

function schemasOf(schemas: Record<string, unknown>, locate?: LocateFile): ReadonlyMap<string, Schema> {
  const { contract, diagnostics } = readWith(schemas, locate);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract.schemas;
}

const errorsOf = (schemas: Record<string, unknown>) =>
  readWith(schemas).diagnostics.map(({ code, what }) => [code, what]);

test('an anchor is found where its schema stands, and only in its own resource', () => {
  const schemas = schemasOf({
    Name: { $anchor: 'name', type: 'string' },
    User: { $ref: '#name' },
    Other: {
      $id: 'https://example.com/other',
      $defs: { name: { $anchor: 'name', type: 'integer' } },
      $ref: '#name',
    },
  });
  expect(schemas.get('User')?.ref).toBe(schemas.get('Name'));
  expect(schemas.get('Other')?.ref?.types).toEqual(['integer']);
  expect(errorsOf({ Name: { $anchor: 'name' }, User: { $ref: '#nome' } })).toEqual([
    ['broken-reference', "there is no anchor 'nome' where '#nome' leads (did you mean 'name'?)"],
  ]);
});

test('a schema with $id is named by its URI from other files, and is the base of what it refers to', () => {
  write('parts/address.json', {
    $id: 'https://example.com/shared/address.json',
    $defs: { country: { $id: 'country', type: 'string' } },
    properties: { country: { $ref: 'country' }, root: { $ref: '#' } },
  });
  const schemas = schemasOf({
    Address: { $ref: 'parts/address.json' },
    Country: { $ref: 'https://example.com/shared/country' },
  });
  const address = schemas.get('Address')?.ref;
  expect(address?.properties?.get('country')?.ref?.types).toEqual(['string']);
  expect(address?.properties?.get('root')?.ref).toBe(address);
  expect(schemas.get('Country')?.ref).toBe(address?.properties?.get('country')?.ref);
});

test('an identifier in data or under a name that somebody gave identifies nothing', () => {
  const schemas = schemasOf({
    Data: { const: { $id: 'https://example.com/a', type: 'null' } },
    Names: { properties: { $id: { $ref: '#/components/schemas/Text' }, enum: { $anchor: 'inner' } } },
    Text: { type: 'string' },
    Inner: { $ref: '#inner' },
  });
  expect(schemas.get('Names')?.properties?.get('$id')?.ref?.types).toEqual(['string']);
  expect(schemas.get('Inner')?.ref).toBe(schemas.get('Names')?.properties?.get('enum'));
  expect(
    errorsOf({ A: { $ref: 'https://example.com/a' }, B: { const: { $id: 'https://example.com/a' } } }),
  ).toEqual([
    [
      'unsupported',
      "the reference 'https://example.com/a' is not a relative path, nor the $id of a schema that has been read",
    ],
  ]);
});

test('a $dynamicRef leads to the outermost anchor on the way, so that one generic has many uses', () => {
  const generic = {
    $id: 'https://example.com/list',
    type: 'array',
    items: { $dynamicRef: '#item' },
    $defs: { item: { $dynamicAnchor: 'item' } },
  };
  const listOf = (name: string, item: unknown) => ({
    $id: `https://example.com/${name}`,
    $ref: 'list',
    $defs: { item: { $dynamicAnchor: 'item', allOf: [item] } },
  });
  const schemas = schemasOf({
    List: generic,
    Texts: listOf('texts', { type: 'string' }),
    Numbers: listOf('numbers', { type: 'number' }),
  });
  const itemOf = (name: string) => schemas.get(name)?.ref?.items?.ref?.allOf?.[0]?.types;
  expect([itemOf('Texts'), itemOf('Numbers')]).toEqual([['string'], ['number']]);
  expect(schemas.get('List')?.items?.ref?.allOf).toBeUndefined();
});

test('what leads to no $dynamicRef is read once, whatever the scope', () => {
  const schemas = schemasOf(
    {
      Plain: { type: 'object', properties: { id: { type: 'string' } } },
      Tree: {
        $id: 'https://example.com/tree',
        $dynamicAnchor: 'node',
        properties: {
          child: { $dynamicRef: '#node' },
          plain: { $ref: 'openapi.json#/components/schemas/Plain' },
        },
      },
      Strict: {
        $id: 'https://example.com/strict',
        $dynamicAnchor: 'node',
        $ref: 'tree',
        unevaluatedProperties: false,
      },
    },
    () => join(directory, 'openapi.json'),
  );
  const tree = schemas.get('Tree');
  const strict = schemas.get('Strict');
  expect(tree?.properties?.get('child')?.ref).toBe(tree);
  expect(strict?.ref).not.toBe(tree);
  expect(strict?.ref?.properties?.get('child')?.ref).toBe(strict);
  expect(strict?.ref?.properties?.get('plain')).toBe(tree?.properties?.get('plain'));
});

test('a URL is read from the file that the caller says holds it, in the dialect that the file names', () => {
  write('remote/draft-04.json', {
    $schema: 'http://json-schema.org/draft-04/schema#',
    definitions: { price: { id: '#price', type: 'number', minimum: 0, exclusiveMinimum: true } },
    items: [{ $ref: '#price', maximum: 1 }],
    additionalItems: false,
  });
  const asked: string[] = [];
  const schemas = schemasOf({ Remote: { $ref: 'https://example.com/a/prices.json' } }, (url) => {
    asked.push(url);
    return join(directory, 'remote/draft-04.json');
  });
  const remote = schemas.get('Remote')?.ref;
  expect(asked).toEqual(['https://example.com/a/prices.json']);
  expect(remote?.items?.boolean).toBe(false);
  expect(remote?.prefixItems?.[0]?.maximum).toBeUndefined();
  expect(remote?.prefixItems?.[0]?.ref).toMatchObject({ exclusiveMinimum: 0 });
  expect(remote?.prefixItems?.[0]?.ref?.minimum).toBeUndefined();
});
