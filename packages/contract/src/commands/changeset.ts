import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { allChangesets } from '../changeset/branch-changesets.js';
import { packageVersion, versionFault, withVersion } from '../changeset/contract-version.js';
import { sinceBase } from '../changeset/since-base.js';
import { allContracts, workspaceRoot } from '../find-contracts.js';

/** Writes each package's version into its contract's `info.version`, after a look at every changeset. */
function syncVersions(root: string): number {
  allChangesets(root);
  for (const path of allContracts(root)) {
    const version = packageVersion(path);
    if (version === undefined || versionFault(path, root) === undefined) continue;
    writeFileSync(path, withVersion(readFileSync(path, 'utf8'), version));
    console.log(`${relative(root, path).replaceAll('\\', '/')} is version ${version}`);
  }
  return 0;
}

/**
 * `contract changeset [--since REVISION]`: writes a changeset for every contract that has changed since the revision
 * and for which the branch promises too little; `--sync` writes the packages' versions into the contracts instead.
 */
export function changeset(options: { readonly since: string; readonly sync: boolean }): number {
  const root = workspaceRoot(process.cwd()) ?? process.cwd();
  if (options.sync) return syncVersions(root);
  const { changed, missing } = sinceBase(root, options.since);
  for (const { file, content } of missing) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    console.log(`${file}\n${content}`);
  }
  const kept = changed.length - missing.length;
  if (kept > 0) console.log(`${kept} changed contracts had their changesets`);
  if (changed.length === 0) console.log(`no contract has changed since ${options.since}`);
  return 0;
}
