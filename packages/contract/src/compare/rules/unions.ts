import type { Schema } from '../../model.js';
import { dissolve } from '../effective-schema.js';
import { declaredNames } from '../object-view.js';
import type { Finding, SchemaPair, SchemaRule } from './rule.js';

export const unions = ['allOf', 'anyOf', 'oneOf'] as const;
export type Union = (typeof unions)[number];

const names: Readonly<Record<Union, string>> = { allOf: 'all-of', anyOf: 'any-of', oneOf: 'one-of' };

export const unionRules: readonly SchemaRule[] = [
  { id: 'all-of-added', effect: 'tightened', about: 'a member was added to allOf' },
  { id: 'all-of-removed', effect: 'released', about: 'a member was removed from allOf' },
  {
    id: 'all-of-added-annotation-only',
    effect: 'note',
    about: 'a member that only annotates was added to allOf',
  },
  {
    id: 'all-of-removed-annotation-only',
    effect: 'note',
    about: 'a member that only annotates was removed from allOf',
  },
  ...(['anyOf', 'oneOf'] as const).flatMap((union): SchemaRule[] => [
    { id: `${names[union]}-added`, effect: 'loosened', about: `a member was added to ${union}` },
    { id: `${names[union]}-removed`, effect: 'tightened', about: `a member was removed from ${union}` },
    { id: `wrapped-in-${names[union]}`, effect: 'decided', about: `the schema became one with ${union}` },
    {
      id: `unwrapped-from-${names[union]}`,
      effect: 'decided',
      about: `the schema is no longer one with ${union}`,
    },
  ]),
];

function labelOf(schema: Schema): string | undefined {
  return schema.ref?.place.pointer ?? schema.title;
}

function isBareType({
  place: _place,
  name: _name,
  types,
  title: _title,
  description: _description,
  ...rest
}: Schema): boolean {
  return types !== undefined && Object.keys(rest).length === 0;
}

/** What a person calls a member: the name that it refers to, its title, else its position. */
export function memberName(schema: Schema): string {
  const last = schema.place.pointer.split('/').at(-1) ?? '';
  return schema.ref?.place.pointer.split('/').at(-1) ?? schema.title ?? `#${last}`;
}

export interface Matched {
  readonly pairs: readonly (readonly [Schema, Schema])[];
  readonly removed: readonly Schema[];
  readonly added: readonly Schema[];
}

/** Which member became which: the same name first, then the same values, then what alone is left on both sides. */
export function matchMembers(old: readonly Schema[], now: readonly Schema[], pair: SchemaPair): Matched {
  const pairs: (readonly [Schema, Schema])[] = [];
  let removed = [...old];
  let added = [...now];
  const take = (fits: (a: Schema, b: Schema) => boolean) => {
    for (const a of removed) {
      const b = added.find((each) => fits(a, each));
      if (b === undefined) continue;
      pairs.push([a, b]);
      removed = removed.filter((each) => each !== a);
      added = added.filter((each) => each !== b);
    }
  };
  take((a, b) => labelOf(a) !== undefined && labelOf(a) === labelOf(b));
  take((a, b) => (labelOf(a) === undefined || labelOf(b) === undefined) && pair.isSame([a], [b]));
  const [a, b] = [removed[0], added[0]];
  const unnamed = a !== undefined && b !== undefined && labelOf(a) === undefined && labelOf(b) === undefined;
  if (removed.length === 1 && added.length === 1 && unnamed) take(() => true);
  return { pairs, removed, added };
}

export function membersOf(atoms: readonly Schema[], union: Union): readonly Schema[] {
  return atoms.flatMap((atom) => atom[union] ?? []);
}

function alternativesOf(atoms: readonly Schema[]): readonly Schema[] {
  return [...membersOf(atoms, 'anyOf'), ...membersOf(atoms, 'oneOf')];
}

/** Names that stand in a union's members where the other side has no union: they neither came nor went. */
export function movedNames({ old, new: now }: SchemaPair): ReadonlySet<string> {
  const [before, after] = [alternativesOf(old.atoms), alternativesOf(now.atoms)];
  if (before.length > 0 && after.length > 0) return new Set();
  return declaredNames([...before, ...after].flatMap((member) => dissolve([member]).atoms));
}

function memberFindings(union: Union, { removed, added }: Matched, pair: SchemaPair): Finding[] {
  const suffix = (schema: Schema) =>
    union === 'allOf' && pair.isSame([], [schema]) ? '-annotation-only' : '';
  return [
    ...removed.map((schema) => ({
      rule: `${names[union]}-removed${suffix(schema)}`,
      what: `${memberName(schema)} was removed from ${union}`,
      old: schema,
      new: pair.new.atoms[0],
    })),
    ...added.map((schema) => ({
      rule: `${names[union]}-added${suffix(schema)}`,
      what: `${memberName(schema)} was added to ${union}`,
      old: pair.old.atoms[0],
      new: schema,
    })),
  ];
}

/** Members that came and went. A union that stands where none stood is one change, not one a member. */
export function unionFindings(union: Union, matched: Matched, pair: SchemaPair): Finding[] {
  const [before, after] = [membersOf(pair.old.atoms, union), membersOf(pair.new.atoms, union)];
  // A union of bare types is a list of types, and told as one.
  if (union !== 'allOf' && [...before, ...after].every(isBareType)) return [];
  const places = { old: pair.old.atoms[0], new: pair.new.atoms[0] };
  if (union !== 'allOf' && before.length === 0 && after.length > 0)
    return [
      {
        rule: `wrapped-in-${names[union]}`,
        what: `it became one of ${after.map(memberName).join(', ')}`,
        ...places,
      },
    ];
  if (union !== 'allOf' && before.length > 0 && after.length === 0)
    return [
      {
        rule: `unwrapped-from-${names[union]}`,
        what: `it is no longer one of ${before.map(memberName).join(', ')}`,
        ...places,
      },
    ];
  return memberFindings(union, matched, pair);
}
