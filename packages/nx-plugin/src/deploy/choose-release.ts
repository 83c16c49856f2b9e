import { releaseOf } from '../package/service-release.js';
import type { JsonMap } from '../template/json.js';
import { parseTemplate } from '../template/read-template.js';
import { type ArtifactStore, templateKey } from './artifact-store.js';
import { DeployError } from './deploy-error.js';

/**
 * The one published release that the text names: whole (`1.4.0-3f2a9c1d2b3c`) or by its version. Errors: DeployError
 * when there is none, or when several have that version.
 */
export async function chooseRelease(store: ArtifactStore, service: string, text: string): Promise<string> {
  const releases = await store.releasesOf(service);
  const named = releases.filter(({ release }) => release === text);
  const found = named.length > 0 ? named : releases.filter(({ release }) => release.startsWith(`${text}-`));
  if (found.length === 1) return found[0]?.release ?? '';
  const list = (found.length > 0 ? found : releases)
    .map(({ release, at }) => `  ${release}  published ${at.toISOString()}`)
    .join('\n');
  throw new DeployError(
    found.length > 1
      ? `${service} ${text} was built more than once; name one of them:\n${list}`
      : `${service} ${text} has not been published; there are:\n${list || '  none'}`,
  );
}

/** A published service: its template's address, the template, and what is written of it. */
export async function publishedRelease(store: ArtifactStore, service: string, release: string) {
  const key = templateKey(service, release);
  const template: JsonMap = parseTemplate(await store.get(key), key).value;
  const known = releaseOf(template.Metadata);
  if (known === undefined)
    throw new DeployError(`${key} does not say which release it is: publish the service again`);
  return { url: store.urlOf(key), template, release: known };
}
