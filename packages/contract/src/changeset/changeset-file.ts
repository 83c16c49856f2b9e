import { parse } from 'yaml';
import { CallError } from '../call-error.js';
import { type Bump, bumps, greater } from './bump.js';

/** A note that waits for the next release (https://github.com/changesets/changesets): who moves, how far and why. */
export interface Changeset {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly bumps: ReadonlyMap<string, Bump>;
  readonly text: string;
}

/** A file of `.changeset` that no release could read. */
export class ChangesetError extends CallError {
  constructor(file: string, what: string) {
    super(`${file} ${what}

A changeset begins like this:
---
'@atoll/orders-client': minor
---

What changes for those who use it.`);
    this.name = 'ChangesetError';
  }
}

function bumpOf(file: string, name: string, value: unknown): Bump | undefined {
  const bump = bumps.find((each) => each === value);
  if (bump === undefined && value !== 'none')
    throw new ChangesetError(file, `gives ${name} the bump '${String(value)}': major, minor or patch`);
  return bump;
}

/** Reads a changeset. Error: ChangesetError where it has no front matter, or a bump that does not exist. */
export function parseChangeset(file: string, content: string): Changeset {
  if (/^(<{7}|={7}|>{7})( |\r?$)/m.test(content))
    throw new ChangesetError(
      file,
      'has the marks of a merge conflict: keep both notes, each in a file of its own; the greater bump counts',
    );
  const parts = /^---[ \t]*\r?\n((?:[\s\S]*?\n)?)---[ \t]*(?:\r?\n|$)([\s\S]*)$/.exec(content);
  if (parts === null) throw new ChangesetError(file, 'does not begin with packages between two lines of ---');
  const [, front = '', text = ''] = parts;
  let fields: unknown;
  try {
    fields = parse(front) ?? {};
  } catch (error) {
    throw new ChangesetError(file, `has a front matter that is no YAML: ${(error as Error).message}`);
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new ChangesetError(file, 'names no packages between the lines of ---');
  const found = Object.entries(fields).flatMap(([name, value]) => {
    const bump = bumpOf(file, name, value);
    return bump === undefined ? [] : [[name, bump] as const];
  });
  return { file, bumps: new Map(found), text: text.trim() };
}

/** The text of a changeset's file. */
export function printChangeset({ bumps: moved, text }: Omit<Changeset, 'file'>): string {
  const front = Array.from(moved, ([name, bump]) => `'${name}': ${bump}\n`).join('');
  return `---\n${front}---\n\n${text}\n`;
}

/** The greatest bump that any of the changesets promises the package. */
export function promisedBump(changesets: readonly Changeset[], name: string): Bump | undefined {
  return changesets.reduce<Bump | undefined>((most, each) => greater(most, each.bumps.get(name)), undefined);
}
