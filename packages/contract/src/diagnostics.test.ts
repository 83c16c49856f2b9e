import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkContract } from './check/contract.js';
import { catalogue, type Diagnostic, type DiagnosticCode } from './diagnostics.js';
import { printDiagnostics } from './print-diagnostics.js';
import { readContract } from './read/contract.js';

const testdata = join(import.meta.dirname, '..', 'testdata');
const codes = Object.keys(catalogue) as DiagnosticCode[];
const folders = { error: 'invalid', warning: 'warnings' } as const;
const cases = Object.entries(folders).flatMap(([severity, folder]) =>
  readdirSync(join(testdata, folder)).map((code) => [severity, code, join(testdata, folder, code)] as const),
);

function diagnosticsOf(directory: string): readonly Diagnostic[] {
  return checkContract(readContract('openapi.yaml', directory), { served: false, style: true, directory });
}

test.each(cases)(
  'the %s case of %s is told by that code alone, with its line',
  (severity, code, directory) => {
    const diagnostics = diagnosticsOf(directory);
    expect(new Set(diagnostics.map((each) => `${each.severity} ${each.code}`))).toEqual(
      new Set([`${severity} ${code}`]),
    );
    const printed = printDiagnostics(diagnostics, directory);
    expect(printed).toMatch(new RegExp(`^(openapi|absent)\\.yaml:\\d+:\\d+ ${severity} ${code}: `));
    expect(printed).toContain(catalogue[code as DiagnosticCode].remedy);
  },
);

test('every code has a case and every case a code', () => {
  expect(new Set(cases.map(([, code]) => code))).toEqual(new Set(codes));
});

test('docs/errors.md tells every code as the catalogue does', () => {
  const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'errors.md');
  const sections = codes.map((code) => `## ${code}\n${catalogue[code].why}\n\n${catalogue[code].remedy}\n`);
  const expected = `# Diagnostics of the contract compiler\n\n${sections.join('\n')}`;
  expect(existsSync(page) ? readFileSync(page, 'utf8') : '').toBe(expected);
});

test('an excerpt shows the line with a caret under the column', () => {
  const directory = join(testdata, 'invalid', 'broken-reference');
  const printed = printDiagnostics(diagnosticsOf(directory), directory);
  expect(printed).toContain(
    "openapi.yaml:7:13 error broken-reference: there is no 'Ordre' on the way of '#/components/schemas/Ordre' (did you mean 'Order'?)",
  );
  expect(printed).toContain("  7 |       $ref: '#/components/schemas/Ordre'\n    |             ^");
});
