import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './release-run.mjs';

/** Services and their versions: private packages, which a tag alone releases. */
export function services(root) {
  return readdirSync(join(root, 'apps'))
    .map((name) => join(root, 'apps', name, 'package.json'))
    .filter(existsSync)
    .map((file) => JSON.parse(readFileSync(file, 'utf8')))
    .map(({ name, version }) => ({ name, version }));
}

function existingTags(root) {
  return new Set(output('git', ['tag', '--list'], root).split('\n'));
}

/** Whether a version has its tag. */
export function isTagged(root) {
  const known = existingTags(root);
  return ({ name, version }) => known.has(`${name}@${version}`);
}

/** Tags of HEAD `name@version` for those that have none yet. The line is what changesets/action makes releases of. */
export function tagVersions(root, versions) {
  const known = existingTags(root);
  const tags = versions.map(({ name, version }) => `${name}@${version}`).filter((tag) => !known.has(tag));
  for (const tag of tags) {
    output('git', ['tag', '--annotate', tag, '--message', tag], root);
    console.log(`New tag:  ${tag}`);
  }
  return tags;
}
