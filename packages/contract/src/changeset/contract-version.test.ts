import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { versionFault } from './contract-version.js';

const directory = mkdtempSync(join(tmpdir(), 'versions '));
afterAll(() => rmSync(directory, { recursive: true }));

/** What is told of a contract beside the package of a client of version 1.2.0. */
function faultOf(contract: string, folder = 'things-client'): string | undefined {
  mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, folder, 'package.json'), '{ "version": "1.2.0" }');
  writeFileSync(join(directory, folder, 'openapi.yaml'), contract);
  const fault = versionFault(join(directory, folder, 'openapi.yaml'), directory);
  return fault && `${fault.place.file}:${fault.place.line}:${fault.place.column} ${fault.what}`;
}

test('a contract of another version than its package is told at its version', () => {
  expect(faultOf('openapi: 3.1.0\ninfo:\n  title: Things\n  version: 1.1.0\n')).toBe(
    'things-client/openapi.yaml:4:12 info.version is 1.1.0, and the package beside it has version 1.2.0',
  );
});

test.each([
  ['the same version', 'info: { title: Things, version: 1.2.0 }\n', 'things-client'],
  ['no version, which the reader tells', 'info: { title: Things }\n', 'things-client'],
  ['another version, beside a package that is no client', 'info: { version: 1.1.0 }\n', 'things'],
])('nothing is told of %s', (_what, contract, folder) => {
  expect(faultOf(contract, folder)).toBeUndefined();
});
