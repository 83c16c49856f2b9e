/**
 * `npm run bench -- compare`: GitHub Enterprise Server's description (11 MB) against its next version: the time to
 * compare both as a share of the time to read both, and api-smart-diff on the same pair. Both come from npm at run time,
 * into a temporary folder; where the registry does not answer the run is skipped. Medians over rounds, in one process.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareContracts } from '../src/compare/compare-contracts.js';
import { readDocument } from '../src/compare/read-document.js';
import { requiredBump } from '../src/compare/required-bump.js';

const packages = ['@octokit/openapi@23.0.2', 'api-smart-diff@1.0.6'];
const rounds = 5;
const directory = mkdtempSync(join(tmpdir(), 'bench compare '));

interface Peer {
  apiCompare(before: unknown, after: unknown): { readonly diffs: readonly { readonly type: string }[] };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function timed<T>(work: () => T): { readonly result: T; readonly ms: number } {
  const started = performance.now();
  const result = work();
  return { result, ms: performance.now() - started };
}

function ours([old, now]: readonly [string, string]): void {
  const times = Array.from({ length: rounds }, () => {
    const read = timed(
      () => [readDocument(old, 'old', directory), readDocument(now, 'new', directory)] as const,
    );
    const compared = timed(() =>
      compareContracts(...read.result, { today: new Date().toISOString().slice(0, 10) }),
    );
    return { read: read.ms, compare: compared.ms, changes: compared.result.changes };
  });
  const [read, compare] = [median(times.map((each) => each.read)), median(times.map((each) => each.compare))];
  const changes = times[0]?.changes ?? [];
  console.log(
    `contract compare  read ${read.toFixed(0)} ms, compare ${compare.toFixed(0)} ms: ${(compare / read).toFixed(2)} × (at most 3)`,
  );
  console.log(`                  ${changes.length} changes, ${requiredBump(changes)}`);
}

function peer([old, now]: readonly [string, string]): void {
  const { apiCompare } = createRequire(join(directory, 'package.json'))('api-smart-diff') as Peer;
  const parsed = [old, now].map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown);
  try {
    const { result, ms } = timed(() => apiCompare(parsed[0], parsed[1]));
    const breaking = result.diffs.filter(({ type }) => type === 'breaking').length;
    console.log(
      `api-smart-diff    compare ${ms.toFixed(0)} ms: ${result.diffs.length} changes, ${breaking} breaking`,
    );
  } catch (error) {
    console.log(`api-smart-diff    gives up: ${(error as Error).message.slice(0, 120)}`);
  }
}

try {
  const install = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', directory, ...packages],
    {
      encoding: 'utf8',
    },
  );
  if (install.status !== 0)
    console.log(
      `skipped: npm cannot install ${packages.join(' and ')}: ${install.stderr.trim().slice(0, 200)}`,
    );
  else {
    const folder = join(directory, 'node_modules', '@octokit', 'openapi', 'generated');
    const versions = readdirSync(folder)
      .filter((name) => /^ghes-[\d.]+\d\.json$/.test(name))
      .sort()
      .map((name) => join(folder, name));
    const pair = [versions.at(-2) ?? '', versions.at(-1) ?? ''] as const;
    ours(pair);
    peer(pair);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
