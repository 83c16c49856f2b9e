import type { Diagnostics } from '../diagnostics.js';
import type { Schema } from '../model.js';

/** Whether every value of the schema has the property: it, what it refers to or one of its allOf requires it. */
function requires(schema: Schema, property: string, seen = new Set<Schema>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  if (schema.required?.includes(property) === true) return true;
  const parts = [...(schema.allOf ?? []), ...(schema.ref === undefined ? [] : [schema.ref])];
  const alternatives = schema.oneOf ?? schema.anyOf ?? [];
  return (
    parts.some((part) => requires(part, property, seen)) ||
    (alternatives.length > 0 && alternatives.every((each) => requires(each, property, seen)))
  );
}

/** A discriminator that an alternative does not require cannot tell it apart (OpenAPI 3.1, 4.8.25). */
export function checkDiscriminators(schemas: Iterable<Schema>, diagnostics: Diagnostics): void {
  for (const schema of schemas) {
    if (schema.discriminator === undefined) continue;
    const { propertyName } = schema.discriminator;
    for (const each of schema.oneOf ?? schema.anyOf ?? []) {
      if (requires(each, propertyName)) continue;
      diagnostics.warning(
        'discriminator',
        each.place,
        `the discriminator '${propertyName}' is not required by this alternative`,
      );
    }
  }
}
