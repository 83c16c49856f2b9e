import type { Schema } from '../model.js';
import { mergeSchemas } from './merge-schemas.js';
import type { Random } from './random.js';

/** Beyond it only what must be there is made, so that recursive schemas end. */
export const softDepth = 4;

/** No value can be made that is not nested deeper, or of more parts, than anybody reads. */
export class TooLarge extends Error {}

/** Makes one schema of all that asks something of a value. */
export class SchemaFlattener {
  readonly #random: Random;
  readonly #ends: (schema: Schema, depth: number) => boolean;

  /** @param ends whether a value of the schema can be made that deep. */
  constructor(random: Random, ends: (schema: Schema, depth: number) => boolean) {
    this.#random = random;
    this.#ends = ends;
  }

  /** The schema with all that it refers to and is composed of, one alternative of each choice taken. */
  flatten(schema: Schema, depth: number, above: readonly Schema[] = []): Schema {
    // A schema that is part of itself adds nothing.
    if (above.includes(schema)) return { place: schema.place };
    const inside = [...above, schema];
    const parts = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])];
    for (const alternatives of [schema.oneOf, schema.anyOf])
      if (alternatives !== undefined) parts.push(this.#alternative(alternatives, depth));
    if (schema.if !== undefined) parts.push(...this.#branch(schema));
    const { ref, allOf, oneOf, anyOf, name, ...own } = schema;
    let flat: Schema = own;
    for (const part of parts) flat = mergeSchemas(flat, this.flatten(part, depth, inside));
    if (schema.discriminator !== undefined) flat = this.#named(schema, parts, flat);
    for (const [key, dependent] of flat.dependentSchemas ?? []) {
      const present = flat.properties?.has(key) === true || flat.required?.includes(key) === true;
      if (present) flat = mergeSchemas(flat, this.flatten(dependent, depth, inside));
    }
    return flat;
  }

  #branch({ if: condition, then: positive, else: negative }: Schema): Schema[] {
    const taken = this.#random.next() < 0.5;
    return [taken ? condition : undefined, taken ? positive : negative].filter((each) => each !== undefined);
  }

  /** Any of them; deep down the one that ends soonest. */
  #alternative(alternatives: readonly Schema[], depth: number): Schema {
    const [first, ...others] = alternatives;
    if (first === undefined) throw new TooLarge();
    if (depth < softDepth) return this.#random.pick([first, ...others]);
    const ending = alternatives.find((each) => this.#ends(each, depth));
    return ending ?? first;
  }

  /** The discriminator's value names the alternative that was taken. */
  #named(schema: Schema, parts: readonly Schema[], flat: Schema): Schema {
    const { propertyName, mapping } = schema.discriminator ?? { propertyName: '', mapping: new Map() };
    const name = [...mapping].find(([, target]) =>
      parts.some((part) => part === target || part.ref === target),
    )?.[0];
    if (name === undefined) return flat;
    const property: Schema = { place: schema.place, const: { value: name } };
    return mergeSchemas(
      { place: schema.place, properties: new Map([[propertyName, property]]), required: [propertyName] },
      flat,
    );
  }
}
