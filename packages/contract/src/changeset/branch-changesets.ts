import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Changeset, ChangesetError, parseChangeset } from './changeset-file.js';

const folder = '.changeset';

/** Whether a file of `.changeset` is a note: its README is for people. */
function isNote(name: string): boolean {
  return name.endsWith('.md') && name !== 'README.md' && !name.startsWith('.');
}

/** Names of the packages that a release could move: those of `packages` and `apps`. */
function packageNames(root: string): Set<string> {
  const manifests = ['packages', 'apps', '.'].flatMap((parent) =>
    existsSync(join(root, parent))
      ? readdirSync(join(root, parent)).map((name) => join(root, parent, name, 'package.json'))
      : [],
  );
  const names = manifests
    .filter(existsSync)
    .map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name ?? '');
  return new Set(names);
}

/**
 * The changesets of the work tree in the order of their names. Error: ChangesetError for one that cannot be read, or
 * that names a package which the workspace does not have.
 */
export function allChangesets(root: string): Changeset[] {
  if (!existsSync(join(root, folder))) return [];
  const known = packageNames(root);
  return readdirSync(join(root, folder))
    .filter(isNote)
    .sort()
    .map((name) => {
      const file = `${folder}/${name}`;
      const changeset = parseChangeset(file, readFileSync(join(root, folder, name), 'utf8'));
      for (const each of changeset.bumps.keys())
        if (!known.has(each))
          throw new ChangesetError(
            file,
            `names the package '${each}', which the workspace does not have (it has ${[...known].sort().join(', ')})`,
          );
      return changeset;
    });
}

/** Those that came or changed since the base: what this branch promises. */
export function branchChangesets(root: string, base: ReadonlyMap<string, Buffer>): Changeset[] {
  return allChangesets(root).filter(({ file }) => {
    const before = base.get(file);
    return before === undefined || !before.equals(readFileSync(join(root, file)));
  });
}
