import type { Json, Parameter, Schema } from '../model.js';

function find(schema: Schema, seen: Set<Schema>): { readonly value: Json } | undefined {
  if (seen.has(schema)) return undefined;
  seen.add(schema);
  if (schema.default !== undefined) return schema.default;
  for (const part of [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])]) {
    const found = find(part, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands in for a parameter that a request leaves out; one that is required is never left out. */
export function defaultOf({ schema, content, required }: Parameter): { readonly value: Json } | undefined {
  const of = schema ?? content?.schema;
  return of === undefined || required ? undefined : find(of, new Set());
}
