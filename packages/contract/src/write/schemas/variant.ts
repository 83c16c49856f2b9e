import { childrenOf } from '../../children-of.js';
import type { Schema } from '../../model.js';

/** Requests leave out what is readOnly, responses what is writeOnly (OpenAPI 3.1, 4.8.24.4). */
export type Direction = 'request' | 'response';

function isOneWay({ readOnly, writeOnly }: Schema): boolean {
  return readOnly === true || writeOnly === true;
}

/** What has been decided stays so: schemas do not change once they are read. */
const decided = new WeakMap<Schema, boolean>();

/** Tells whether request and response differ anywhere below a schema. */
export class Variants {
  readonly #known = decided;

  differ(schema: Schema): boolean {
    return this.#known.get(schema) ?? this.#decide(schema);
  }

  /** Decides all that is reached and not known yet: what leads to a difference differs, found by going back from each. */
  #decide(schema: Schema): boolean {
    const reached = [schema];
    const parents = new Map<Schema, Schema[]>([[schema, []]]);
    const different: Schema[] = [];
    for (const next of reached) {
      if (isOneWay(next) || this.#known.get(next) === true) different.push(next);
      if (this.#known.has(next)) continue;
      for (const child of childrenOf(next)) {
        const above = parents.get(child);
        if (above === undefined) {
          parents.set(child, [next]);
          reached.push(child);
        } else above.push(next);
      }
    }
    for (const each of reached) if (!this.#known.has(each)) this.#known.set(each, false);
    for (let next = different.pop(); next !== undefined; next = different.pop()) {
      this.#known.set(next, true);
      for (const above of parents.get(next) ?? []) if (this.#known.get(above) !== true) different.push(above);
    }
    return this.#known.get(schema) === true;
  }
}

/** Whether a schema, or one that it refers to, has the keyword. */
export function isAnnotated(schema: Schema, keyword: 'readOnly' | 'writeOnly'): boolean {
  if (schema.ref === undefined) return schema[keyword] === true;
  const seen = new Set<Schema>();
  for (let at: Schema | undefined = schema; at !== undefined && !seen.has(at); at = at.ref) {
    if (at[keyword] === true) return true;
    seen.add(at);
  }
  return false;
}

/** The required properties in a direction: what the other side alone may set is not required of this one. */
export function requiredIn(schema: Schema, direction: Direction): string[] {
  const excused = direction === 'request' ? 'readOnly' : 'writeOnly';
  return (schema.required ?? []).filter((name) => {
    const property = schema.properties?.get(name);
    return property === undefined || !isAnnotated(property, excused);
  });
}
