import type { Json, Place } from '../model.js';

/** A YAML or JSON node that knows where it stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: Place;
  /** Made anew each time that it is asked for where the file is JSON. */
  readonly entries: ReadonlyMap<string, Located>;
  keys(): Iterable<string>;
  get(key: string): Located | undefined;
  forEach(visit: (key: string, node: Located) => void): void;
  /** Where a key stands; where the map stands when it has no such key. */
  keyPlace(key: string): Place;
  toJson(): Json;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Located[];
  toJson(): Json;
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  toJson(): Json;
}

/** The plain value of a node. A key `__proto__` becomes an own property. */
export function toJson(node: Located): Json {
  return node.toJson();
}

/** What a person calls the node's type. */
export function typeName(node: Located): string {
  if (node.kind === 'map') return 'an object';
  if (node.kind === 'list') return 'an array';
  return node.value === null ? 'null' : `a ${typeof node.value}`;
}

/** A reference token of a JSON pointer (RFC 6901, 3). */
export function escapePointer(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}
