import { childrenOf } from '../../children-of.js';
import type { CodecOptions, Schema } from '../../model.js';
import { distinction } from './alternatives.js';
import { type Decoded, decodedAs, targetOf } from './decoded-formats.js';
import { Reaching } from './reaching.js';

/**
 * Schemas below this one that say what a value is to code. What stands under `not`, `if`, `contains` and their like
 * only checks: it gives a value no type, and decodes nothing.
 */
export function typingChildren(schema: Schema): Schema[] {
  const { ref, items, additionalProperties, properties, patternProperties } = schema;
  const single = [ref, items, additionalProperties].filter((each) => each !== undefined);
  const lists = [schema.prefixItems ?? [], schema.allOf ?? [], schema.anyOf ?? [], schema.oneOf ?? []];
  return [
    ...single,
    ...lists.flat(),
    ...(properties?.values() ?? []),
    ...(patternProperties?.values() ?? []),
  ];
}

/** Keywords that judge a whole value by more than its members, so that their verdict may hang on a text in it. */
function judgesWhole(schema: Schema): boolean {
  const { not, contains, dependentSchemas, unevaluatedItems, unevaluatedProperties } = schema;
  const others = [not, schema.if, contains, dependentSchemas, unevaluatedItems, unevaluatedProperties];
  if (schema.uniqueItems === true || others.some((each) => each !== undefined)) return true;
  const listed = [schema.const?.value, ...(schema.enum ?? [])];
  if (listed.some((each) => typeof each === 'object' && each !== null)) return true;
  return [schema.anyOf, schema.oneOf].some(
    (each) => each !== undefined && distinction(each, 'response') === undefined,
  );
}

/** Keywords that judge the text of a string; without a type they may stand beside one that is decoded. */
function hasTextLimits({ pattern, minLength, maxLength }: Schema): boolean {
  return [pattern, minLength, maxLength].some((each) => each !== undefined);
}

/** What of a contract is another value to code than on the wire. */
export class Decoding {
  readonly #options: CodecOptions;
  /** Without `decode` among the options nothing is decoded. */
  readonly #isAsked: boolean;
  readonly #known = new Map<Schema, Decoded | undefined>();
  readonly #differs = new Reaching(typingChildren, (each) => this.of(each) !== undefined);
  readonly #converts = new Reaching(typingChildren, (each) => this.of(each)?.conversion !== undefined);
  readonly #judging = new Reaching(childrenOf, (each) => this.#judges(each));

  constructor(options: CodecOptions) {
    this.#options = options;
    this.#isAsked = typeof options.decode === 'object';
  }

  /** How a scalar is decoded. */
  of(schema: Schema): Decoded | undefined {
    if (!this.#isAsked) return undefined;
    if (this.#known.has(schema)) return this.#known.get(schema);
    const target = targetOf(schema, this.#options);
    const decoded = target === undefined ? undefined : decodedAs(schema, target);
    this.#known.set(schema, decoded);
    return decoded;
  }

  /** Whether the types on the wire and to code are two. */
  differs(schema: Schema): boolean {
    return this.#isAsked && this.#differs.leads(schema);
  }

  /** Whether values change on their way; a brand changes their type alone. */
  converts(schema: Schema): boolean {
    return this.#isAsked && this.#converts.leads(schema);
  }

  /** Whether a decoded value may turn out to be refused once it is written again. */
  needsProof(schema: Schema): boolean {
    return this.#converts.leads(schema) && this.#judging.leads(schema);
  }

  #judges(schema: Schema): boolean {
    if (judgesWhole(schema) || (schema.types === undefined && hasTextLimits(schema))) return true;
    return this.of(schema)?.conversion === 'instant' && hasTextLimits(schema);
  }
}
