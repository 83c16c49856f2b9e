import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import type { Contract } from '../model.js';
import { readContract } from '../read/contract.js';
import { buildGenerated } from './build-generated.js';
import { type WrittenOperations, writeClient, writeOperations } from './client.js';
import { operationNames } from './operation-names.js';
import { OperationTypes } from './operation-types.js';
import { SchemaPlan } from './schemas/plan-schemas.js';

const page =
  '{ type: object, properties: { nextCursor: { type: string }, rows: { type: array, items: {} } } }';
const document = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things:
    get:
      operationId: listThings
      description: 'export function call(): string {'
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses: { '200': { description: It, content: { application/json: { schema: ${page} } } } }
    post:
      operationId: addThing
      requestBody: { required: true, content: { application/json: { schema: { enum: ['call<Thing>('] } } } }
      responses: { '204': { description: Done } }
  /v1/things/{id}/picture:
    get:
      operationId: picture
      deprecated: true
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It, content: { image/png: {} } } }
`;

function contractOf(text: string): Contract {
  const directory = mkdtempSync(join(tmpdir(), 'client parts '));
  writeFileSync(join(directory, 'openapi.yaml'), text);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  rmSync(directory, { recursive: true });
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return contract;
}

function operationsOf(contract: Contract): WrittenOperations {
  const types = new OperationTypes(SchemaPlan.of(contract, {}, 'client'), 'client');
  return writeOperations(operationNames(contract), contract, types);
}

test('the JavaScript of operations is their TypeScript without its types', () => {
  const written = operationsOf(contractOf(document));
  const code = (text: string, loader: 'ts' | 'js') => {
    const { code } = transformSync(text, {
      loader,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return code;
  };
  expect(() => transformSync(written.text('typed'), { loader: 'js' })).toThrow();
  expect(code(written.text('plain'), 'js')).toBe(code(written.text('typed'), 'ts'));
});

test('the declarations of operations say of each function what its TypeScript says', async () => {
  const { functions, text } = operationsOf(contractOf(document));
  const names = functions.map(({ name }) => name);
  expect(names).toEqual([
    'listThings',
    'listThingsPages',
    'listThingsItems',
    'addThing',
    'picture',
    'pictureStream',
  ]);
  const built = await buildGenerated(document, 'export {};');
  const checks = names.map(
    (name) =>
      `export const ${name}1: typeof typed.${name} = ${name};\nexport const ${name}2: typeof ${name} = typed.${name};\n`,
  );
  const declared = `${text('declared').replaceAll("'./", "'./client/")}\nimport * as typed from './client/operations.js';\n`;
  const errors = [
    declared + checks.join(''),
    declared.replace('request?:', 'request:') + checks.join(''),
  ].map((more) => built.typeErrors(more));
  built.remove();
  expect(errors[0]).toBe('');
  expect(errors[1]).toContain('error TS2322');
}, 60_000);

test('a client of thousands of schemas has its operations as JavaScript beside their declarations', () => {
  const schemas = Array.from(
    { length: 2500 },
    (_, index) =>
      `    S${index}: { type: object, properties: { a${index}: { type: array, items: { minLength: ${index}, pattern: '^${index}' } } }, minProperties: ${index} }\n`,
  );
  const files = writeClient(contractOf(`${document}components:\n  schemas:\n${schemas.join('')}`));
  const paths = files.map(({ path }) => path).filter((path) => !path.startsWith('runtime/'));
  expect(paths).toEqual([
    'schemas.d.ts',
    'schemas.js',
    'operations.d.ts',
    'operations.js',
    'events.ts',
    'index.ts',
  ]);
});
