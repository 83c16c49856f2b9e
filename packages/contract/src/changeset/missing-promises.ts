import { createHash } from 'node:crypto';
import { type Bump, covers, greater } from './bump.js';
import type { ChangedContract } from './changed-contracts.js';
import { type Changeset, printChangeset, promisedBump } from './changeset-file.js';

/** A changed contract for which the branch promises too little, and the file that mends it. */
export interface MissingPromise {
  readonly changed: ChangedContract;
  readonly promised: Bump | undefined;
  /** Relative to the workspace. */
  readonly file: string;
  readonly content: string;
}

const summaries = {
  major: 'breaks those who use it',
  minor: 'offers more',
  patch: 'says more clearly what it said',
} as const;

function textOf({ service, bump, lines }: ChangedContract): string {
  const summary = `The contract of ${service} ${summaries[bump]}.`;
  return [summary, ...(lines.length > 0 ? [''] : []), ...lines.map((line) => `- ${line}`)].join('\n');
}

/** Named by its content, so that the changesets of two branches never meet in one file. */
function newFile(changed: ChangedContract): { file: string; content: string } {
  const content = printChangeset({
    bumps: new Map([[changed.packageName, changed.bump]]),
    text: textOf(changed),
  });
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return { file: `.changeset/${changed.service}-${digest}.md`, content };
}

/** Keeps what somebody wrote, and raises the bump alone. */
function raised(changeset: Changeset, { packageName, bump }: ChangedContract): Changeset {
  return { ...changeset, bumps: new Map(changeset.bumps).set(packageName, bump) };
}

/**
 * What the branch must promise besides: each contract with its file. Where one file promises too little for several
 * contracts, it is raised for all of them.
 */
export function missingPromises(
  changed: readonly ChangedContract[],
  changesets: readonly Changeset[],
): MissingPromise[] {
  const files = new Map(changesets.map((each) => [each.file, each]));
  // What the branch has released already is promised as well as what waits.
  const promisedTo = ({ packageName, moved }: ChangedContract) =>
    greater(promisedBump(changesets, packageName), moved);
  const short = changed.filter((each) => !covers(promisedTo(each), each.bump));
  const told = short.map((each) => {
    const promised = promisedTo(each);
    const own = changesets.find(({ bumps }) => bumps.has(each.packageName));
    if (own === undefined) return { changed: each, promised, ...newFile(each) };
    files.set(own.file, raised(files.get(own.file) ?? own, each));
    return { changed: each, promised, file: own.file, content: '' };
  });
  return told.map((each) => {
    const whole = files.get(each.file);
    return whole === undefined ? each : { ...each, content: printChangeset(whole) };
  });
}
