import type { Schema } from '../../model.js';
import { decisive } from './inlining.js';
import { type Direction, requiredIn } from './variant.js';

/** A property whose value tells which of the alternatives is meant. */
export interface Distinction {
  readonly property: string;
  /** The values of each alternative; no value is of two. */
  readonly cases: readonly { readonly schema: Schema; readonly values: readonly string[] }[];
}

/** What a value that a schema accepts has in any case. */
interface Facts {
  isObject: boolean;
  readonly required: Set<string>;
  readonly values: Map<string, readonly string[]>;
}

const deepestComposition = 8;

function valuesOf(schema: Schema): readonly string[] | undefined {
  const { const: constant, enum: values } = decisive(schema);
  const listed = constant === undefined ? values : [constant.value];
  const texts = listed?.filter((each) => typeof each === 'string');
  return texts !== undefined && texts.length === listed?.length ? texts : undefined;
}

function addFacts(
  schema: Schema,
  direction: Direction,
  into: { readonly facts: Facts; depth: number },
): Facts {
  const { facts, depth } = into;
  if (depth > deepestComposition) return facts;
  if (schema.types?.length === 1 && schema.types[0] === 'object') facts.isObject = true;
  for (const name of requiredIn(schema, direction)) facts.required.add(name);
  for (const [name, property] of schema.properties ?? []) {
    const values = valuesOf(property);
    if (values !== undefined && !facts.values.has(name)) facts.values.set(name, values);
  }
  for (const part of [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])])
    addFacts(part, direction, { facts, depth: depth + 1 });
  return facts;
}

/** The schemas that a property has in a schema and in what it is composed of. */
export function propertySchemas(schema: Schema, name: string, depth = 0): Schema[] {
  if (depth > deepestComposition) return [];
  const own = schema.properties?.get(name);
  const parts = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])];
  return [
    ...(own === undefined ? [] : [own]),
    ...parts.flatMap((each) => propertySchemas(each, name, depth + 1)),
  ];
}

/**
 * The property that tells objects of the alternatives apart: each requires it, with values that no other takes. Then at
 * most one can match, whether they are told apart by `oneOf` or `anyOf`.
 */
export function distinction(
  alternatives: readonly Schema[],
  direction: Direction,
  preferred?: string,
): Distinction | undefined {
  const none = (): Facts => ({ isObject: false, required: new Set(), values: new Map() });
  const all = alternatives.map((each) => addFacts(each, direction, { facts: none(), depth: 0 }));
  if (all.length < 2 || !all.every(({ isObject }) => isObject)) return undefined;
  const names = [...(all[0]?.values.keys() ?? [])].sort(
    (a, b) => Number(b === preferred) - Number(a === preferred),
  );
  const property = names.find((name) => {
    if (name in Object.prototype || !all.every(({ required }) => required.has(name))) return false;
    const values = all.flatMap((each) => each.values.get(name) ?? []);
    return all.every((each) => each.values.has(name)) && new Set(values).size === values.length;
  });
  if (property === undefined) return undefined;
  const cases = alternatives.map((schema, index) => ({
    schema,
    values: all[index]?.values.get(property) ?? [],
  }));
  return { property, cases };
}
