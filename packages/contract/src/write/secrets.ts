import { childrenOf } from '../children-of.js';
import { everySchema } from '../every-schema.js';
import type { Contract, Operation, Schema } from '../model.js';

function isSecretItself({ format, writeOnly }: Schema): boolean {
  return format === 'password' || writeOnly === true;
}

/** A value that must not be told on: a password, or what can be written but not read. */
function isSecret(schema: Schema): boolean {
  if (isSecretItself(schema)) return true;
  if ((schema.ref ?? schema.allOf ?? schema.anyOf ?? schema.oneOf) === undefined) return false;
  const parts = new Set([schema]);
  for (const part of parts) {
    if (isSecretItself(part)) return true;
    const more = [part.ref, ...(part.allOf ?? []), ...(part.anyOf ?? []), ...(part.oneOf ?? [])];
    for (const each of more) if (each !== undefined) parts.add(each);
  }
  return false;
}

export function isSecretParameter({ schema, content }: Operation['parameters'][number]): boolean {
  const of = schema ?? content?.schema;
  return of !== undefined && isSecret(of);
}

function holdsSecrets(contract: Contract): boolean {
  for (const each of everySchema(contract)) if (isSecretItself(each)) return true;
  return false;
}

/** Names of the contract's properties and parameters whose values no log may hold, sorted. */
export function secretNames(contract: Contract): string[] {
  // Most contracts have none.
  if (!holdsSecrets(contract)) return [];
  const names = new Set<string>();
  const schemas = [...contract.schemas.values(), ...contract.events.map(({ detail }) => detail)];
  for (const { parameters, requestBody, responses } of contract.operations) {
    for (const parameter of parameters.filter(isSecretParameter)) names.add(parameter.name);
    schemas.push(...parameters.flatMap(({ schema, content }) => schema ?? content?.schema ?? []));
    const contents = [requestBody?.content ?? [], ...responses.map(({ content }) => content)];
    schemas.push(...contents.flat().flatMap(({ schema }) => schema ?? []));
  }
  const reached = new Set(schemas);
  for (const schema of reached) {
    for (const [name, each] of schema.properties ?? []) if (isSecret(each)) names.add(name);
    for (const child of childrenOf(schema)) reached.add(child);
  }
  return [...names].sort();
}
