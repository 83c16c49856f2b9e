import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type DiagnosticCode } from './diagnostics.js';
import { printDiagnostics } from './print-diagnostics.js';
import { readContract } from './read/contract.js';

const invalid = join(import.meta.dirname, '..', 'testdata', 'invalid');
const codes = Object.keys(catalogue) as DiagnosticCode[];

test.each(codes)('the case of %s is told by that code alone, with its line', (code) => {
  const { diagnostics } = readContract('openapi.yaml', join(invalid, code));
  expect(new Set(diagnostics.map((each) => each.code))).toEqual(new Set([code]));
  const printed = printDiagnostics(diagnostics, join(invalid, code));
  expect(printed).toMatch(new RegExp(`^(openapi|absent)\\.yaml:\\d+:\\d+ (error|warning) ${code}: `));
  expect(printed).toContain(catalogue[code].remedy);
});

test('every case belongs to a code', () => {
  expect(readdirSync(invalid).sort()).toEqual([...codes].sort());
});

test('docs/errors.md tells every code as the catalogue does', () => {
  const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'errors.md');
  const sections = codes.map((code) => `## ${code}\n${catalogue[code].why}\n\n${catalogue[code].remedy}\n`);
  const expected = `# Diagnostics of the contract compiler\n\n${sections.join('\n')}`;
  expect(existsSync(page) ? readFileSync(page, 'utf8') : '').toBe(expected);
});

test('an excerpt shows the line with a caret under the column', () => {
  const directory = join(invalid, 'broken-reference');
  const printed = printDiagnostics(readContract('openapi.yaml', directory).diagnostics, directory);
  expect(printed).toContain(
    "openapi.yaml:7:13 error broken-reference: there is no 'Ordre' on the way of '#/components/schemas/Ordre' (did you mean 'Order'?)",
  );
  expect(printed).toContain("  7 |       $ref: '#/components/schemas/Ordre'\n    |             ^");
});
