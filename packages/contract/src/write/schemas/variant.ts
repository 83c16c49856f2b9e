import { childrenOf } from '../../children-of.js';
import type { Schema } from '../../model.js';
import { Reaching } from './reaching.js';

/** Requests leave out what is readOnly, responses what is writeOnly (OpenAPI 3.1, 4.8.24.4). */
export type Direction = 'request' | 'response';

function isOneWay({ readOnly, writeOnly }: Schema): boolean {
  return readOnly === true || writeOnly === true;
}

/** Tells whether request and response differ anywhere below a schema. */
export class Variants {
  readonly #reaching = new Reaching(childrenOf, isOneWay);

  differ(schema: Schema): boolean {
    return this.#reaching.leads(schema);
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
