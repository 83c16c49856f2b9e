import type { Schema } from '../model.js';
import { annotations, sides, words } from '../schema-annotations.js';

/** What says nothing about which values are accepted. */
const unchecked: readonly (keyof Schema)[] = [
  ...annotations,
  ...sides,
  'discriminator',
  'contentEncoding',
  'contentMediaType',
];

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'place' in value;
}

/** Compares written forms, remembering what was compared, so that recursion ends. */
export class Identity {
  readonly #ignored: ReadonlySet<keyof Schema>;
  readonly #byName: boolean;
  readonly #known = new WeakMap<Schema, WeakMap<Schema, boolean>>();
  readonly #taken: (readonly [WeakMap<Schema, boolean>, Schema])[] = [];

  /** @param compared `values`: annotations are no difference; `promises`: only words are none. */
  constructor(compared: 'values' | 'promises') {
    this.#ignored = new Set(compared === 'values' ? unchecked : words);
    this.#byName = compared === 'promises';
  }

  #keysOf(schema: Schema): (keyof Schema)[] {
    return (Object.keys(schema) as (keyof Schema)[]).filter(
      (key) => !this.#ignored.has(key) && schema[key] !== undefined,
    );
  }

  /** Whether two schemas are written alike; recursion is taken for alike. */
  isIdentical(a: Schema, b: Schema): boolean {
    if (a === b) return true;
    const row = this.#known.get(a) ?? new WeakMap<Schema, boolean>();
    this.#known.set(a, row);
    const known = row.get(b);
    if (known !== undefined) return known;
    row.set(b, true);
    const start = this.#taken.length;
    this.#taken.push([row, b]);
    const [left, right] = [this.#keysOf(a), this.#keysOf(b)];
    const same =
      left.length === right.length &&
      // Members of unions are told apart by what they refer to.
      (!this.#byName || a.ref?.place.pointer === b.ref?.place.pointer) &&
      a.readOnly === b.readOnly &&
      a.writeOnly === b.writeOnly &&
      left.every((key) => this.#isAlike(a[key], b[key]));
    // What was concluded from the assumption falls with it.
    if (!same) for (const [each, key] of this.#taken.splice(start)) each.delete(key);
    if (!same) row.set(b, false);
    return same;
  }

  #isAlike(a: unknown, b: unknown): boolean {
    if (a === b) return true;
    if (isSchema(a) || isSchema(b)) return isSchema(a) && isSchema(b) && this.isIdentical(a, b);
    if (a instanceof Map && b instanceof Map)
      return (
        a.size === b.size && [...a].every(([key, value]) => b.has(key) && this.#isAlike(value, b.get(key)))
      );
    if (Array.isArray(a) && Array.isArray(b))
      return a.length === b.length && a.every((each, index) => this.#isAlike(each, b[index]));
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const [left, right] = [Object.entries(a), Object.entries(b)];
    const values = new Map<string, unknown>(right);
    return (
      left.length === right.length &&
      left.every(([key, value]) => values.has(key) && this.#isAlike(value, values.get(key)))
    );
  }
}
