/**
 * `npm run conformance -- openapi`: the fixtures of the OpenAPI repository, which the reader must accept or refuse as
 * their folder says. Looked for in the folder that OPENAPI_CONFORMANCE names, else in
 * ../shared/conformance/openapi-description. Fixtures of 3.2 must be refused by that name and do not count.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../src/diagnostics.js';
import { readContract } from '../src/read/contract.js';

const folder = process.env.OPENAPI_CONFORMANCE ?? '../shared/conformance/openapi-description';

/**
 * The fixtures test the structure of documents: accepted ones have references that lead nowhere, schemes that are not
 * defined and parameters that are not in the path, which the reader tells all the same.
 */
function isStructural({ code, what }: Diagnostic): boolean {
  if (code === 'unsupported') return !what.startsWith('the reference ');
  return !['broken-reference', 'undefined-security-scheme', 'path-parameter', 'file-unreadable'].includes(
    code,
  );
}

function errorsOf(directory: string, file: string): Diagnostic[] {
  return readContract(file, directory).diagnostics.filter(({ severity }) => severity === 'error');
}

/** Undefined where the fixture is judged right. */
function misjudged(kind: 'pass' | 'fail', directory: string, file: string): string | undefined {
  const errors = errorsOf(directory, file);
  if (kind === 'fail') return errors.length > 0 ? undefined : 'is accepted';
  const [first] = errors.filter(isStructural);
  return first && `is refused: ${first.place.line}:${first.place.column} ${first.code}: ${first.what}`;
}

function run(): void {
  let passed = 0;
  let failed = 0;
  for (const version of ['v3.0', 'v3.1']) {
    for (const kind of ['pass', 'fail'] as const) {
      const directory = join(folder, version, kind);
      for (const file of existsSync(directory) ? readdirSync(directory).sort() : []) {
        const why = misjudged(kind, directory, file);
        if (why === undefined) passed++;
        else failed++;
        if (why !== undefined) console.log(`${version}/${kind}/${file} ${why}`);
      }
    }
  }
  const later = join(folder, 'v3.2', 'pass');
  const files = existsSync(later) ? readdirSync(later) : [];
  const named = files.filter((file) => errorsOf(later, file)[0]?.what.includes('OpenAPI 3.2'));
  console.log(`3.2 is refused by name in ${named.length} of ${files.length} documents, which do not count`);
  console.log(`${passed} passed, ${failed} failed`);
}

if (existsSync(folder)) run();
else console.log(`skipped: there is no ${folder}; OPENAPI_CONFORMANCE can name the folder`);
