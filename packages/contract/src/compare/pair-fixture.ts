import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Change } from './change.js';
import { type Comparison, compareContracts } from './compare-contracts.js';
import type { CompareOptions } from './comparing.js';
import { type ComparedDocument, readDocument } from './read-document.js';

const directory = mkdtempSync(join(tmpdir(), 'contract pairs '));
afterAll(() => rmSync(directory, { recursive: true }));

const root = join(import.meta.dirname, '..', '..');

function read(side: 'old' | 'new', document: object): ComparedDocument {
  const file = join(directory, `${side}.json`);
  const info = { title: 'Pair', version: '1.0.0' };
  writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info, ...document }));
  return readDocument(file, side, directory);
}

/** Every change of two documents, of which only what differs from an empty one is given. */
export function changesOf(old: object, now: object, options?: CompareOptions): readonly Change[] {
  return comparisonOf(old, now, options).changes;
}

export function comparisonOf(
  old: object,
  now: object,
  options: CompareOptions = { today: '2026-02-01' },
): Comparison {
  return compareContracts(read('old', old), read('new', now), options);
}

/** A change as the tables of docs/compatibility.md say levels. */
export function levelOf({ level, caution }: Pick<Change, 'level' | 'caution'>): string {
  return caution ? `${level}, caution` : level;
}

/** A file of `testdata/rules`. */
export function rowsOf<Rows>(name: string): Rows {
  const text = readFileSync(join(root, 'testdata', 'rules', name), 'utf8');
  return parse(text, { merge: true, maxAliasCount: -1 }) as Rows;
}

/** Both levels of every rule of a table of docs/compatibility.md: `### Schemas`. */
export function documentedLevels(heading: string): ReadonlyMap<string, readonly [string, string]> {
  const page = readFileSync(join(root, '..', '..', 'docs', 'compatibility.md'), 'utf8');
  const table = page.split(`### ${heading}\n`)[1]?.split('\n###')[0] ?? '';
  const rows = table.matchAll(/^\| `([a-z-]+)` \| .* \| ([a-z, ]+) \| ([a-z, ]+) \|$/gm);
  return new Map(Array.from(rows, ([, id = '', one = '', other = '']) => [id, [one, other]]));
}

/** What a row of a table expects. */
export interface Expectation {
  readonly rule: string;
  /** Of both columns; `-`: it is not told there. */
  readonly levels: readonly [string, string];
  /** What follows the rule: ` at a: it was removed`. */
  readonly said: string;
}

/**
 * Reads `min-set: minimum was set to 1`, of which docs/compatibility.md says the levels, or
 * `type-changed (breaking; neutral) at a: …`, where it leaves them open.
 */
export function expectation(
  text: string,
  documented: ReadonlyMap<string, readonly [string, string]>,
): Expectation {
  const [, rule = '', one, other, said = ''] =
    /^([a-z-]+)(?: \(([a-z, -]+); ([a-z, -]+)\))?((?: at [^:]+)?: .*)$/.exec(text) ?? [];
  const levels = documented.get(rule) ?? [one, other];
  if (levels[0] === undefined || levels[1] === undefined)
    throw new Error(`docs/compatibility.md has no rule for '${text}'`);
  return { rule, levels: [one ?? levels[0], other ?? levels[1]], said };
}
