import type { Fields } from './fields.js';

/** Keywords that a schema has and neither a media type, a parameter nor a header. */
const telling = ['type', 'properties', 'items', 'allOf', 'anyOf', 'oneOf', 'enum', 'const', 'format'];

/**
 * Tells of a schema that stands where its holder should stand, as Swagger 2.0 has it and as who forgets `schema:`
 * writes it: once, and not every keyword of it.
 */
export function isMisplacedSchema(fields: Fields, holder: string): boolean {
  if (fields.get('schema') !== undefined || fields.get('content') !== undefined) return false;
  const keyword = telling.find((name) => fields.get(name) !== undefined);
  if (keyword === undefined) return false;
  const what = `'${keyword}' is no field of ${holder}: its schema stands below 'schema'`;
  fields.diagnostics.error('unknown-field', fields.node.keyPlace(keyword), what);
  return true;
}
