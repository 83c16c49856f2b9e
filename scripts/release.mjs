/**
 * `npm run release`: takes the waiting changesets into versions and changelogs, commits, packs, checks, publishes and
 * tags. It can be run again at any time: what is published stays, what is missing follows.
 *
 *   npm run release -- version             the versions and changelogs alone, not committed: the version pull request
 *   npm run release -- publish             what is not published yet, from this commit
 *   npm run release -- report --since REV  what has changed in the contracts, and what a release would move; Markdown
 *
 * --registry URL   another registry than npm's configuration names        --push   commit and tags to origin, at the end
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { publishedPackages } from './pack-build.mjs';
import { packPackages } from './pack-packages.mjs';
import { verifyTarballs } from './pack-verify.mjs';
import { configuredRegistry, publishPackages, requireRegistry, withPublished } from './release-publish.mjs';
import { printReport } from './release-report.mjs';
import { output, ReleaseError } from './release-run.mjs';
import { isTagged, services, tagVersions } from './release-tags.mjs';
import { commitVersions, requireCleanTree, restoreTree, versionPackages } from './release-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Packs and checks what is to be published, and what is published without its tag: whether that came from these very
 * sources, only its bytes tell.
 */
async function packAndVerify(out, registry) {
  const packages = publishedPackages(root).map(({ manifest }) => manifest);
  const tagged = isTagged(root);
  const known = await withPublished(root, registry, packages);
  const open = known.filter((each) => each.published === undefined || !tagged(each));
  if (open.length === 0) return [];
  const published = new Map(known.map((each) => [each.name, each.published]));
  const names = open.map(({ name }) => name);
  const packed = packPackages(root, out, names).filter(({ name }) => names.includes(name));
  const faults = await verifyTarballs(root, packed);
  if (faults.length > 0)
    throw new ReleaseError(`these packages would not work for others:\n\n${faults.join('\n\n')}`);
  return packed.map((each) => ({ ...each, published: published.get(each.name) }));
}

/** Publishes and tags; a package is tagged as soon as it is published, so a run that ends early can go on. */
async function publish(packed, registry) {
  const tags = [];
  const done = ({ name, version, published, integrity }) => {
    if (published === undefined) console.log(`published ${name}@${version}`);
    if (published === undefined || published === integrity)
      tags.push(...tagVersions(root, [{ name, version }]));
    else
      console.log(
        `${name}@${version} was published from other sources: it gets no tag, and a changeset would publish these`,
      );
  };
  await publishPackages(root, packed, { registry, done });
  if (packed.length === 0) console.log('every package is published already');
  return [...tags, ...tagVersions(root, services(root))];
}

/** Versions, packs and commits: until the commit everything can be taken back. */
async function prepare(out, registry) {
  if (!versionPackages(root)) {
    console.log('no changeset waits: versions stay as they are');
    return packAndVerify(out, registry);
  }
  try {
    const packed = await packAndVerify(out, registry);
    commitVersions(root);
    return packed;
  } catch (error) {
    restoreTree(root);
    throw error;
  }
}

async function release({ registry, push, versioned }) {
  requireCleanTree(root);
  await requireRegistry(root, registry);
  const out = mkdtempSync(join(tmpdir(), 'atoll-release-'));
  try {
    const packed = await (versioned ? packAndVerify(out, registry) : prepare(out, registry));
    const tags = await publish(packed, registry);
    if (push)
      output('git', ['push', '--quiet', 'origin', 'HEAD', ...tags.map((tag) => `refs/tags/${tag}`)], root);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      registry: { type: 'string' },
      push: { type: 'boolean', default: false },
      since: { type: 'string', default: 'main' },
    },
  });
  const [step, ...rest] = positionals;
  if (rest.length > 0 || !['version', 'publish', 'report', undefined].includes(step))
    throw new ReleaseError(
      `there is no step '${positionals.join(' ')}': version, publish, report, or none for a whole release`,
    );
  // The compiler as it stands, not as it was when it was installed.
  output(process.execPath, ['scripts/prepare.mjs', 'packages/contract'], root);
  if (step === 'report') return printReport(root, values.since);
  if (step === 'version') {
    requireCleanTree(root);
    console.log(
      versionPackages(root) ? 'versions, changelogs and contracts are written' : 'no changeset waits',
    );
    return undefined;
  }
  const registry = values.registry ?? (await configuredRegistry(root));
  return release({ registry, push: values.push, versioned: step === 'publish' });
}

try {
  await main();
} catch (error) {
  // What a script says itself is for people; a TypeError and its like is a fault of the script, told with its stack.
  if (error.constructor !== Error && !(error instanceof ReleaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
