import type { Json, Place } from '../model.js';

/** A YAML or JSON node that knows where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Located>;
  /** Where each key stands. */
  readonly keys: ReadonlyMap<string, Place>;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
}

/** The plain value of a node. A key `__proto__` becomes an own property. */
export function toJson(node: Located): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(Array.from(node.entries, ([key, value]) => [key, toJson(value)]));
}

/** What a person calls the node's type. */
export function typeName(node: Located): string {
  if (node.kind === 'map') return 'an object';
  if (node.kind === 'list') return 'an array';
  return node.value === null ? 'null' : `a ${typeof node.value}`;
}
