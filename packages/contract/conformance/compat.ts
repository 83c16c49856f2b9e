/**
 * `npm run conformance -- compat`: pairs of documents that oasdiff's own tests compare, with what oasdiff says of them.
 * They are looked for in the folder that OASDIFF_CONFORMANCE names, else in ../shared/conformance/oasdiff.
 * `-- compat --wide` also lists the rule ids that are missing or beyond oasdiff's.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../src/compare/change.js';
import { compareContracts } from '../src/compare/compare-contracts.js';
import { type OasdiffChange, toOasdiff } from '../src/compare/oasdiff-format.js';
import { readDocument } from '../src/compare/read-document.js';

interface Case {
  readonly id: string;
  readonly base: string;
  readonly revision: string;
  readonly verdict: string;
  readonly verdict_1_36_0: string;
  readonly changes: readonly (OasdiffChange & { readonly text: string })[];
}

const folder = process.env.OASDIFF_CONFORMANCE ?? '../shared/conformance/oasdiff';

function verdict(changes: readonly Pick<OasdiffChange, 'level'>[]): string {
  if (changes.some(({ level }) => level === 'ERR')) return 'breaking';
  if (changes.some(({ level }) => level === 'WARN')) return 'warning';
  return changes.length > 0 ? 'compatible' : 'none';
}

interface Score {
  same: number;
  breaking: number;
  caught: number;
  safe: number;
  alarms: number;
  wanted: number;
  found: number;
  beyond: number;
}

function compared({ base, revision }: Case): readonly Change[] {
  const [old, now] = [readDocument(base, 'old', folder), readDocument(revision, 'new', folder)];
  return compareContracts(old, now, { today: new Date().toISOString().slice(0, 10), literal: true }).changes;
}

function count(score: Score, each: Case, got: readonly OasdiffChange[]): void {
  const isBreaking = verdict(got) === 'breaking';
  if (verdict(got) === each.verdict) score.same++;
  if (each.verdict === 'breaking') {
    score.breaking++;
    if (isBreaking) score.caught++;
  } else {
    score.safe++;
    if (isBreaking) score.alarms++;
  }
  const [want, have] = [each.changes, got].map((list) => new Set(list.map(({ id }) => id)));
  score.wanted += want?.size ?? 0;
  score.found += [...(want ?? [])].filter((id) => have?.has(id)).length;
  score.beyond += [...(have ?? [])].filter((id) => !want?.has(id)).length;
}

function tell(each: Case, changes: readonly Change[], wide: boolean): void {
  const got = toOasdiff(changes);
  const ids = (list: readonly OasdiffChange[]) => new Map(list.map(({ id, level }) => [id, level]));
  const [want, have] = [ids(each.changes), ids(got)];
  const differ = verdict(got) !== each.verdict;
  if (differ)
    console.log(
      `VERDICT ${each.id}: oasdiff ${each.verdict} (v1.36.0 ${each.verdict_1_36_0}), ours ${verdict(got)}`,
    );
  if (!differ && !wide) return;
  for (const [id, level] of want) if (!have.has(id)) console.log(`  missing ${level} ${id} [${each.id}]`);
  for (const [id, level] of have) if (!want.has(id)) console.log(`  beyond  ${level} ${id} [${each.id}]`);
  for (const [id, level] of want)
    if (have.has(id) && have.get(id) !== level)
      console.log(`  level   ${level} ${id}: ours ${have.get(id)} [${each.id}]`);
}

function run(): void {
  const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as Case[];
  const score: Score = {
    same: 0,
    breaking: 0,
    caught: 0,
    safe: 0,
    alarms: 0,
    wanted: 0,
    found: 0,
    beyond: 0,
  };
  for (const each of cases) {
    const changes = compared(each);
    count(score, each, toOasdiff(changes));
    tell(each, changes, process.argv.includes('--wide'));
  }
  const { same, breaking, caught, safe, alarms, wanted, found, beyond } = score;
  console.log(
    `breaking caught ${caught}/${breaking}; false alarms ${alarms}/${safe}; rule ids found ${found}/${wanted}, beyond ${beyond}`,
  );
  console.log(`${same} passed, ${cases.length - same} failed`);
}

if (existsSync(folder)) run();
else {
  console.log(`skipped: there is no ${folder}; OASDIFF_CONFORMANCE can name the folder`);
  console.log('0 passed, 0 failed');
}
