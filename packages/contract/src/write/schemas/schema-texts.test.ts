import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../model.js';
import { readContract } from '../../read/contract.js';
import { writeClient } from '../client.js';
import { writeService } from '../service.js';
import { SchemaTexts } from './schema-texts.js';

const packages = join(import.meta.dirname, '..', '..', '..', '..');
const clients = readdirSync(packages).filter((name) => name.endsWith('-client'));

function contractOf(name: string): Contract {
  const { contract } = readContract(join(packages, name, 'openapi.yaml'));
  if (contract === undefined) throw new Error(`${name} has no contract`);
  return contract;
}

test.each(clients)('client and service of %s are the same, whichever is written first', (name) => {
  const [one, other] = [contractOf(name), contractOf(name)];
  const clientFirst = [writeClient(one), writeService(one)];
  const serviceFirst = [writeService(other), writeClient(other)].reverse();
  expect(clientFirst).toEqual(serviceFirst);
});

test('a schema that is the same in client and service has the same functions, text for text', () => {
  const contract = { ...contractOf('orders-client'), codecs: { openEnums: false } };
  const functionsOf = (files: readonly { path: string; text: string }[]) =>
    (files.find(({ path }) => path === 'schemas.ts')?.text ?? '').split(/^(?=\/\/ |function |const )/m);
  const [client, service] = [writeClient(contract), writeService(contract)].map(functionsOf);
  const inService = new Set(service);
  const ofClient = client?.filter((text) => text.startsWith('function ')) ?? [];
  expect(ofClient.length).toBeGreaterThan(20);
  expect(ofClient.filter((text) => !inService.has(text))).toEqual([]);
});

test('texts are shared by all plans of one contract with the same options, and by no others', () => {
  const contract = contractOf('catalog-client');
  const texts = SchemaTexts.of(contract, {});
  expect(SchemaTexts.of(contract, {})).toBe(texts);
  expect(SchemaTexts.of(contract, { formats: 'annotate' })).not.toBe(texts);
  expect(SchemaTexts.of({ ...contract }, {})).not.toBe(texts);
});

test('a constant has a name of its own, which depends on nothing but what it is', () => {
  const texts = new SchemaTexts({});
  const names = ["new RegExp('a', 'u')", "new RegExp('b', 'u')"].map((each) => texts.constant(each));
  expect(new Set(names).size).toBe(2);
  expect(names.map((each) => texts.expression(each))).toEqual([
    "new RegExp('a', 'u')",
    "new RegExp('b', 'u')",
  ]);
  expect(new SchemaTexts({}).constant("new RegExp('b', 'u')")).toBe(names[1]);
});
