import type { Json } from '../system.js';

export type Scalar = null | boolean | number | string;

/** Which element of which array of objects a value stands in: array path with indexes → index. */
export type Membership = ReadonlyMap<string, number>;

/** A leaf of an event: `path` is joined by NUL, which no template writes in a key, so that dots in keys stay apart. */
export interface Field {
  readonly value: Scalar;
  readonly membership: Membership;
}

export type EventFields = ReadonlyMap<string, readonly Field[]>;

export const pathSeparator = '\0';

/** Lists an event's leaves by path. Arrays add nothing to the path; empty arrays and objects have no leaves. */
export function fieldsOf(event: Json): EventFields {
  const fields = new Map<string, Field[]>();
  collect(event, { path: '', place: '', membership: new Map() }, fields);
  return fields;
}

interface Position {
  readonly path: string;
  /** The path with array indexes: tells one array from another of the same path. */
  readonly place: string;
  readonly membership: Membership;
}

function collect(value: Json, at: Position, fields: Map<string, Field[]>): void {
  if (Array.isArray(value)) {
    collectElements(value, at, fields);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      collect(member, { ...at, path: child(at.path, key), place: child(at.place, key) }, fields);
    }
  } else {
    const field = { value, membership: at.membership };
    const known = fields.get(at.path);
    if (known === undefined) fields.set(at.path, [field]);
    else known.push(field);
  }
}

function collectElements(array: readonly Json[], at: Position, fields: Map<string, Field[]>): void {
  array.forEach((element, index) => {
    const membership =
      typeof element === 'object' && element !== null
        ? new Map(at.membership).set(at.place, index)
        : at.membership;
    collect(element, { path: at.path, place: `${at.place}[${index}]`, membership }, fields);
  });
}

function child(path: string, key: string): string {
  return path === '' ? key : `${path}${pathSeparator}${key}`;
}

/** Both memberships as one; undefined where they name different elements of one array. */
export function joinMembership(a: Membership, b: Membership): Membership | undefined {
  if (b.size === 0) return a;
  const joined = new Map(a);
  for (const [array, index] of b) {
    const known = joined.get(array);
    if (known !== undefined && known !== index) return undefined;
    joined.set(array, index);
  }
  return joined;
}
