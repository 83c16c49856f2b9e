import { childrenOf, hasChildren } from '../../children-of.js';
import type { Schema } from '../../model.js';
import { annotations, sides } from '../../schema-annotations.js';

/** Keywords that a validator has nothing to do for, and the reference that is followed. */
const idle = new Set<string>([...annotations, ...sides, 'ref', 'contentEncoding', 'contentMediaType']);

const longestChain = 32;

/** The schema that decides: what a schema refers to, where it has nothing to check of its own. */
export function decisive(schema: Schema): Schema {
  let current = schema;
  for (let step = 0; step < longestChain && current.ref !== undefined; step++) {
    if (Object.keys(current).some((keyword) => !idle.has(keyword))) return current;
    current = current.ref;
  }
  return current;
}

/** Whether nothing below the schema is to be checked: its checks fit where it is used. */
export function isLeaf(schema: Schema): boolean {
  return schema.boolean === undefined && !hasChildren(schema);
}

/** The largest schema that is printed where it is used, and the most that one function takes in. */
const largestInlined = 16;
export const inliningBudget = 80;

/** Measures schemas: what is small and does not recur is checked in place, which spares calls and reads. */
export class SchemaSizes {
  readonly #known = new Map<Schema, number>();

  /** Infinite for what is too large, or leads back to itself. */
  of(schema: Schema, depth = 0): number {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    if (depth > longestChain) return Number.POSITIVE_INFINITY;
    // While a schema is being measured, whoever meets it again has found a cycle.
    this.#known.set(schema, Number.POSITIVE_INFINITY);
    let size = 1 + (schema.required?.length ?? 0) + (schema.enum?.length ?? 0);
    for (const child of childrenOf(schema)) size += this.of(child, depth + 1);
    const measured = size > largestInlined ? Number.POSITIVE_INFINITY : size;
    this.#known.set(schema, measured);
    return measured;
  }
}
