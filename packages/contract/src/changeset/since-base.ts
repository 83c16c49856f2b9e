import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseCommit, filesAt, writeFiles } from './base-files.js';
import { branchChangesets } from './branch-changesets.js';
import { type ChangedContract, changedContracts } from './changed-contracts.js';
import { type MissingPromise, missingPromises } from './missing-promises.js';
import { verdictOf } from './verdict.js';

/** What has changed since a revision, and what the branch still has to promise for it. */
export interface SinceBase {
  readonly changed: readonly ChangedContract[];
  readonly missing: readonly MissingPromise[];
}

const contractFiles = /^(?!.*(^|\/)(testdata|node_modules)\/).*\.(ya?ml|json)$|^\.changeset\/[^/]+\.md$/;

/**
 * Compares the workspace as it stands, saved or not committed, with the last commit that it shares with the revision.
 * Error: BaseError, ChangesetError, UnreadableContractError.
 */
export function sinceBase(root: string, revision: string, compare = verdictOf): SinceBase {
  const commit = baseCommit(root, revision);
  const base = filesAt(root, commit, { folders: ['packages', '.changeset'], fits: contractFiles });
  const baseFolder = mkdtempSync(join(tmpdir(), 'contract-base-'));
  try {
    writeFiles(baseFolder, base);
    const changed = changedContracts({ root, baseFolder, compare });
    return { changed, missing: missingPromises(changed, branchChangesets(root, base)) };
  } finally {
    rmSync(baseFolder, { recursive: true, force: true });
  }
}
