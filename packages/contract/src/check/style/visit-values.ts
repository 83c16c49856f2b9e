import { schemasOfOperation } from '../../every-schema.js';
import type { Contract, Schema } from '../../model.js';
import { togetherWith } from '../decoding/value-schemas.js';

/** What a rule gathers of each value that a contract describes. */
export interface ValueVisitor<Known> {
  /** What is known of a value before any of its schemas is read. */
  readonly nothing: Known;
  /** What is known once these are read too, which all describe the value: a schema, its reference, its `allOf`. */
  learn(known: Known, parts: readonly Schema[]): Known;
  /** Is told each of them. */
  visit(part: Schema, known: Known): void;
}

/** Schemas of the values inside a value. */
function inside(schema: Schema): Schema[] {
  const { items, prefixItems = [], properties, patternProperties, additionalProperties } = schema;
  const maps = [...(properties?.values() ?? []), ...(patternProperties?.values() ?? [])];
  return [items, additionalProperties, ...prefixItems, ...maps].filter((each) => each !== undefined);
}

class Visit<Known> {
  readonly seen = new Set<Schema>();
  readonly #visited = new Map<Schema, Set<string>>();
  readonly #visitor: ValueVisitor<Known>;

  constructor(visitor: ValueVisitor<Known>) {
    this.#visitor = visitor;
  }

  /** Alternatives inherit what is known `above` them: what stands beside them counts for each. */
  value(schema: Schema, above: Known): void {
    const visits = this.#visited.get(schema) ?? new Set<string>();
    const key = JSON.stringify(above);
    if (visits.has(key)) return;
    this.#visited.set(schema, visits.add(key));
    const parts = togetherWith([schema]);
    const known = this.#visitor.learn(above, parts);
    for (const part of parts) {
      this.seen.add(part);
      this.#visitor.visit(part, known);
      for (const each of [...(part.oneOf ?? []), ...(part.anyOf ?? [])]) this.value(each, known);
      for (const each of inside(part)) this.value(each, this.#visitor.nothing);
    }
  }
}

/** Visits every value of a contract with what all its schemas say together. */
export function visitValues<Known>(contract: Contract, visitor: ValueVisitor<Known>): void {
  const visit = new Visit(visitor);
  for (const schema of contract.operations.flatMap(schemasOfOperation)) visit.value(schema, visitor.nothing);
  for (const { detail } of contract.events) visit.value(detail, visitor.nothing);
  // A component that something uses is judged where it is used, perhaps with more beside it.
  for (const schema of contract.schemas.values())
    if (!visit.seen.has(schema)) visit.value(schema, visitor.nothing);
}

/** The property or the component that a schema stands at. */
export function nameOf({ place }: Schema): string {
  return place.pointer.split('/').slice(-1).join('').replaceAll('~1', '/').replaceAll('~0', '~');
}
