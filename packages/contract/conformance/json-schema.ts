/**
 * `npm run conformance -- json-schema [draft4] [formats]`: JSON-Schema-Test-Suite through generated codecs. Without a
 * word, the mandatory cases of draft 2020-12; with `draft4`, those of draft 4 in a 3.0 document; with `formats`, what
 * the suite says of `format` where it is asserted. The suite is looked for in the folder that JSON_SCHEMA_SUITE names,
 * else in ../shared/conformance/json-schema. What else is named is a folder or file of the suite, for the curious.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
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

const words = process.argv.slice(2);
const isDraft4 = words.some((word) => word.includes('draft4'));
const asserts = words.some((word) => word.includes('format'));
const draft = isDraft4 ? 'draft4' : 'draft2020-12';
const folders = words.filter((word) => word !== 'draft4' && word !== 'formats');
const parts = folders.length > 0 ? folders : [asserts ? `optional/${draft}/format` : draft];

const named = resolve(process.env.JSON_SCHEMA_SUITE ?? '../shared/conformance/json-schema');
// The folder of a draft stands for the suite that it is in.
const suite = /^draft/.test(basename(named)) ? dirname(named) : named;
const directory = mkdtempSync(join(tmpdir(), 'json-schema '));
const document = `openapi: ${isDraft4 ? '3.0.3' : '3.1.0'}
info: { title: Case, version: 1.0.0 }
paths: {}
components: { schemas: { Case: { $ref: 'case.json' } } }
`;
const require = createRequire(import.meta.url);
const metaSchemas = dirname(require.resolve('ajv/dist/refs/json-schema-2020-12/schema.json'));

/** The suite's remote schemas stand in a folder of it, the meta-schemas of the drafts in the package of Ajv. */
function locate(url: string): string | undefined {
  const [remote, meta] = ['http://localhost:1234/', 'https://json-schema.org/draft/'].map((prefix) =>
    url.startsWith(prefix) ? url.slice(prefix.length).replace(/#.*$/, '') : undefined,
  );
  if (remote !== undefined) return join(suite, 'remotes', remote);
  return meta === undefined ? undefined : join(dirname(metaSchemas), `json-schema-${meta}.json`);
}

/** Failures of a group, by the description of the test. */
function run(group: Group): string[] {
  const isPlain = typeof group.schema === 'object' && group.schema !== null && !('$schema' in group.schema);
  const dialect = isDraft4 && isPlain ? { $schema: 'http://json-schema.org/draft-04/schema#' } : {};
  const schema = typeof group.schema === 'object' ? { ...dialect, ...group.schema } : group.schema;
  writeFileSync(join(directory, 'case.json'), JSON.stringify(schema));
  const { contract, diagnostics } = readContract('openapi.yaml', directory, locate);
  if (contract === undefined) {
    const why = diagnostics.find(({ severity }) => severity === 'error')?.what ?? 'no contract';
    return group.tests.map(({ description }) => `${description} — ${why}`);
  }
  const codec = loadCodecs(contract, { formats: asserts ? 'assert' : 'annotate' }).codecs.Case;
  return group.tests
    .filter(({ data, valid }) => (codec?.decode(data)._tag === 'Right') !== valid)
    .map(({ description }) => description);
}

function filesOf(part: string): string[] {
  const path = join(suite, part);
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(path, name));
}

let passed = 0;
let failed = 0;
if (!existsSync(suite)) console.log(`skipped: there is no ${suite}; JSON_SCHEMA_SUITE can name the folder`);
else {
  writeFileSync(join(directory, 'openapi.yaml'), document);
  for (const file of parts.flatMap(filesOf)) {
    for (const group of JSON.parse(readFileSync(file, 'utf8')) as Group[]) {
      const failures = run(group);
      failed += failures.length;
      passed += group.tests.length - failures.length;
      for (const failure of failures) console.log(`${basename(file)} · ${group.description} · ${failure}`);
    }
  }
}
rmSync(directory, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
