import type { Schema } from './model.js';

/** Every schema right below this one. */
export function childrenOf(schema: Schema): Schema[] {
  const { items, contains, additionalProperties, propertyNames, unevaluatedItems, unevaluatedProperties } =
    schema;
  const single = [
    schema.ref,
    items,
    contains,
    additionalProperties,
    propertyNames,
    unevaluatedItems,
    unevaluatedProperties,
  ];
  const lists = [schema.prefixItems, schema.allOf, schema.anyOf, schema.oneOf];
  const maps = [schema.properties, schema.patternProperties, schema.dependentSchemas];
  return [
    ...[...single, schema.not, schema.if, schema.then, schema.else].filter((each) => each !== undefined),
    ...lists.flatMap((list) => list ?? []),
    ...maps.flatMap((map) => [...(map?.values() ?? [])]),
  ];
}
