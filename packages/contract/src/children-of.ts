import type { Schema } from './model.js';

const singleKeywords = [
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
const listKeywords = ['prefixItems', 'allOf', 'anyOf', 'oneOf'] as const;
const mapKeywords = ['properties', 'patternProperties', 'dependentSchemas'] as const;

/** Every schema right below this one. */
export function childrenOf(schema: Schema): Schema[] {
  const found: Schema[] = [];
  if (schema.ref !== undefined) found.push(schema.ref);
  if (schema.items !== undefined) found.push(schema.items);
  if (schema.contains !== undefined) found.push(schema.contains);
  if (schema.additionalProperties !== undefined) found.push(schema.additionalProperties);
  if (schema.propertyNames !== undefined) found.push(schema.propertyNames);
  if (schema.unevaluatedItems !== undefined) found.push(schema.unevaluatedItems);
  if (schema.unevaluatedProperties !== undefined) found.push(schema.unevaluatedProperties);
  if (schema.not !== undefined) found.push(schema.not);
  if (schema.if !== undefined) found.push(schema.if);
  if (schema.then !== undefined) found.push(schema.then);
  if (schema.else !== undefined) found.push(schema.else);
  for (const list of [schema.prefixItems, schema.allOf, schema.anyOf, schema.oneOf])
    if (list !== undefined) found.push(...list);
  for (const map of [schema.properties, schema.patternProperties, schema.dependentSchemas])
    if (map !== undefined) for (const each of map.values()) found.push(each);
  return found;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
  const {
    ref,
    items,
    contains,
    additionalProperties,
    propertyNames,
    not,
    if: test,
    then,
    else: other,
  } = schema;
  const single =
    ref ?? items ?? contains ?? additionalProperties ?? propertyNames ?? not ?? test ?? then ?? other;
  if ((single ?? schema.unevaluatedItems ?? schema.unevaluatedProperties) !== undefined) return true;
  const { prefixItems, allOf, anyOf, oneOf, properties, patternProperties, dependentSchemas } = schema;
  return (
    [prefixItems, allOf, anyOf, oneOf].some((each) => each !== undefined && each.length > 0) ||
    [properties, patternProperties, dependentSchemas].some((each) => each !== undefined && each.size > 0)
  );
}
