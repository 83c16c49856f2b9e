import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../../read/contract.js';
import { SchemaHtml } from './schema.js';

const directory = mkdtempSync(join(tmpdir(), 'schemas '));
afterAll(() => rmSync(directory, { recursive: true }));

/** What a reader sees of a schema: the page without its tags, `|` between blocks. */
function shown(schema: string, more = ''): string {
  const document = `openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\n${more}components: { schemas: { Thing: ${schema}, Other: { type: string } } }\n`;
  writeFileSync(join(directory, 'openapi.yaml'), document);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  const thing = contract?.schemas.get('Thing');
  if (contract === undefined || thing === undefined) throw new Error(JSON.stringify(diagnostics));
  const blocks = new SchemaHtml(contract)
    .described(thing)
    .text.split(/\n?<\/?(?:div|p|li|ul|tr|td|th|table|thead|tbody)\b[^>]*>\n?/);
  const texts = blocks.map((block) => block.replaceAll(/<[^>]*>/g, '').trim());
  return texts
    .filter((text) => text !== '')
    .join(' | ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}

test.each([
  ['true', 'anything'],
  ['false', 'nothing'],
  ['{}', 'any value'],
  ['{ type: [string, "null"] }', 'string or null'],
  ['{ description: A thing. }', 'A thing. | any value'],
  [
    '{ minimum: 1, exclusiveMinimum: 2, maximum: 3, exclusiveMaximum: 4, multipleOf: 5 }',
    'any value · ≥ 1 · > 2 · ≤ 3 · < 4 · multiple of 5',
  ],
  ['{ type: number, minimum: 0 }', 'number · ≥ 0'],
  ['{ type: string, minLength: 2 }', 'string · at least 2 characters'],
  ['{ type: string, maxLength: 1 }', 'string · at most 1 character'],
  ['{ type: string, minLength: 1, maxLength: 9 }', 'string · 1 to 9 characters'],
  ['{ type: string, minLength: 1, maxLength: 1 }', 'string · 1 character'],
  ['{ type: array, minItems: 3, maxItems: 3, uniqueItems: true }', 'array · 3 items · no two alike'],
  ['{ type: array, uniqueItems: false }', 'array'],
  ['{ type: object, minProperties: 0, maxProperties: 1 }', 'object · 0 to 1 property'],
  [
    '{ contains: { const: 1 }, minContains: 2 }',
    'any value · at least 2 items of the kind below | At least one item: | any value · always 1',
  ],
  ['{ type: string, format: date, pattern: "^2" }', 'string · format date · matches ^2'],
  [
    '{ type: string, contentEncoding: base64, contentMediaType: image/png }',
    'string · encoded as base64 · holds image/png',
  ],
  ['{ enum: [a, 1, null] }', 'any value · one of "a", 1, null'],
  ['{ default: false }', 'any value · default false'],
  ['{ deprecated: true, readOnly: true }', 'any value · deprecated · only in answers'],
  ['{ writeOnly: true, deprecated: false }', 'any value · only in requests'],
  ['{ $ref: "#/components/schemas/Other" }', 'Other'],
  [
    '{ type: string, $ref: "#/components/schemas/Other", maxLength: 2 }',
    'Other (string) · at most 2 characters',
  ],
  ['{ items: { type: string } }', 'any value | Items: | string'],
  [
    '{ type: array, prefixItems: [{ type: string }, true], items: false }',
    'array | Items: | nothing | Item 1: | string | Item 2: | anything',
  ],
  [
    '{ propertyNames: { maxLength: 2 } }',
    'any value | Names of properties: | any value · at most 2 characters',
  ],
  ['{ additionalProperties: false }', 'any value | Other properties: | nothing'],
  [
    '{ unevaluatedProperties: false, unevaluatedItems: { type: string } }',
    'any value | Other properties: | nothing | Other items: | string',
  ],
  ['{ not: { type: string } }', 'any value | Not: | string'],
  [
    '{ if: { type: string }, then: { maxLength: 2 }, else: false }',
    'any value | If: | string | Then: | any value · at most 2 characters | Else: | nothing',
  ],
  ['{ patternProperties: { ^a: { type: string } } }', 'any value | Properties that match ^a: | string'],
  ['{ dependentSchemas: { a: { type: object } } }', 'any value | Where there is a: | object'],
  ['{ dependentRequired: { a: [b, c] } }', 'any value | a needs b, c'],
  [
    '{ allOf: [{ type: string }, { maxLength: 2 }] }',
    'value | All of: | string | any value · at most 2 characters',
  ],
  ['{ oneOf: [{ type: string }] }', 'value | Exactly one of: | string'],
  ['{ anyOf: [{ type: string }], type: string }', 'string | One or more of: | string'],
  ['{ required: [a, b] }', 'any value | Required: a, b'],
  ['{ properties: {} }', 'object'],
  [
    '{ required: [b, c], properties: { a: true, b: { description: B. } } }',
    'object | Property | Presence | Value | a | optional | anything | b | required | B. | any value | Required: c',
  ],
  [
    '{ type: object, discriminator: { propertyName: kind, mapping: { o: "#/components/schemas/Other" } }, oneOf: [{ $ref: "#/components/schemas/Other" }] }',
    'object | Exactly one of: | Other | Told apart by kind: | o: Other',
  ],
])('%s is shown as: %s', (schema, expected) => {
  expect(shown(schema)).toBe(expected);
});

test('a list that may grow says so', () => {
  expect(shown('{ enum: [a, b] }', 'x-atoll-open-enums: true\n')).toBe(
    'any value · one of "a", "b" · answers and events may have further values in time',
  );
});
