import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The lockfile's entry for a dependency of what stands at `path`: the nearest folder upwards, as Node looks it up. */
function locate(packages, path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/')))) {
    const candidate = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (from === '') return undefined;
  }
}

/** What a package cannot run without: a peer that may be absent is not that. */
function needed({ dependencies, peerDependencies, peerDependenciesMeta }) {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...peers];
}

/** A lockfile of the package alone: what the workspace's says of everything that it needs, as if it were installed. */
function ownLockfile({ packages }, folder, manifest) {
  const { name, version, dependencies } = manifest;
  const own = { '': { name, version, dependencies } };
  const visit = (from, to, entry) => {
    for (const each of needed(entry)) {
      const path = locate(packages, from, each);
      if (path === undefined) continue;
      const target = packages[path].link ? packages[path].resolved : path;
      // What stands in the package's own folder stands in the consumer's beside it.
      const place = path.startsWith(`${from}/`) ? `${to}${path.slice(from.length)}`.replace(/^\//, '') : path;
      if (own[place] !== undefined) continue;
      const { devDependencies: _, dev: __, ...kept } = packages[target];
      own[place] = kept;
      visit(target, place, kept);
    }
  };
  visit(folder, '', manifest);
  return { name, version, lockfileVersion: 3, requires: true, packages: own };
}

/**
 * CycloneDX bill of materials of a package, by `npm sbom` from the lockfile. Its serial number and time are left out:
 * both are optional, and the same sources must give the same file.
 */
export function billOfMaterials(root, folder, manifest) {
  const scratch = mkdtempSync(join(tmpdir(), 'atoll-sbom-'));
  try {
    const lockfile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const { name, version, license, dependencies } = manifest;
    writeFileSync(join(scratch, 'package.json'), JSON.stringify({ name, version, license, dependencies }));
    writeFileSync(
      join(scratch, 'package-lock.json'),
      JSON.stringify(ownLockfile(lockfile, folder, manifest)),
    );
    const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only', '--omit=dev'];
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd: scratch, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm sbom failed for ${name}:\n${stderr}`);
    const { serialNumber: _, ...bill } = JSON.parse(stdout);
    delete bill.metadata?.timestamp;
    // npm calls a package without a checkout by its folder.
    bill.metadata.component.name = name;
    return `${JSON.stringify(bill, null, 2)}\n`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
