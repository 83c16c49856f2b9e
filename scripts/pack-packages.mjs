import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPackages, clientReadme, publishedPackages } from './pack-build.mjs';
import { contractFaults, manifestFaults, publishedManifest } from './pack-manifest.mjs';
import { billOfMaterials } from './pack-sbom.mjs';
import { snapshotWorkspace } from './pack-snapshot.mjs';

const neverPacked = /\.test\.(d\.)?(ts|mjs|js)$/;

function readmeOf(snapshot, each) {
  if (each.isClient) return clientReadme(snapshot, each);
  const file = join(snapshot, each.folder, 'README.md');
  const { name, description } = each.manifest;
  return existsSync(file) ? readFileSync(file, 'utf8') : `# ${name}\n\n${description}.\n`;
}

/** Copies what is published of one package to `stage`. */
function stagePackage(snapshot, each, { root, stage }) {
  const from = join(snapshot, each.folder);
  for (const entry of [...each.manifest.files, 'CHANGELOG.md']) {
    if (!existsSync(join(from, entry))) continue;
    cpSync(join(from, entry), join(stage, entry), {
      recursive: true,
      filter: (file) => !neverPacked.test(file),
    });
  }
  if (existsSync(join(root, 'LICENSE'))) cpSync(join(root, 'LICENSE'), join(stage, 'LICENSE'));
  writeFileSync(join(stage, 'README.md'), readmeOf(snapshot, each));
  const files = [...each.manifest.files, 'CHANGELOG.md', 'sbom.cdx.json'];
  const manifest = publishedManifest({ ...each.manifest, files });
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(stage, 'sbom.cdx.json'), billOfMaterials(root, each.folder, manifest));
  return manifest;
}

/** Packs all stages in one go: npm takes longer to start than to pack. */
function packStages(staged, out) {
  const stages = staged.map(({ stage }) => stage);
  const args = ['pack', ...stages, '--json', '--ignore-scripts', '--pack-destination', out];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: out,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm pack failed:\n${stderr}`);
  const packed = new Map(JSON.parse(stdout).map((each) => [each.name, each]));
  return staged.map(({ name, version, folder, isClient }) => {
    const { filename, integrity, files } = packed.get(name);
    const paths = files.map(({ path }) => path);
    return { name, version, folder, isClient, file: join(out, filename), integrity, paths };
  });
}

function stageOne(snapshot, each, { root, versions }) {
  const stage = join(snapshot, '.stage', each.folder);
  mkdirSync(stage, { recursive: true });
  const manifest = stagePackage(snapshot, each, { root, stage });
  const faults = [...manifestFaults(manifest, stage, versions), ...contractFaults(stage)];
  if (faults.length > 0) throw new Error(`${each.folder} cannot be published: ${faults.join('; ')}`);
  return { ...each, name: manifest.name, version: manifest.version, stage };
}

/** The packages named with all that they depend on; all of them when none is named. */
function wanted(packages, names) {
  const known = packages.map(({ manifest }) => manifest.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`'${unknown}' is not published; these are: ${known.join(', ')}`);
  const found = new Set();
  const visit = (name) => {
    const each = packages.find(({ manifest }) => manifest.name === name);
    if (each === undefined || found.has(each)) return;
    found.add(each);
    Object.keys(each.manifest.dependencies ?? {}).forEach(visit);
  };
  (names.length === 0 ? known : names).forEach(visit);
  return packages.filter((each) => found.has(each));
}

/**
 * Builds and packs every published package of the workspace, or those named with what they depend on, into `out`;
 * those that others depend on come first. The same sources give the same bytes: paths, order and times within a
 * tarball are npm's.
 *
 * @returns name, version, folder, file, integrity (sha512) and paths of each.
 */
export function packPackages(root, out, names = []) {
  const snapshot = mkdtempSync(join(tmpdir(), 'atoll-pack-'));
  try {
    snapshotWorkspace(root, snapshot);
    const packages = publishedPackages(snapshot);
    const chosen = wanted(packages, names);
    buildPackages(snapshot, chosen);
    const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));
    mkdirSync(out, { recursive: true });
    const staged = chosen.map((each) => stageOne(snapshot, each, { root, versions }));
    return packStages(staged, out);
  } finally {
    rmSync(snapshot, { recursive: true, force: true });
  }
}
