import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output, ReleaseError } from './release-run.mjs';

/** Names of the changesets that wait for a release. */
export function pendingChangesets(root) {
  const folder = join(root, '.changeset');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
}

/** Writes the versions and ranges of the workspace's packages into the lockfile, and nothing else. */
function syncLockfile(root) {
  const file = join(root, 'package-lock.json');
  const lockfile = JSON.parse(readFileSync(file, 'utf8'));
  for (const [folder, entry] of Object.entries(lockfile.packages)) {
    if (folder === '' || folder.includes('node_modules/')) continue;
    const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    entry.version = manifest.version;
    for (const field of ['dependencies', 'devDependencies', 'peerDependencies'])
      if (entry[field] !== undefined) entry[field] = manifest[field];
  }
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
}

const contract = ['packages/contract/bin/contract.js', 'changeset', '--sync'];

function writeVersions(root) {
  // It reads every changeset, and so tells one that no release could take before anything is written.
  output(process.execPath, contract, root);
  output(process.execPath, ['node_modules/@changesets/cli/bin.js', 'version'], root);
  output(process.execPath, contract, root);
  syncLockfile(root);
}

/**
 * Takes the waiting changesets into versions and changelogs, sets `info.version` of the contracts, and keeps the
 * lockfile in step. Does nothing when none waits. The tree must be clean. Error: ReleaseError, with nothing changed.
 *
 * @returns whether there was anything to do.
 */
export function versionPackages(root) {
  if (pendingChangesets(root).length === 0) return false;
  try {
    writeVersions(root);
    return true;
  } catch (error) {
    restoreTree(root);
    throw error;
  }
}

/** Files that git knows as changed or new. */
export function changedFiles(root) {
  return output('git', ['status', '--porcelain', '--untracked-files=all'], root)
    .split('\n')
    .filter((line) => line !== '');
}

/** A release is made of a commit: what is not committed would be published and in no history. */
export function requireCleanTree(root) {
  const changed = changedFiles(root);
  if (changed.length === 0) return;
  throw new ReleaseError(
    `commit these first, or put them away (git stash): a release is made of a commit\n${changed.join('\n')}`,
  );
}

/** Takes back what `versionPackages` wrote into a tree that was clean. */
export function restoreTree(root) {
  output('git', ['reset', '--quiet', '--hard', 'HEAD'], root);
  output('git', ['clean', '-fdq'], root);
}

export function commitVersions(root) {
  output('git', ['add', '--all'], root);
  output(
    'git',
    ['commit', '--quiet', '--no-verify', '-m', 'Release: versions, changelogs and contract versions'],
    root,
  );
}
