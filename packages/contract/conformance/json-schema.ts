/**
 * `npm run conformance -- json-schema`: JSON-Schema-Test-Suite (draft 2020-12) through generated codecs. The suite is
 * looked for in the folder that JSON_SCHEMA_SUITE names, else in ../shared/conformance/json-schema/draft2020-12.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../src/read/contract.js';
import { loadCodecs } from '../src/write/schemas/load-generated.js';

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly {
    readonly description: string;
    readonly data: unknown;
    readonly valid: boolean;
  }[];
}

const suite = process.env.JSON_SCHEMA_SUITE ?? '../shared/conformance/json-schema/draft2020-12';
const directory = mkdtempSync(join(tmpdir(), 'json-schema-'));
const document = `openapi: 3.1.0
info: { title: Case, version: 1.0.0 }
components: { schemas: { Case: { $ref: 'case.json' } } }
`;

/** Failures of a group, by the description of the test. */
function run(group: Group): string[] {
  writeFileSync(join(directory, 'case.json'), JSON.stringify(group.schema));
  const { contract, diagnostics } = readContract('openapi.yaml', directory);
  if (contract === undefined) {
    const why = diagnostics.find(({ severity }) => severity === 'error')?.what ?? 'no contract';
    return group.tests.map(({ description }) => `${description} — ${why}`);
  }
  const codec = loadCodecs(contract).codecs.Case;
  return group.tests
    .filter(({ data, valid }) => (codec?.decode(data)._tag === 'Right') !== valid)
    .map(({ description }) => description);
}

let passed = 0;
let failed = 0;
if (!existsSync(suite)) console.log(`skipped: there is no ${suite}; JSON_SCHEMA_SUITE can name the folder`);
else {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  for (const file of readdirSync(suite)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    for (const group of JSON.parse(readFileSync(join(suite, file), 'utf8')) as Group[]) {
      const failures = run(group);
      failed += failures.length;
      passed += group.tests.length - failures.length;
      for (const failure of failures) console.log(`${file} · ${group.description} · ${failure}`);
    }
  }
}
rmSync(directory, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
