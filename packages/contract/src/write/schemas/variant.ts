import { childrenOf } from '../../children-of.js';
import type { Schema } from '../../model.js';

/** Requests leave out what is readOnly, responses what is writeOnly (OpenAPI 3.1, 4.8.24.4). */
export type Direction = 'request' | 'response';

/** Tells whether request and response differ anywhere below a schema. */
export class Variants {
  readonly #known = new Map<Schema, boolean>();

  differ(schema: Schema): boolean {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const reached = new Set<Schema>();
    const queue = [schema];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(...childrenOf(next));
    }
    const differ = [...reached].some(({ readOnly, writeOnly }) => readOnly === true || writeOnly === true);
    this.#known.set(schema, differ);
    return differ;
  }
}

function annotated(schema: Schema, keyword: 'readOnly' | 'writeOnly'): boolean {
  return schema[keyword] === true || (schema.ref !== undefined && annotated(schema.ref, keyword));
}

/** The required properties in a direction: what the other side alone may set is not required of this one. */
export function requiredIn(schema: Schema, direction: Direction): string[] {
  const excused = direction === 'request' ? 'readOnly' : 'writeOnly';
  return (schema.required ?? []).filter((name) => {
    const property = schema.properties?.get(name);
    return property === undefined || !annotated(property, excused);
  });
}
