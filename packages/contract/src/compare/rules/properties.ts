import type { Schema } from '../../model.js';
import { propertyParts } from '../object-view.js';
import type { Finding, SchemaPair, SchemaRule } from './rule.js';

export const propertyRules: readonly SchemaRule[] = [
  { id: 'added-required', effect: 'demanded', about: 'a required property was added' },
  {
    id: 'added-required-with-default',
    effect: 'demanded',
    about: 'a required property with a default was added',
  },
  { id: 'added-optional', effect: 'extended', about: 'an optional property was added' },
  { id: 'removed-required', effect: 'withdrawn', about: 'a required property was removed' },
  { id: 'removed-optional', effect: 'dropped', about: 'an optional property was removed' },
  { id: 'became-required', effect: 'tightened', about: 'an optional property is now required' },
  {
    id: 'became-required-with-default',
    effect: 'tightened',
    about: 'an optional property with a default is now required',
  },
  { id: 'became-optional', effect: 'loosened', about: 'a required property is now optional' },
  { id: 'additional-properties-closed', effect: 'tightened', about: 'unnamed properties are now refused' },
  { id: 'additional-properties-opened', effect: 'loosened', about: 'unnamed properties are now accepted' },
  {
    id: 'pattern-property-added',
    effect: 'tightened',
    about: 'a pattern of property names was given a schema',
  },
  {
    id: 'pattern-property-removed',
    effect: 'loosened',
    about: 'a pattern of property names lost its schema',
  },
  { id: 'prefix-items-added', effect: 'decided', about: 'a position was given a schema of its own' },
  { id: 'prefix-items-removed', effect: 'decided', about: 'a position lost its own schema' },
];

/** A property that stands on one side only, or is required on one side only. */
export interface PropertyFinding extends Finding {
  readonly name: string;
}

/** Names that are required, whichever side sets them. */
export function rawRequired(atoms: readonly Schema[]): ReadonlySet<string> {
  return new Set(atoms.flatMap((atom) => atom.required ?? []));
}

export function propertyFinding(name: string, pair: SchemaPair): PropertyFinding | undefined {
  const [before, after] = [pair.old.atoms, pair.new.atoms];
  const [had, has] = pair.names.map((names) => names.has(name));
  const [needed, needs] = pair.required.map((names) => names.has(name));
  const [was, is] = [propertyParts(before, name), propertyParts(after, name)];
  const withDefault = is.some((part) => part.default !== undefined || part.ref?.default !== undefined)
    ? '-with-default'
    : '';
  const places = { name, old: was[0] ?? before[0], new: is[0] ?? after[0] };
  if (!had && has) {
    const rule = needs ? `added-required${withDefault}` : 'added-optional';
    return { rule, what: `it was added${needs ? ' as required' : ''}`, ...places };
  }
  if (had && !has)
    return { rule: needed ? 'removed-required' : 'removed-optional', what: 'it was removed', ...places };
  if (needed === needs) return undefined;
  const rule = needs ? `became-required${withDefault}` : 'became-optional';
  return { rule, what: `it is ${needs ? 'now required' : 'no longer required'}`, ...places };
}

export function patternFindings({ old, new: now }: SchemaPair): Finding[] {
  const of = (atoms: readonly Schema[]) =>
    new Map(atoms.flatMap((atom) => [...(atom.patternProperties ?? [])]));
  const [before, after] = [of(old.atoms), of(now.atoms)];
  const come = [...after].filter(([pattern]) => !before.has(pattern));
  const gone = [...before].filter(([pattern]) => !after.has(pattern));
  return [
    ...come.map(([pattern, schema]) => ({
      rule: 'pattern-property-added',
      what: `the schema of properties that match ${pattern} was added`,
      old: old.atoms[0],
      new: schema,
    })),
    ...gone.map(([pattern, schema]) => ({
      rule: 'pattern-property-removed',
      what: `the schema of properties that match ${pattern} was removed`,
      old: schema,
      new: now.atoms[0],
    })),
  ];
}
