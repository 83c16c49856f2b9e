import type { Json, Place } from '../system.js';

/** A node of a template that knows where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar | Unresolved;

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
  /** As written: CloudFormation hands `1.10` on as `1.10` where it wants a string. */
  readonly text: string;
}

/** A value that a problem has been told about already: whatever is made of it tells no second one. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly place: Place;
}

export function textNode(place: Place, text: string): LocatedScalar {
  return { kind: 'scalar', place, value: text, text };
}

export function mapNode(place: Place, entries: Iterable<readonly [string, Located]>): LocatedMap {
  const map = new Map(entries);
  const keys = new Map(Array.from(map, ([key, value]) => [key, value.place]));
  return { kind: 'map', place, entries: map, keys };
}

export function isText(node: Located | undefined): node is LocatedScalar & { value: string } {
  return node?.kind === 'scalar' && typeof node.value === 'string';
}

/** The plain value of a node. A key `__proto__` becomes an own property. */
export function toJson(node: Located): Json {
  if (node.kind === 'unresolved') return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(Array.from(node.entries, ([key, value]) => [key, toJson(value)]));
}

/** What a person calls the node's type. */
export function typeName(node: Located): string {
  if (node.kind === 'map') return 'a map';
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'unresolved') return 'an unknown value';
  return node.value === null ? 'null' : `a ${typeof node.value}`;
}
