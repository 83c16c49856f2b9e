import { matchesPattern } from '../../matches-pattern.js';
import type { Schema } from '../../model.js';

/** All schemas that describe one value for certain: through references and `allOf`. */
export function togetherWith(schemas: readonly Schema[]): Schema[] {
  const all = new Set(schemas);
  for (const { ref, allOf } of all)
    for (const each of [ref, ...(allOf ?? [])]) if (each !== undefined) all.add(each);
  return [...all];
}

/** All schemas that may describe one value: alternatives too. */
export function possiblyWith(schemas: readonly Schema[]): Schema[] {
  const all = new Set(schemas);
  for (const { ref, allOf, anyOf, oneOf } of all)
    for (const each of [ref, ...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? [])])
      if (each !== undefined) all.add(each);
  return [...all];
}

/** What a schema says of a member of that name. */
function memberOf(schema: Schema, name: string): Schema[] {
  const { properties, patternProperties, additionalProperties } = schema;
  const own = properties?.get(name);
  const matching = [...(patternProperties ?? [])].filter(
    ([pattern]) => matchesPattern(pattern, name) === true,
  );
  const found = [...(own === undefined ? [] : [own]), ...matching.map(([, each]) => each)];
  return found.length === 0 && additionalProperties !== undefined ? [additionalProperties] : found;
}

/** The schemas of each value below the one that these describe, under the name of its place. */
export function belowAll(schemas: readonly Schema[]): Map<string, Schema[]> {
  const below = new Map<string, Schema[]>();
  const put = (place: string, found: readonly Schema[]) => {
    if (found.length > 0) below.set(place, [...found]);
  };
  const names = new Set(schemas.flatMap(({ properties }) => [...(properties?.keys() ?? [])]));
  for (const name of names)
    put(
      `.${name}`,
      schemas.flatMap((each) => memberOf(each, name)),
    );
  const patterns = new Set(
    schemas.flatMap(({ patternProperties }) => [...(patternProperties?.keys() ?? [])]),
  );
  for (const pattern of patterns)
    put(
      `~${pattern}`,
      schemas.flatMap(({ patternProperties }) => patternProperties?.get(pattern) ?? []),
    );
  put(
    '*',
    schemas.flatMap(({ additionalProperties }) => additionalProperties ?? []),
  );
  const longest = Math.max(0, ...schemas.map(({ prefixItems = [] }) => prefixItems.length));
  for (let index = 0; index < longest; index++)
    put(
      `[${index}`,
      schemas.flatMap(({ prefixItems, items }) => prefixItems?.[index] ?? items ?? []),
    );
  put(
    '[',
    schemas.flatMap(({ items }) => items ?? []),
  );
  return below;
}

let lastId = 0;
const ids = new WeakMap<Schema, number>();

/** The same text for the same schemas. */
export function keyOf(schemas: readonly Schema[]): string {
  const numbers = schemas.map((schema) => {
    const id = ids.get(schema) ?? ++lastId;
    ids.set(schema, id);
    return id;
  });
  return [...new Set(numbers)].sort((a, b) => a - b).join(' ');
}
