import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceStack } from '../system/read-system.js';
import { type Json, type JsonMap, mapAt } from '../template/json.js';
import { TemplateError } from '../template/template-error.js';

/** What one packaged version of a service is: the entry that the deploy record has of it. */
export interface ServiceRelease {
  readonly service: string;
  /** Of its package.json, then `-` and what its content hashes to: one name, one content. */
  readonly release: string;
  readonly version: string;
  /** Of the contract that it keeps. Undefined for a service without one. */
  readonly contractVersion?: string;
  /** The client versions that it was built and tested with, by package. */
  readonly testedWith: Readonly<Record<string, string>>;
}

function manifestIn(folder: string): JsonMap | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as JsonMap) : undefined;
}

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

/** The version that imports of the service resolve to: the nearest node_modules has it. */
function installedVersion(name: string, directory: string, workspace: string): string | undefined {
  const folders = [directory, workspace].map((each) => join(each, 'node_modules', name));
  return folders
    .map((folder) => textOf(manifestIn(folder)?.version))
    .find((version) => version !== undefined);
}

/** What is written of the service before its content is known. Errors: TemplateError. */
export function readRelease(
  { service, directory }: ServiceStack,
  workspace: string,
): Omit<ServiceRelease, 'release'> {
  const manifest = manifestIn(directory) ?? {};
  const version = textOf(manifest.version);
  if (version === undefined)
    throw new TemplateError(
      join(directory, 'package.json'),
      'there is no version, by which the service is deployed',
      'Add "version": "0.1.0"; changesets raise it from then on.',
    );
  const clients = Object.keys(mapAt(manifest, 'dependencies')).filter((name) =>
    /^@[^/]+\/.+-client$/.test(name),
  );
  const atoll = clients.filter((name) => existsSync(join(workspace, 'packages', name.split('/')[1] ?? '')));
  const tested = atoll.map((name): [string, string] => {
    const installed = installedVersion(name, directory, workspace);
    if (installed === undefined)
      throw new TemplateError(join(directory, 'package.json'), `${name} is not installed`, 'Run `npm ci`.');
    return [name, installed];
  });
  const contractVersion = textOf(manifestIn(join(workspace, 'packages', `${service}-client`))?.version);
  return {
    service,
    version,
    testedWith: Object.fromEntries(tested),
    ...(contractVersion !== undefined && { contractVersion }),
  };
}

/** Reads what `releaseMetadata` has written. Undefined for other metadata. */
export function releaseOf(metadata: Json | undefined): ServiceRelease | undefined {
  const { service, release, version, contractVersion, testedWith } = mapAt(metadata, 'Release');
  if (typeof service !== 'string' || typeof release !== 'string' || typeof version !== 'string')
    return undefined;
  const tested = Object.entries(mapAt({ testedWith: testedWith ?? {} }, 'testedWith'));
  return {
    service,
    release,
    version,
    testedWith: Object.fromEntries(tested.map(([name, each]) => [name, String(each)])),
    ...(typeof contractVersion === 'string' && { contractVersion }),
  };
}

/** The `Metadata` of a service's template and of its nested stack in the root. */
export function releaseMetadata(release: ServiceRelease): JsonMap {
  return { Release: { ...release } };
}
