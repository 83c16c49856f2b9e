import { matchesPattern } from '../matches-pattern.js';
import type { Schema } from '../model.js';
import type { Direction } from './effective-schema.js';

/** Names that the atoms list under `properties`. */
export function declaredNames(atoms: readonly Schema[]): ReadonlySet<string> {
  return new Set(atoms.flatMap((atom) => [...(atom.properties?.keys() ?? [])]));
}

/** All that must accept the value of a property: each atom gives its own schema for the name. */
export function propertyParts(atoms: readonly Schema[], name: string): readonly Schema[] {
  return atoms.flatMap((atom) => {
    const own = atom.properties?.get(name);
    const matching = Array.from(atom.patternProperties ?? [])
      .filter(([pattern]) => matchesPattern(pattern, name) === true)
      .map(([, schema]) => schema);
    const found = own === undefined ? matching : [own, ...matching];
    return found.length > 0 ? found : (atom.additionalProperties ?? []);
  });
}

/** All that must accept the value of a property that no atom names. */
export function additionalParts(atoms: readonly Schema[]): readonly Schema[] {
  return atoms.flatMap((atom) => atom.additionalProperties ?? []);
}

/** All that must accept the item at an index. */
export function itemParts(atoms: readonly Schema[], index: number): readonly Schema[] {
  return atoms.flatMap((atom) => atom.prefixItems?.[index] ?? atom.items ?? []);
}

export function prefixLength(atoms: readonly Schema[]): number {
  return Math.max(0, ...atoms.map((atom) => atom.prefixItems?.length ?? 0));
}

/** Whether a schema says `readOnly` or `writeOnly`, itself or through references and `allOf`. */
export function annotated(
  parts: readonly Schema[],
  keyword: 'readOnly' | 'writeOnly' | 'deprecated',
): boolean {
  const seen = new Set<Schema>(parts);
  for (const each of seen) {
    if (each[keyword] === true) return true;
    if (each.ref !== undefined) seen.add(each.ref);
    for (const member of each.allOf ?? []) seen.add(member);
  }
  return false;
}

/** Whether messages of this direction leave the property out: its value is set by the other side alone. */
export function isLeftOut(parts: readonly Schema[], direction: Direction): boolean {
  return annotated(parts, direction === 'request' ? 'readOnly' : 'writeOnly');
}

/** Required names; what the other side alone sets is not required of this one (OpenAPI 3.1, 4.8.24.4). */
export function requiredNames(atoms: readonly Schema[], direction: Direction): ReadonlySet<string> {
  const names = new Set(atoms.flatMap((atom) => atom.required ?? []));
  return new Set([...names].filter((name) => !isLeftOut(propertyParts(atoms, name), direction)));
}
