import type { Schema, Writable } from './model.js';

/** Keywords with one schema below. */
export const singleKeywords = [
  'ref',
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'not',
  'if',
  'then',
  'else',
] as const;
/** Keywords with an array of schemas. */
export const listKeywords = ['prefixItems', 'allOf', 'anyOf', 'oneOf'] as const;
/** Keywords with a map of schemas. */
const mapKeywords = ['properties', 'patternProperties', 'dependentSchemas'] as const;

const applicators = [...singleKeywords, ...listKeywords, ...mapKeywords] as const;
type Applicator = (typeof applicators)[number];
const all = new Set<string>(applicators);

function isApplicator(keyword: string): keyword is Applicator {
  return all.has(keyword);
}

const none: readonly Schema[] = [];

function below(value: Schema[Applicator]): readonly Schema[] {
  if (value === undefined) return none;
  if ('place' in value) return [value];
  return 'get' in value ? [...value.values()] : value;
}

/**
 * Every schema right below this one. Few schemas have any, and most of those under one keyword: going through the
 * keywords that a schema has takes a fraction of the time that asking it for all that it might have does.
 */
export function childrenOf(schema: Schema): readonly Schema[] {
  let keyword: keyof Schema;
  let only: Applicator | undefined;
  for (keyword in schema) {
    if (!isApplicator(keyword)) continue;
    if (only !== undefined) return applicators.flatMap((each) => below(schema[each]));
    only = keyword;
  }
  return only === undefined ? none : below(schema[only]);
}

/** Puts what is made of each schema right below `schema` into its place in `copy`. */
export function replaceChildren(schema: Schema, copy: Writable<Schema>, replace: (child: Schema) => Schema) {
  for (const keyword of singleKeywords) {
    const child = schema[keyword];
    if (child !== undefined) copy[keyword] = replace(child);
  }
  for (const keyword of listKeywords) {
    const list = schema[keyword];
    if (list !== undefined) copy[keyword] = list.map(replace);
  }
  for (const keyword of mapKeywords) {
    const map = schema[keyword];
    if (map !== undefined) copy[keyword] = new Map(Array.from(map, ([name, each]) => [name, replace(each)]));
  }
}

/** Whether there is any. */
export function hasChildren(schema: Schema): boolean {
  return childrenOf(schema).length > 0;
}
