import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A path that names no contract. */
export class NoContractError extends Error {
  constructor(path: string) {
    super(
      `${path} names no contract: give an openapi.yaml, a folder that has one, or a service with a client package`,
    );
    this.name = 'NoContractError';
  }
}

/** The nearest folder from `start` upwards that holds `packages`. Undefined outside a workspace. */
export function workspaceRoot(start: string): string | undefined {
  if (existsSync(join(start, 'packages')) && existsSync(join(start, 'package.json'))) return start;
  return dirname(start) === start ? undefined : workspaceRoot(dirname(start));
}

/** The contract that a file, a client's folder or a service's folder stands for, as an absolute path. Error: NoContractError. */
export function contractOf(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute) && statSync(absolute).isFile()) return absolute;
  const root = workspaceRoot(absolute);
  const candidates = [join(absolute, 'openapi.yaml')];
  if (root !== undefined)
    candidates.push(join(root, 'packages', `${basename(absolute)}-client`, 'openapi.yaml'));
  const found = candidates.find(existsSync);
  if (found === undefined) throw new NoContractError(path);
  return found;
}

/** Every contract of the workspace around `directory`: packages/<service>-client/openapi.yaml, by name. */
export function allContracts(directory: string): string[] {
  const root = workspaceRoot(directory);
  if (root === undefined) return [];
  const packages = join(root, 'packages');
  return readdirSync(packages)
    .sort()
    .map((name) => join(packages, name, 'openapi.yaml'))
    .filter(existsSync);
}

/** Whether the workspace has the service of a contract: apps/<service>/template.yaml. */
export function isServed({ service }: { readonly service: string }, root: string): boolean {
  return existsSync(join(root, 'apps', service, 'template.yaml'));
}
