import { childrenOf } from '../children-of.js';
import type { Contract, Operation, Schema } from '../model.js';

/** A value that must not be told on: a password, or what can be written but not read. */
function isSecret(schema: Schema, seen = new Set<Schema>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  if (schema.format === 'password' || schema.writeOnly === true) return true;
  const parts = [schema.ref, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return parts.some((each) => each !== undefined && isSecret(each, seen));
}

export function isSecretParameter({ schema, content }: Operation['parameters'][number]): boolean {
  const of = schema ?? content?.schema;
  return of !== undefined && isSecret(of);
}

function collect(schema: Schema, names: Set<string>, seen: Set<Schema>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  for (const [name, each] of schema.properties ?? []) if (isSecret(each)) names.add(name);
  for (const child of childrenOf(schema)) collect(child, names, seen);
}

/** Names of the contract's properties and parameters whose values no log may hold, sorted. */
export function secretNames(contract: Contract): string[] {
  const names = new Set<string>();
  const seen = new Set<Schema>();
  const schemas = [...contract.schemas.values(), ...contract.events.map(({ detail }) => detail)];
  for (const { parameters, requestBody, responses } of contract.operations) {
    for (const parameter of parameters.filter(isSecretParameter)) names.add(parameter.name);
    schemas.push(...parameters.flatMap(({ schema, content }) => schema ?? content?.schema ?? []));
    const contents = [requestBody?.content ?? [], ...responses.map(({ content }) => content)];
    schemas.push(...contents.flat().flatMap(({ schema }) => schema ?? []));
  }
  for (const schema of schemas) collect(schema, names, seen);
  return [...names].sort();
}
