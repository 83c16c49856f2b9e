import type { Schema } from './model.js';

/** Every schema right below this one. */
export function childrenOf(schema: Schema): Schema[] {
  const found: Schema[] = [];
  const add = (child: Schema | undefined) => {
    if (child !== undefined) found.push(child);
  };
  add(schema.ref);
  add(schema.items);
  add(schema.contains);
  add(schema.additionalProperties);
  add(schema.propertyNames);
  add(schema.unevaluatedItems);
  add(schema.unevaluatedProperties);
  add(schema.not);
  add(schema.if);
  add(schema.then);
  add(schema.else);
  schema.prefixItems?.forEach(add);
  schema.allOf?.forEach(add);
  schema.anyOf?.forEach(add);
  schema.oneOf?.forEach(add);
  schema.properties?.forEach(add);
  schema.patternProperties?.forEach(add);
  schema.dependentSchemas?.forEach(add);
  return found;
}
