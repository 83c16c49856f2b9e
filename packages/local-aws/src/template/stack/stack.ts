import type { Place } from '../../system.js';
import type { Fields } from '../fields.js';
import type { Located, LocatedMap } from '../located.js';
import type { ReadSystemOptions } from '../options.js';
import type { Problems } from '../problems.js';
import type { PropertyTable } from '../property-table.js';
import type { SystemParts } from '../system-parts.js';

/** What all stacks of one system share while it is read. */
export interface Reading {
  readonly options: ReadSystemOptions;
  readonly problems: Problems;
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly parts: SystemParts;
  /** Where exports are looked up, and the names that are being worked out. */
  readonly exports: { root?: Stack; found?: readonly Export[]; readonly inProgress: Set<string> };
}

/** One stack: a template with the values of its parameters. What is worked out is kept in the maps. */
export interface Stack {
  readonly reading: Reading;
  /** `/`-separated logical ids from the root, empty for the root itself. */
  readonly path: string;
  readonly name: string;
  readonly id: string;
  /** Absolute path of the template. */
  readonly file: string;
  readonly template: LocatedMap;
  readonly ancestors: readonly Stack[];
  /** The value given to a parameter from outside, if one is. */
  given(parameter: string): Located | undefined;
  readonly declarations: Map<string, Declaration>;
  readonly parameters: Map<string, Located>;
  readonly conditions: Map<string, boolean | 'in progress'>;
  readonly children: Map<string, Stack | undefined>;
  readonly includes: Map<string, Located>;
  /** Nothing of a stack with circular dependencies can be worked out. */
  circular: boolean;
}

/** An output under its name for other stacks. */
export interface Export {
  readonly name: string;
  readonly stack: Stack;
  readonly output: string;
}

/** A resource as its template declares it, Globals merged, intrinsics not yet resolved. */
export interface Declaration {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly type: string;
  readonly place: Place;
  /** The whole resource, with DependsOn and the like. */
  readonly node: LocatedMap;
  readonly properties: LocatedMap;
  readonly condition?: string;
}

export interface ResourceType {
  readonly properties: PropertyTable;
  /** What Ref gives. */
  ref(declaration: Declaration): string | undefined;
  /** What GetAtt gives. */
  readonly attributes?: Readonly<Record<string, (declaration: Declaration) => string | undefined>>;
  /** Adds what the resource makes to the system; left out where it has no local behaviour. */
  read?(declaration: Declaration, fields: Fields): void;
  /** An API is read after the functions whose events make its routes. */
  readonly readLast?: true;
}

/** The map of a top-level section, if there is one. */
export function section(stack: Stack, name: string): LocatedMap | undefined {
  const node = stack.template.entries.get(name);
  return node?.kind === 'map' ? node : undefined;
}
