import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Contract } from '../../model.js';
import { readContract } from '../../read/contract.js';
import { writeClient } from '../client.js';
import { writeService } from '../service.js';
import { SchemaTexts } from './schema-texts.js';

const directory = mkdtempSync(join(tmpdir(), 'renew '));
afterAll(() => rmSync(directory, { recursive: true }));
const packages = join(import.meta.dirname, '..', '..', '..', '..');

const shapes = `openapi: 3.1.0
info: { title: Shapes, version: 1.0.0 }
paths:
  /v1/shapes:
    post:
      operationId: addShape
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Shape' } } } }
      responses: { '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/B' } } } } }
components:
  schemas:
    Shape:
      oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }]
      discriminator: { propertyName: kind }
    A:
      type: object
      required: [kind, other]
      properties:
        kind: { const: a }
        other: { const: c }
        next: { $ref: '#/components/schemas/A' }
        leaf: { $ref: '#/components/schemas/Text' }
    B:
      type: object
      required: [kind, other]
      properties:
        kind: { const: b }
        other: { const: d }
        secret: { type: string, readOnly: true }
    Text: { type: string }
    Number: { type: integer }
`;

/** What a person does to a document: words are replaced, lines go, come twice and are put in. */
const edit = fc.record({
  at: fc.nat(),
  change: fc.constantFrom(
    (line: string) => line.replace(/string|integer/, (type) => (type === 'string' ? 'integer' : 'string')),
    (line: string) => line.replace(/schemas\/\w+/, 'schemas/Text'),
    (line: string) => line.replace(/schemas\/\w+/, 'schemas/Number'),
    (line: string) => line.replace(/(description|summary): .*/, '$1: Something else'),
    (line: string) => line.replace('propertyName: kind', 'propertyName: other'),
    (line: string) => line.replace(/\d+/, (count) => String(Number(count) + 1)),
    (line: string) => line.replace('readOnly', 'writeOnly'),
    (line: string) => `# A comment\n${line}`,
    (line: string) => `${line}\n${line}`,
    () => '',
  ),
});

function read(text: string): Contract | undefined {
  writeFileSync(join(directory, 'openapi.yaml'), text);
  return readContract('openapi.yaml', directory).contract;
}

function written(contract: Contract): Map<string, string> {
  const files = [...writeService(contract), ...writeClient(contract)];
  return new Map(files.map(({ path, text }, index) => [`${index} ${path}`, text]));
}

const texts = ['catalog', 'payments'].map((name) =>
  readFileSync(join(packages, `${name}-client`, 'openapi.yaml'), 'utf8'),
);

test.each([...texts, shapes])('what is written after changes is what is written at once (%#)', (text) => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      let lines = text.split('\n');
      let last = read(text);
      if (last !== undefined) written(last);
      for (const { at, change } of edits) {
        lines = lines
          .map((line, index) => (index === at % lines.length ? change(line) : line))
          .join('\n')
          .split('\n');
        const [contract, fresh] = [read(lines.join('\n')), read(lines.join('\n'))];
        if (contract === undefined || fresh === undefined) continue;
        if (last !== undefined) SchemaTexts.renew(last, contract, {});
        last = contract;
        expect(written(contract)).toEqual(written(fresh));
      }
    }),
    { numRuns: 40 },
  );
});

test('functions are taken over where descriptions have changed, and only there', () => {
  const textOf = (contract: Contract | undefined, name: string) => {
    const schema = contract?.schemas.get(name);
    if (contract === undefined || schema === undefined) throw new Error('the contract has errors');
    const all = SchemaTexts.of(contract, {});
    return all.text(all.function(schema, 'response', 'is'));
  };
  const [before, described, changed] = [
    shapes,
    shapes.replace('type: object', 'type: object\n      description: A'),
    shapes.replace('const: c', 'const: e'),
  ].map(read);
  if (before === undefined || described === undefined || changed === undefined)
    throw new Error('the contract has errors');
  const text = textOf(before, 'A');
  SchemaTexts.renew(before, described, {});
  expect(textOf(described, 'A')).toBe(text);
  SchemaTexts.renew(described, changed, {});
  expect(textOf(changed, 'A')).not.toBe(text);
});

test('a reference that leads to another schema of the same document is a change', () => {
  const [before, changed] = [
    shapes,
    shapes.replace(
      "leaf: { $ref: '#/components/schemas/Text' }",
      "leaf: { $ref: '#/components/schemas/Number' }",
    ),
  ].map(read);
  if (before === undefined || changed === undefined) throw new Error('the contract has errors');
  written(before);
  SchemaTexts.renew(before, changed, {});
  const a = changed.schemas.get('A');
  const all = SchemaTexts.of(changed, {});
  expect(a && all.text(all.function(a, 'response', 'is')).typed).toContain('Number.isInteger');
});
