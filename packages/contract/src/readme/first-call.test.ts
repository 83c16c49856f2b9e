import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../read/contract.js';
import { firstCall } from './first-call.js';

const directory = mkdtempSync(join(tmpdir(), 'first call '));
afterAll(() => rmSync(directory, { recursive: true }));

const answer = "responses: { '204': { description: Done } }";
const document = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
paths:
  /v1/things/{at}:
    get: { operationId: getThing, parameters: [{ name: at, in: path, required: true, schema: { type: string, format: date-time } }], ${answer} }
  /v1/things/{from}/{to}:
    get: { operationId: findThings, parameters: [{ name: from, in: path, required: true, schema: { type: integer } }, { name: to, in: path, required: true, schema: { type: integer } }], ${answer} }
`;

function calledIn(root: string): string | undefined {
  writeFileSync(join(directory, 'openapi.yaml'), root + document);
  const { contract } = readContract('openapi.yaml', directory);
  const text = contract && firstCall(contract, '@atoll/things-client');
  return /await things\.(\w+)\(/.exec(text ?? '')?.[1];
}

test('the first call is the one that needs the least', () => {
  expect(calledIn('')).toBe('getThing');
});

test('a call whose values no literal stands for is not shown', () => {
  expect(calledIn('x-atoll-decode: { date-time: Date }\n')).toBe('findThings');
});
