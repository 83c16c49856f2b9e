import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from '../../model.js';
import { readContract } from '../../read/contract.js';
import { SchemaPlan } from './plan-schemas.js';
import { SchemaShapes } from './schema-shapes.js';

const directory = mkdtempSync(join(tmpdir(), 'shapes '));
afterAll(() => rmSync(directory, { recursive: true }));

function schemasOf(schemas: Readonly<Record<string, object>>): ReadonlyMap<string, Schema> {
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract, diagnostics } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract.schemas;
}

function sameShape(a: object, b: object): boolean {
  const schemas = schemasOf({ A: a, B: b, C: { type: 'string' }, D: { type: 'string' } });
  const shapes = new SchemaShapes();
  const [first, second] = [schemas.get('A'), schemas.get('B')];
  if (first === undefined || second === undefined) throw new Error('a schema is missing');
  return shapes.of(first) === shapes.of(second);
}

const line = { type: 'object', required: ['sku'], properties: { sku: { type: 'string', pattern: '^a$' } } };

test('schemas that differ in what they say to readers alone have one shape', () => {
  expect(sameShape(line, { ...line, title: 'Line', description: 'A line', deprecated: true })).toBe(true);
  expect(sameShape({ items: line }, { items: { ...line, examples: [{}] } })).toBe(true);
});

test.each([
  [line, { ...line, required: [] }],
  [line, { ...line, properties: { sku: { type: 'string', pattern: '^b$' } } }],
  [{ items: line }, { items: { ...line, minProperties: 1 } }],
  [{ enum: ['1'] }, { enum: [1] }],
  [{ const: null }, { const: 'null' }],
  [{ enum: [{ place: 'a' }] }, { enum: [{ place: 'b' }] }],
  [{ const: { place: 'a' } }, { const: { place: 'b' } }],
  [{ properties: { a: { readOnly: true } } }, { properties: { a: {} } }],
  [{ $ref: '#/components/schemas/C' }, { $ref: '#/components/schemas/D' }],
])('%j is not of the shape of %j', (a, b) => {
  expect(sameShape(a, b)).toBe(false);
});

test('two schemas of one shape share their functions and keep their types', () => {
  const plan = new SchemaPlan();
  for (const [name, schema] of schemasOf({ A: line, B: { ...line, description: 'Another' } }))
    plan.export(schema, 'response', name);
  const { text } = plan.write('');
  expect(text.match(/^function is/gm)).toHaveLength(1);
  expect(text).toContain('export interface A {');
  expect(text).toContain('/**\n * Another\n');
  expect(text).toContain('export interface B {');
});
