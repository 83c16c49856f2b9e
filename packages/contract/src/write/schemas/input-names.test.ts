import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, Schema } from '../../model.js';
import { readContract } from '../../read/contract.js';
import { SchemaPlan } from './plan-schemas.js';

const directory = mkdtempSync(join(tmpdir(), 'input names '));
afterAll(() => rmSync(directory, { recursive: true }));

const thing = { type: 'object', properties: { id: { type: 'string', readOnly: true } } };

function contractOf(schemas: object): Contract {
  const info = { title: 'Case', version: '1.0.0' };
  const document = { openapi: '3.1.0', info, paths: {}, components: { schemas } };
  writeFileSync(join(directory, 'openapi.json'), JSON.stringify(document));
  const { contract } = readContract('openapi.json', directory);
  if (contract === undefined) throw new Error('the contract has errors');
  return contract;
}

function schemaOf(contract: Contract, name: string): Schema {
  const schema = contract.schemas.get(name);
  if (schema === undefined) throw new Error(`no schema ${name}`);
  return schema;
}

/** The names under which a service exports schemas, as requests have them. */
function inputsOf(schemas: object): string[] {
  const contract = contractOf(schemas);
  const plan = SchemaPlan.of(contract, {}, 'server');
  return [...contract.schemas].map(([name, schema]) => plan.export(schema, 'request', name).type);
}

test('what requests have of a schema is called after it', () => {
  expect(inputsOf({ Thing: thing, Other: { type: 'string' } })).toEqual(['ThingInput', 'Other']);
});

test('it is another name where the contract has a schema of that name, whichever comes first', () => {
  const other = { type: 'object', properties: { size: { type: 'integer' } } };
  expect(inputsOf({ Thing: thing, ThingInput: other })).toEqual(['ThingInput2', 'ThingInput']);
  expect(inputsOf({ ThingInput: other, Thing: thing })).toEqual(['ThingInput', 'ThingInput2']);
  expect(inputsOf({ ThingInput: thing, Thing: thing, ThingInput2: other })).toEqual([
    'ThingInputInput',
    'ThingInput3',
    'ThingInput2',
  ]);
});

test('a schema without a name is not called like one that the file comes to later', () => {
  const contract = contractOf({ Thing: thing, Size: { type: 'integer' } });
  const plan = SchemaPlan.of(contract, {}, 'server');
  const unnamed: Schema = { place: { file: 'a', line: 1, column: 1, pointer: '' }, types: ['boolean'] };
  expect(plan.export(unnamed, 'response', 'size').type).toBe('Size2');
  expect(plan.export(unnamed, 'response', 'thing input').type).toBe('ThingInput2');
  expect(plan.export(schemaOf(contract, 'Size'), 'response', 'x').type).toBe('Size');
  expect(plan.export(schemaOf(contract, 'Thing'), 'request', 'x').type).toBe('ThingInput');
});
