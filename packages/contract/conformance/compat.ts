/**
 * `npm run conformance -- compat`: pairs of documents that oasdiff's own tests compare, with what oasdiff says of them.
 * They are looked for in the folder that OASDIFF_CONFORMANCE names, else in ../shared/conformance/oasdiff.
 *
 * What is counted is `--format oasdiff`, which judges each change by its rule alone as oasdiff does. Then the pairs are
 * listed where our own verdict, by containment, is another, with the reason. `-- compat --wide` also lists the rule ids
 * that are missing or beyond oasdiff's. Peers judge the same pairs in the same run.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../src/compare/change.js';
import { compareContracts } from '../src/compare/compare-contracts.js';
import { type OasdiffChange, toOasdiff } from '../src/compare/oasdiff-format.js';
import { readDocument } from '../src/compare/read-document.js';
import { scorePeers } from './compat/peers.js';

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

const reasons: readonly (readonly [RegExp, string])[] = [
  [/^webhook-/, 'the service writes webhooks, so that their bodies are judged as responses are'],
  [/^server-removed/, 'oasdiff does not judge servers; callers of the address find nobody'],
  [/^operation-removed-without-sunset/, 'without a sunset date nobody was told when'],
  [/^operation-id-/, "oasdiff judges the wire; our client's functions bear the operationId"],
  [/^security-/, 'oasdiff does not judge security; callers with the old credentials are refused'],
  [/^request-.*-enum-removed$/, 'a list of values that goes accepts more; oasdiff v1.36.0 agrees'],
  [/-schema-changed$/, 'what the schema evaluates or requires beside it refuses a value that was accepted'],
  [/^request-.*-(set)$/, 'the old contract set no limit, so a value beyond it was accepted'],
  [/-pattern-(changed|generalized)$/, 'texts that the other side refuses may come; oasdiff tells it only'],
  [/^response-property-enum-value-added$/, 'a reader that knows the list refuses the value'],
  [
    /^request-parameter-removed$/,
    'oasdiff does not compare parameters that stand beside the operations of a path',
  ],
  [/^request-property-removed/, 'oasdiff does not look into items that were removed with their properties'],
];

/** Why ours differs: by the first rule that has a reason of its own, else because containment holds. */
function reasonOf(each: Case, changes: readonly Change[]): string {
  const told = reasons.find(([pattern]) => changes.some(({ rule }) => pattern.test(rule)));
  if (told !== undefined) return told[1];
  const theirs = new Set(each.changes.filter(({ level }) => level === 'ERR').map(({ id }) => id));
  return `every value that may be written is still accepted, whatever ${[...theirs].join(' and ')} says by itself`;
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

function compared({ base, revision }: Case, literal: boolean): readonly Change[] {
  const [old, now] = [readDocument(base, 'old', folder), readDocument(revision, 'new', folder)];
  return compareContracts(old, now, { today: new Date().toISOString().slice(0, 10), literal }).changes;
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
  if (differ) {
    console.log(`${each.id}: oasdiff ${each.verdict} (v1.36.0 ${each.verdict_1_36_0}), ours ${verdict(got)}`);
    console.log(`  ${reasonOf(each, changes)}`);
  }
  if (!wide) return;
  for (const [id, level] of want) {
    if (!have.has(id)) console.log(`  missing ${level} ${id} [${each.id}]`);
    else if (have.get(id) !== level) console.log(`  level ${level} ${id}, ours ${have.get(id)} [${each.id}]`);
  }
  for (const [id, level] of have) if (!want.has(id)) console.log(`  beyond ${level} ${id} [${each.id}]`);
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
  console.log('Judged rule by rule, as oasdiff does:');
  for (const each of cases) {
    const changes = compared(each, true);
    count(score, each, toOasdiff(changes));
    tell(each, changes, process.argv.includes('--wide'));
  }
  console.log('\nJudged by containment, where that decides otherwise whether the pair breaks:');
  const others = cases.filter((each) => {
    const changes = compared(each, false);
    const breaks = changes.some(({ level }) => level === 'breaking');
    if (breaks === (each.verdict === 'breaking')) return false;
    console.log(
      `${each.id}: oasdiff ${each.verdict}, ours ${breaks ? 'breaking' : 'compatible'}\n  ${reasonOf(each, changes)}`,
    );
    return true;
  });
  const { same, breaking, caught, safe, alarms, wanted, found, beyond } = score;
  scorePeers(cases, folder);
  console.log(`\nby containment otherwise ${others.length} of ${cases.length}`);
  console.log(
    `breaking caught ${caught}/${breaking}; false alarms ${alarms}/${safe}; rule ids found ${found}/${wanted}, beyond oasdiff's ${beyond}`,
  );
  console.log(`${same} passed, ${cases.length - same} failed`);
}

if (existsSync(folder)) run();
else {
  console.log(`skipped: there is no ${folder}; OASDIFF_CONFORMANCE can name the folder`);
  console.log('0 passed, 0 failed');
}
