import { npm, ReleaseError } from './release-run.mjs';

const isLocal = (registry) => /^https?:\/\/(localhost|127\.|\[::1\])/.test(registry);

/**
 * Provenance is a statement of the CI system (https://docs.npmjs.com/generating-provenance-statements): nobody else can
 * make one, and a registry on this machine takes none.
 */
export function provenanceFlags(registry, env = process.env) {
  const inCi = env.GITHUB_ACTIONS === 'true' || env.GITLAB_CI === 'true';
  return inCi && !isLocal(registry) ? ['--provenance'] : [];
}

/** The registry that packages go to, as npm is configured. */
export async function configuredRegistry(root) {
  const { stdout } = await npm(['config', 'get', 'registry'], root);
  return stdout.trim();
}

/** Asks before anything is written whether there is a registry and whether it would take a package from here. */
export async function requireRegistry(root, registry) {
  const ping = await npm(
    ['ping', `--registry=${registry}`, '--fetch-retries=0', '--fetch-timeout=15000'],
    root,
  );
  if (ping.status !== 0)
    throw new ReleaseError(
      `the registry ${registry} does not answer, so nothing was done:\n${ping.stderr.trim()}`,
    );
  // With trusted publishing the CI system's own identity is exchanged at each publish, and there is no user.
  if (process.env.ACTIONS_ID_TOKEN_REQUEST_URL !== undefined) return;
  const who = await npm(['whoami', `--registry=${registry}`], root);
  if (who.status !== 0)
    throw new ReleaseError(
      `${registry} does not know who you are, so nothing was done: npm login --registry=${registry}, or a token in .npmrc`,
    );
}

/** The sha512 of a published version. Undefined when it is not published. */
export async function publishedIntegrity(root, registry, { name, version }) {
  const args = ['view', `${name}@${version}`, 'dist.integrity', '--json', `--registry=${registry}`];
  const { status, stdout, stderr } = await npm([...args, '--fetch-retries=1'], root);
  if (status === 0) return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  if (/\bE404\b/.test(stdout + stderr)) return undefined;
  throw new ReleaseError(
    `${registry} cannot tell whether ${name}@${version} is published:\n${stderr.trim()}`,
  );
}

async function publishOne(root, registry, { name, version, file }) {
  const flags = ['--access=public', '--ignore-scripts', ...provenanceFlags(registry)];
  const { status, stdout, stderr } = await npm(['publish', file, `--registry=${registry}`, ...flags], root);
  if (status === 0) return;
  throw new ReleaseError(`${name}@${version} was not published:\n${`${stdout}${stderr}`.trim()}`);
}

/** Adds to each package the sha512 that the registry has of its version, or undefined where it has none. */
export async function withPublished(root, registry, packages) {
  const known = await Promise.all(packages.map((each) => publishedIntegrity(root, registry, each)));
  return packages.map((each, index) => ({ ...each, published: known[index] }));
}

/**
 * Publishes tarballs in the order given; `done` is called after each. What the registry has already is left as it is,
 * so that a run which ended early can be run again.
 */
export async function publishPackages(root, packed, { registry, done }) {
  for (const each of packed) {
    if (each.published === undefined) await publishOne(root, registry, each);
    done(each);
  }
}
