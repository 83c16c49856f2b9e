import type { Schema } from '../../model.js';

/** Schemas that apply to the same value: where `unevaluatedProperties` and `unevaluatedItems` look for evaluations. */
export function inPlace(schema: Schema): Schema[] {
  const { ref, allOf, anyOf, oneOf, dependentSchemas } = schema;
  const lists = [allOf ?? [], anyOf ?? [], oneOf ?? [], [...(dependentSchemas?.values() ?? [])]];
  return [ref, schema.if, schema.then, schema.else, ...lists.flat()].filter((each) => each !== undefined);
}

/** All schemas whose evaluations must be known: those in place below one with an `unevaluated…` keyword. */
export function needsEvaluation(schemas: Iterable<Schema>): ReadonlySet<Schema> {
  const needed = new Set<Schema>();
  const queue = [...schemas].filter(
    (each) => each.unevaluatedItems !== undefined || each.unevaluatedProperties !== undefined,
  );
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    queue.push(...inPlace(next));
  }
  return needed;
}
