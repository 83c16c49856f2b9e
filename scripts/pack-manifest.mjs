import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const kept = [
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'homepage',
  'bugs',
  'repository',
  'type',
  'sideEffects',
  'engines',
  'bin',
  'exports',
  'files',
  'dependencies',
  'peerDependencies',
  'optionalDependencies',
  'publishConfig',
];

/** Without the condition by which packages find one another's sources inside the workspace. */
function withoutSource(value) {
  if (typeof value !== 'object' || value === null) return value;
  const rest = Object.entries(value).filter(([condition]) => condition !== '@atoll/source');
  return Object.fromEntries(rest.map(([condition, target]) => [condition, withoutSource(target)]));
}

/** The package.json as it is published: no scripts, nothing that only the workspace needs. */
export function publishedManifest(manifest) {
  const fields = kept.filter((field) => manifest[field] !== undefined);
  return Object.fromEntries(
    fields.map((field) => [field, field === 'exports' ? withoutSource(manifest.exports) : manifest[field]]),
  );
}

function targetsOf(value) {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(targetsOf) : [];
}

/**
 * What is wrong with a package that is about to be packed, in sentences.
 *
 * @param folder where it stands as it will be packed.
 * @param versions of the workspace's packages by name.
 */
export function manifestFaults(manifest, folder, versions) {
  const missing = [...targetsOf(manifest.exports), ...targetsOf(manifest.bin)]
    .filter((target) => !existsSync(join(folder, target)))
    .map((target) => `its package.json leads to ${target}, which is not there`);
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
  const local = ranges
    .filter(([, range]) => /^(workspace|file|link|portal):/.test(range) || range === '*')
    .map(([name, range]) => `it depends on ${name} by '${range}', which means nothing outside the workspace`);
  const absent = ranges
    .filter(([name]) => name.startsWith('@atoll/') && !versions.has(name))
    .map(([name]) => `it depends on ${name}, which is not published`);
  const scripts = Object.keys(manifest.scripts ?? {}).map((name) => `it has the script '${name}'`);
  return [...missing, ...local, ...absent, ...scripts];
}

/** Files that the contract refers to and that the package would not hold, in sentences. */
export function contractFaults(folder) {
  const file = join(folder, 'openapi.yaml');
  if (!existsSync(file)) return [];
  const references = readFileSync(file, 'utf8').matchAll(/\$ref["']?\s*:\s*["']?([^\s#"',}]+)/g);
  return [...new Set(Array.from(references, ([, path]) => path))]
    .filter((path) => !existsSync(join(folder, path)))
    .map((path) => `its contract refers to ${path}, which \`files\` in its package.json leaves out`);
}
