import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../model.js';
import { readContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'external docs '));
afterAll(() => rmSync(directory, { recursive: true }));

function read(document: string): { contract: Contract; told: string[] } {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error(JSON.stringify(diagnostics));
  return { contract, told: diagnostics.map(({ place, what }) => `${place.line}:${place.column} ${what}`) };
}

test('further reading is kept wherever a document may have it', () => {
  const { contract, told } = read(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
externalDocs: { url: https://a.example, description: All, x-more: true }
tags: [{ name: things, description: Some, externalDocs: { url: https://a.example/tag } }, { name: bare }]
paths:
  /v1/things: { get: { operationId: getThings, externalDocs: { url: https://a.example/get }, responses: {} } }
webhooks:
  Made: { post: { operationId: made, externalDocs: { url: https://a.example/made }, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
components:
  schemas:
    Thing: { type: object, externalDocs: { url: https://a.example/thing, description: It } }
`);
  expect(told).toEqual([]);
  expect(contract.externalDocs).toEqual({ url: 'https://a.example', description: 'All' });
  expect(contract.tags).toEqual([
    { name: 'things', description: 'Some', externalDocs: { url: 'https://a.example/tag' } },
    { name: 'bare' },
  ]);
  expect(contract.operations[0]?.externalDocs).toEqual({ url: 'https://a.example/get' });
  expect(contract.events[0]?.externalDocs).toEqual({ url: 'https://a.example/made' });
  const thing = contract.schemas.get('Thing');
  expect(thing?.externalDocs).toEqual({ url: 'https://a.example/thing', description: 'It' });
});

test('what leads nowhere is told where it stands, and left out', () => {
  const { contract, told } = read(`openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
externalDocs: { url: ' ' }
tags:
  - { name: things, more: 1, externalDocs: { description: Some } }
paths: {}
components:
  schemas:
    Thing: { type: object, externalDocs: { ulr: https://a.example, url: https://b.example } }
    Other: { externalDocs: }
`);
  expect(told.sort()).toEqual([
    "10:28 'externalDocs' takes an object, not null; it is ignored",
    "3:22 'externalDocs' has no 'url'; it is left out",
    "5:21 'more' is no field here",
    "5:44 'externalDocs' has no 'url'; it is left out",
    "9:44 'ulr' is no field here (did you mean 'url'?)",
  ]);
  expect(contract.externalDocs).toBeUndefined();
  expect(contract.tags).toEqual([{ name: 'things' }]);
  expect(contract.schemas.get('Thing')?.externalDocs).toEqual({ url: 'https://b.example' });
});
