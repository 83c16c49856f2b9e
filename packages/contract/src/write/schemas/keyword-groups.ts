import type { Schema } from '../../model.js';

/** Keywords that are checked together, one bit each. */
export const groups = {
  boolean: 1,
  types: 2,
  values: 4,
  number: 8,
  string: 16,
  array: 32,
  object: 64,
  composition: 128,
  unevaluated: 256,
} as const;

/** What has no check of its own; `then` and `else` stand beside an `if`. */
type Unchecked =
  | 'place'
  | 'name'
  | 'title'
  | 'description'
  | 'externalDocs'
  | 'examples'
  | 'default'
  | 'deprecated'
  | 'openEnum'
  | 'readOnly'
  | 'writeOnly'
  | 'contentMediaType'
  | 'discriminator'
  | 'then'
  | 'else';

const { number, string, array, object, composition, unevaluated } = groups;

/** Every other keyword of the model: one that nobody has put into a group would not be checked at all. */
const byKeyword: Readonly<Record<Exclude<keyof Schema, Unchecked>, number>> = {
  boolean: groups.boolean,
  types: groups.types,
  ...{ enum: groups.values, const: groups.values },
  ...{ minimum: number, maximum: number, exclusiveMinimum: number, exclusiveMaximum: number },
  multipleOf: number,
  ...{ minLength: string, maxLength: string, pattern: string, contentEncoding: string },
  // A format of either, and a scalar may be decoded by its own word.
  ...{ format: number | string, extensions: number | string },
  ...{ items: array, prefixItems: array, contains: array, minContains: array, maxContains: array },
  ...{ minItems: array, maxItems: array, uniqueItems: array },
  ...{ properties: object, required: object, additionalProperties: object, patternProperties: object },
  ...{ propertyNames: object, minProperties: object, maxProperties: object },
  ...{ dependentRequired: object, dependentSchemas: object },
  ...{ ref: composition, allOf: composition, anyOf: composition, oneOf: composition },
  ...{ not: composition, if: composition },
  ...{ unevaluatedProperties: unevaluated, unevaluatedItems: unevaluated },
};

const bitsOf: ReadonlyMap<string, number> = new Map(Object.entries(byKeyword));

/** The groups of a schema's keywords: to ask it for every keyword there is takes longer than to print most schemas. */
export function groupsOf(schema: Schema): number {
  let bits = 0;
  for (const keyword in schema) bits |= bitsOf.get(keyword) ?? 0;
  return bits;
}
