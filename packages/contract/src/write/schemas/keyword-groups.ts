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

const byKeywords: readonly (readonly [string, number])[] = [
  ['boolean', groups.boolean],
  ['types', groups.types],
  ['enum const', groups.values],
  ['minimum maximum exclusiveMinimum exclusiveMaximum multipleOf', groups.number],
  ['minLength maxLength pattern contentEncoding', groups.string],
  // A format of either, and a scalar may be decoded by its own word.
  ['format extensions', groups.number | groups.string],
  ['items prefixItems contains minContains maxContains minItems maxItems uniqueItems', groups.array],
  [
    'properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired dependentSchemas',
    groups.object,
  ],
  ['ref allOf anyOf oneOf not if', groups.composition],
  ['unevaluatedProperties unevaluatedItems', groups.unevaluated],
];

const byKeyword = new Map(
  byKeywords.flatMap(([keywords, bits]) => keywords.split(' ').map((keyword) => [keyword, bits] as const)),
);

/** The groups of a schema's keywords: to ask it for every keyword there is takes longer than to print most schemas. */
export function groupsOf(schema: Schema): number {
  let bits = 0;
  for (const keyword in schema) bits |= byKeyword.get(keyword) ?? 0;
  return bits;
}
