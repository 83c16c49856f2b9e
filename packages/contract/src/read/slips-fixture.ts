import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkContract } from '../check/contract.js';
import { readContract } from './contract.js';

const directory = mkdtempSync(join(tmpdir(), 'slips '));
afterAll(() => rmSync(directory, { recursive: true }));

/** A line a problem: place, severity, code and what is told. */
export function toldOf(text: string, file = 'openapi.yaml'): string[] {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, file), text);
  const all = checkContract(readContract(file, directory), { served: false, style: true, directory });
  return all.map(
    ({ place, severity, code, what }) => `${place.line}:${place.column} ${severity} ${code}: ${what}`,
  );
}

export const head = 'openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\nsecurity: []\n';
export const answers =
  "{ '204': { description: Done }, 4XX: { description: No, content: { application/problem+json: {} } } }";
export const operation = (more = '') =>
  `${head}paths:\n  /v1/things/{id}:\n    delete:\n      operationId: removeThing\n      summary: Remove\n${more}      responses: ${answers}\n`;
export const id = 'name: id, in: path, required: true, schema: { type: string, maxLength: 9 }';
export const parameters = (text: string) => operation(`      parameters:\n${text}`);
export const schema = (text: string) => `${head}components: { schemas: { Thing: ${text} } }\n`;
