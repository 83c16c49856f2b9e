import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CallError } from '../call-error.js';

/** What one environment runs of one service. */
export interface DeployedService {
  readonly version: string;
  /** Version of the contract that it keeps. Undefined for a service without one. */
  readonly contractVersion?: string;
  /** By package name: the versions of the clients that its tests ran with. */
  readonly testedWith: ReadonlyMap<string, readonly string[]>;
}

export type Environment = ReadonlyMap<string, DeployedService>;

/** Where it is told what is deployed: a file, or later the deployed root template. */
export interface DeployRecord {
  readonly environments: readonly string[];
  /** The services of an environment. Undefined when nothing is known of it. */
  deployedIn(environment: string): Environment | undefined;
}

/** A record that does not say what it must. */
export class DeployRecordError extends CallError {
  constructor(file: string, what: string) {
    super(`${file}: ${what}

A record is JSON or YAML, environment by environment:
prod:
  orders:
    version: 1.4.0
    contractVersion: 1.2.0
    testedWith: { '@atoll/catalog-client': 1.0.0 }`);
    this.name = 'DeployRecordError';
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const entryFields = new Set(['version', 'contractVersion', 'testedWith']);

/** Reads the values of one file, naming each by its path within it. */
class RecordReader {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  fail(what: string): never {
    throw new DeployRecordError(this.#file, what);
  }

  fields(value: unknown, path: string): Fields {
    return isFields(value) ? value : this.fail(`${path} must be an object`);
  }

  version(value: unknown, path: string): string {
    if (typeof value !== 'string' || !/^\d+\.\d+\.\d+/.test(value))
      this.fail(`${path} must be a version such as '1.4.2', not ${JSON.stringify(value)}`);
    return value;
  }

  #tested(value: unknown, path: string): Map<string, readonly string[]> {
    const entries = Object.entries(this.fields(value ?? {}, path));
    return new Map(
      entries.map(([name, each]) => {
        const versions: unknown[] = Array.isArray(each) ? each : [each];
        return [name, versions.map((version) => this.version(version, `${path}/${name}`))] as const;
      }),
    );
  }

  service(value: unknown, path: string): DeployedService {
    const entry = this.fields(value, path);
    const unknown = Object.keys(entry).find((name) => !entryFields.has(name));
    if (unknown !== undefined) this.fail(`${path} has '${unknown}', which says nothing here`);
    const { contractVersion } = entry;
    return {
      version: this.version(entry.version, `${path}/version`),
      testedWith: this.#tested(entry.testedWith, `${path}/testedWith`),
      ...(contractVersion !== undefined && {
        contractVersion: this.version(contractVersion, `${path}/contractVersion`),
      }),
    };
  }
}

/**
 * Reads a record from a JSON or YAML file: environment → service → `{ version, contractVersion, testedWith }`, where
 * `testedWith` gives one version, or a list of them, for each client. Error: DeployRecordError.
 */
export function readDeployRecord(file: string): DeployRecord {
  let root: unknown;
  try {
    root = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DeployRecordError(file, (error as Error).message);
  }
  const reader = new RecordReader(file);
  const environments = Object.entries(reader.fields(root, '/')).map(([name, services]) => {
    const entries = Object.entries(reader.fields(services ?? {}, `/${name}`));
    const read = entries.map(
      ([service, value]) => [service, reader.service(value, `/${name}/${service}`)] as const,
    );
    return [name, new Map(read)] as const;
  });
  const byName = new Map(environments);
  return { environments: [...byName.keys()], deployedIn: (environment) => byName.get(environment) };
}
