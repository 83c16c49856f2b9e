import type { Participant } from '@atoll/embedded-dynamodb';
import type { System } from '../system.js';
import { latest, type Parameter, type ParameterVersion } from './parameter.js';

/** AWS keeps the last 100 versions: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const maxVersions = 100;

/** `over` is the template's value that a version stands over. */
export type ParameterEntry =
  | {
      readonly op: 'put';
      readonly name: string;
      readonly over: string | null;
      readonly to: Omit<ParameterVersion, 'version'>;
    }
  | { readonly op: 'delete'; readonly names: readonly string[] }
  /** Written by snapshots only. */
  | {
      readonly op: 'keep';
      readonly name: string;
      readonly over: string | null;
      readonly versions: readonly ParameterVersion[];
    };

export interface ParameterSetOptions {
  readonly system: Pick<System, 'parameters' | 'region' | 'accountId'>;
  /** Facts of the machine beside the template's parameters. */
  readonly extra: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** All parameters: the templates' from the start, all else by the log. */
export class ParameterSet implements Participant {
  readonly #parameters = new Map<string, Parameter>();

  constructor({ system, extra, startedAt }: ParameterSetOptions) {
    for (const { name, type, value } of system.parameters) this.#declare(name, type, { value, startedAt });
    for (const [name, value] of Object.entries(extra)) this.#declare(name, 'String', { value, startedAt });
  }

  get(name: string): Parameter | undefined {
    return this.#parameters.get(name);
  }

  /** Sorted by name. */
  list(): Parameter[] {
    return [...this.#parameters.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  apply(data: unknown): void {
    const entry = data as ParameterEntry;
    if (entry.op === 'delete') {
      for (const name of entry.names) if (!this.#template(name)) this.#parameters.delete(name);
      return;
    }
    const template = this.#template(entry.name);
    if (entry.over !== (template?.value ?? null)) return;
    const before = this.#parameters.get(entry.name);
    const versions =
      entry.op === 'keep'
        ? entry.versions
        : [...(before?.versions ?? []), { ...entry.to, version: before ? latest(before).version + 1 : 1 }];
    this.#parameters.set(entry.name, { name: entry.name, template, versions: versions.slice(-maxVersions) });
  }

  *snapshot(): Iterable<ParameterEntry> {
    for (const { name, template, versions } of this.#parameters.values()) {
      if (template !== undefined && versions.length === 1 && versions[0] === template) continue;
      yield { op: 'keep', name, over: template?.value ?? null, versions };
    }
  }

  #template(name: string): ParameterVersion | undefined {
    return this.#parameters.get(name)?.template;
  }

  #declare(
    name: string,
    type: ParameterVersion['type'],
    { value, startedAt }: { value: string; startedAt: number },
  ): void {
    const template: ParameterVersion = { version: 1, type, value, tier: 'Standard', modifiedAt: startedAt };
    this.#parameters.set(name, { name, template, versions: [template] });
  }
}
