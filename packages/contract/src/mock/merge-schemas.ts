import type { Json, JsonType, Schema } from '../model.js';
import { equal } from '../runtime/codec/equal.js';

type Draft = { -readonly [K in keyof Schema]: Schema[K] };
type Bound = 'minimum' | 'exclusiveMinimum' | 'maximum' | 'exclusiveMaximum';
type Count = `${'min' | 'max'}${'Length' | 'Items' | 'Properties' | 'Contains'}`;

const lowest: readonly (Bound | Count)[] = [
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
  'minContains',
];
const highest: readonly (Bound | Count)[] = [
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'maxContains',
];

function both(a: Schema | undefined, b: Schema | undefined): Schema | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { place: a.place, allOf: [a, b] };
}

function mergedMaps(
  a: ReadonlyMap<string, Schema> | undefined,
  b: ReadonlyMap<string, Schema> | undefined,
): ReadonlyMap<string, Schema> | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const merged = new Map(a);
  for (const [name, schema] of b) merged.set(name, both(merged.get(name), schema) ?? schema);
  return merged;
}

function narrowedTypes(a: readonly JsonType[], b: readonly JsonType[]): JsonType[] {
  const fits = (type: JsonType, others: readonly JsonType[]) =>
    others.includes(type) || (type === 'integer' && others.includes('number'));
  return [...new Set([...a.filter((type) => fits(type, b)), ...b.filter((type) => fits(type, a))])];
}

function mergedValues(a: Schema, b: Schema): readonly Json[] | undefined {
  if (a.enum === undefined || b.enum === undefined) return a.enum ?? b.enum;
  const other = b.enum;
  return a.enum.filter((value) => other.some((each) => equal(value, each)));
}

/**
 * One schema for what two ask of the same value, as far as a value can be made by it: what two keywords ask that no
 * single one can say (two patterns) is left to the check of what was made.
 */
export function mergeSchemas(a: Schema, b: Schema): Schema {
  const merged: Draft = { ...b, ...a };
  for (const name of lowest) {
    const bounds = [a[name], b[name]].filter((each) => each !== undefined);
    if (bounds.length > 0) merged[name] = Math.max(...bounds);
  }
  for (const name of highest) {
    const bounds = [a[name], b[name]].filter((each) => each !== undefined);
    if (bounds.length > 0) merged[name] = Math.min(...bounds);
  }
  if (a.types !== undefined && b.types !== undefined) merged.types = narrowedTypes(a.types, b.types);
  if (a.multipleOf !== undefined && b.multipleOf !== undefined)
    merged.multipleOf = a.multipleOf % b.multipleOf === 0 ? a.multipleOf : a.multipleOf * b.multipleOf;
  const parts = {
    enum: mergedValues(a, b),
    required: [...new Set([...(a.required ?? []), ...(b.required ?? [])])],
    properties: mergedMaps(a.properties, b.properties),
    patternProperties: mergedMaps(a.patternProperties, b.patternProperties),
    items: both(a.items, b.items),
    contains: both(a.contains, b.contains),
    propertyNames: both(a.propertyNames, b.propertyNames),
    additionalProperties: both(a.additionalProperties, b.additionalProperties),
  };
  return {
    ...merged,
    ...(Object.fromEntries(
      Object.entries(parts).filter(([, value]) => value !== undefined),
    ) as Partial<Schema>),
  };
}
