import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { allChangesets } from '../changeset/branch-changesets.js';
import { bumped, greater } from '../changeset/bump.js';
import { promisedBump } from '../changeset/changeset-file.js';
import { ContractVersions } from './contract-versions.js';
import type { Candidate, Client, Knowledge } from './decide.js';
import type { DeployRecord } from './deploy-record.js';
import type { Use } from './judge-pair.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const isClient = /^@[^/]+\/(.+)-client$/;

function sourceTexts(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(m?[jt]s|py)$/.test(path) && !/\.test\.\w+$/.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

/** What the workspace and its git tags tell of services: their packages, clients and what they use of them. */
export class KnownServices implements Knowledge {
  readonly #root: string;
  readonly #scope: string;
  readonly #contracts: ContractVersions;

  constructor(root: string) {
    this.#root = root;
    this.#contracts = new ContractVersions(root);
    const names = this.services().map((service) => this.#here(`apps/${service}`)?.name ?? '');
    this.#scope = names.find((name) => name.startsWith('@'))?.split('/')[0] ?? '';
  }

  /** Names of the services in the work tree. */
  services(): string[] {
    const apps = join(this.#root, 'apps');
    if (!existsSync(apps)) return [];
    return readdirSync(apps).filter((name) => existsSync(join(apps, name, 'package.json')));
  }

  #here(folder: string): Manifest | undefined {
    const file = join(this.#root, folder, 'package.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : undefined;
  }

  /** The package.json that a tag of the repository has: `@atoll/orders@1.4.0` for that version of orders. */
  #tagged(tag: string, folder: string): Manifest | undefined {
    const path = `refs/tags/${tag}:./${folder}/package.json`;
    const shown = spawnSync('git', ['show', path], { cwd: this.#root, encoding: 'utf8' });
    return shown.status === 0 ? (JSON.parse(shown.stdout) as Manifest) : undefined;
  }

  #manifestOf(service: string, version: string): { manifest: Manifest; tag?: string } | undefined {
    const here = this.#here(`apps/${service}`);
    if (here?.version === version) return { manifest: here };
    const tag = `${here?.name ?? `${this.#scope}/${service}`}@${version}`;
    const manifest = this.#tagged(tag, `apps/${service}`);
    return manifest === undefined ? undefined : { manifest, tag };
  }

  providerOf(client: string): string | undefined {
    return client.startsWith(`${this.#scope}/`) ? isClient.exec(client)?.[1] : undefined;
  }

  rangesOf(service: string, version: string): ReadonlyMap<string, string> | undefined {
    const known = this.#manifestOf(service, version);
    return known === undefined ? undefined : this.#clientRanges(known.manifest);
  }

  #clientRanges({ dependencies = {} }: Manifest): ReadonlyMap<string, string> {
    return new Map(Object.entries(dependencies).filter(([name]) => this.providerOf(name) !== undefined));
  }

  /** By the imports of its sources; both ways when they show none. */
  usesOf(service: string, client: string): readonly Use[] {
    const texts = sourceTexts(join(this.#root, 'apps', service, 'src'));
    const name = client.replaceAll(/[^\w-]/g, '\\$&');
    const called = new RegExp(`^(import|export)\\s+(?!type\\b)[^'";]*['"]${name}['"]`, 'm');
    const found: Use[] = [];
    if (texts.some((text) => called.test(text))) found.push('http');
    if (texts.some((text) => text.includes(`${client}/events`))) found.push('events');
    return found.length > 0 ? found : ['http', 'events'];
  }

  /** Of the work tree, or of the client's tags. */
  compared(client: string, provided: string, tested: string): boolean | undefined {
    const folder = `packages/${this.providerOf(client) ?? ''}-client`;
    const here = this.#here(folder);
    const revisionOf = (version: string) =>
      here !== undefined && this.#planned(here) === version ? undefined : `${client}@${version}`;
    return this.#contracts.keeps(folder, revisionOf(provided), revisionOf(tested));
  }

  /**
   * The version that a client of the work tree stands for: the next one where a changeset waits for a release, or where
   * its contract is no longer the one that its tag has.
   */
  #planned({ name, version }: Manifest): string {
    const folder = `packages/${this.providerOf(name) ?? ''}-client`;
    const needed = this.#contracts.neededSince(folder, `${name}@${version}`);
    const bump = greater(promisedBump(allChangesets(this.#root), name), needed);
    return bump === undefined ? version : bumped(version, bump);
  }

  /** The client that a bundle of the work tree is built and tested with: what is installed. */
  #installed(service: string, client: string): string[] {
    const folder = [`apps/${service}/node_modules/${client}`, `node_modules/${client}`].find((each) =>
      existsSync(join(this.#root, each, 'package.json')),
    );
    const manifest = folder === undefined ? undefined : this.#here(folder);
    if (folder === undefined || manifest === undefined) return [];
    const packages = `${realpathSync(this.#root)}${sep}packages${sep}`;
    const linked = realpathSync(join(this.#root, folder)).startsWith(packages);
    return [linked ? this.#planned(manifest) : manifest.version];
  }

  #clients(manifest: Manifest, testedOf: (client: string) => readonly string[]): Client[] {
    return Array.from(this.#clientRanges(manifest), ([name, range]) => ({
      name,
      range,
      tested: testedOf(name),
    }));
  }

  /** The work tree's version of a service. Undefined when there is no such service. */
  workTree(service: string): Candidate | undefined {
    const manifest = this.#here(`apps/${service}`);
    if (manifest === undefined) return undefined;
    const contract = this.#here(`packages/${service}-client`);
    return {
      service,
      version: manifest.version,
      contractVersion: contract && this.#planned(contract),
      clients: this.#clients(manifest, (client) => this.#installed(service, client)),
    };
  }

  /** A released version: what its tag says, where each client that the range takes is the one of the same commit. */
  #released(service: string, version: string): Candidate | undefined {
    const known = this.#manifestOf(service, version);
    const tag = known?.tag;
    if (known === undefined || tag === undefined) return undefined;
    const clientAt = (name: string) => this.#tagged(tag, `packages/${name}-client`)?.version;
    return {
      service,
      version,
      contractVersion: clientAt(service),
      clients: this.#clients(known.manifest, (client) => {
        const found = clientAt(this.providerOf(client) ?? '');
        return found === undefined ? [] : [found];
      }),
    };
  }

  /** A version that the record knows from any environment. */
  #recorded(service: string, version: string, record: DeployRecord): Candidate | undefined {
    const entry = record.environments
      .map((name) => record.deployedIn(name)?.get(service))
      .find((each) => each?.version === version);
    if (entry === undefined) return undefined;
    const ranges = this.rangesOf(service, version);
    const names = new Set([...entry.testedWith.keys(), ...(ranges?.keys() ?? [])]);
    const clients = Array.from(names, (name) => ({
      name,
      range: ranges?.get(name),
      tested: entry.testedWith.get(name) ?? [],
    }));
    return { service, version, contractVersion: entry.contractVersion, clients };
  }

  /**
   * A version of a service: as the record tells it, which is what was tested; else of the work tree; else of its tag.
   * Undefined when nothing is known of it.
   */
  candidate(service: string, version: string | undefined, record: DeployRecord): Candidate | undefined {
    const here = this.workTree(service);
    if (version === undefined) return here;
    const told = this.#recorded(service, version, record);
    return told ?? (here?.version === version ? here : this.#released(service, version));
  }
}
