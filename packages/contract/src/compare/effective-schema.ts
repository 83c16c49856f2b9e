import type { Json, JsonType, Schema } from '../model.js';

/**
 * A schema as a conjunction: a value is accepted when every atom's own keywords accept it, no excluded schema does,
 * and of every group at least one alternative. References and `allOf` are dissolved; `anyOf`, `oneOf` and `if` are
 * groups; `not` is an exclusion. How a schema is written down no longer shows in it.
 */
export interface Conjunction {
  readonly atoms: readonly Schema[];
  readonly excluded: readonly Schema[];
  readonly groups: readonly Group[];
}

export type Group = readonly Alternative[];

/** One way through a group: what must accept the value and what must not (the other members of a `oneOf`). */
export interface Alternative {
  readonly parts: readonly Schema[];
  readonly excluded: readonly Schema[];
  /** The `if` of a conditional, whose two ways share out all values between them. */
  readonly condition?: Schema;
}

/** Which side writes the values: requests leave out what is readOnly, responses what is writeOnly. */
export type Direction = 'request' | 'response';

const allTypes: readonly JsonType[] = ['null', 'boolean', 'object', 'array', 'number', 'string'];
const ids = new WeakMap<Schema, number>();
let lastId = 0;

function idOf(schema: Schema): number {
  const known = ids.get(schema);
  if (known !== undefined) return known;
  lastId++;
  ids.set(schema, lastId);
  return lastId;
}

/** The same text for the same schema objects in any order. */
export function keyOf(parts: readonly Schema[]): string {
  return [...new Set(parts.map(idOf))].sort((a, b) => a - b).join(' ');
}

function groupsOf(schema: Schema): Group[] {
  const groups: Group[] = [];
  const { anyOf, oneOf } = schema;
  if (anyOf !== undefined) groups.push(anyOf.map((each) => ({ parts: [each], excluded: [] })));
  if (oneOf !== undefined) {
    groups.push(oneOf.map((each) => ({ parts: [each], excluded: oneOf.filter((other) => other !== each) })));
  }
  if (schema.if !== undefined && (schema.then !== undefined || schema.else !== undefined)) {
    const whenTrue = schema.then === undefined ? [schema.if] : [schema.if, schema.then];
    groups.push([
      { parts: whenTrue, excluded: [], condition: schema.if },
      { parts: schema.else === undefined ? [] : [schema.else], excluded: [schema.if] },
    ]);
  }
  return groups;
}

const known = new Map<string, Conjunction>();

/** Dissolves a conjunction of schemas; a group with one alternative is no group. */
export function dissolve(parts: readonly Schema[]): Conjunction {
  const key = keyOf(parts);
  const before = known.get(key);
  if (before !== undefined) return before;
  const atoms = new Set<Schema>();
  const excluded = new Set<Schema>();
  const groups: Group[] = [];
  const queue = [...parts];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (atoms.has(next)) continue;
    atoms.add(next);
    if (next.ref !== undefined) queue.push(next.ref);
    queue.push(...(next.allOf ?? []));
    if (next.not !== undefined) excluded.add(next.not);
    for (const group of groupsOf(next)) {
      const [only] = group;
      if (group.length > 1 || only === undefined) groups.push(group);
      else {
        queue.push(...only.parts);
        for (const each of only.excluded) excluded.add(each);
      }
    }
  }
  const conjunction = { atoms: [...atoms], excluded: [...excluded], groups };
  known.set(key, conjunction);
  return conjunction;
}

export function join(a: Conjunction, b: Conjunction): Conjunction {
  return {
    atoms: [...new Set([...a.atoms, ...b.atoms])],
    excluded: [...new Set([...a.excluded, ...b.excluded])],
    groups: [...new Set([...a.groups, ...b.groups])],
  };
}

/** `a` once it has gone the way of an alternative. */
export function choose(a: Conjunction, { parts, excluded }: Alternative): Conjunction {
  return join(a, join(dissolve(parts), { atoms: [], excluded, groups: [] }));
}

function meet(a: ReadonlySet<JsonType>, b: ReadonlySet<JsonType>): ReadonlySet<JsonType> {
  const both = [...a].filter((type) => b.has(type) || (type === 'integer' && b.has('number')));
  if (a.has('number') && !b.has('number') && b.has('integer')) both.push('integer');
  return new Set(both);
}

/** The types that all atoms allow; `integer` only where `number` is not allowed as a whole. */
export function typesOf(atoms: readonly Schema[]): ReadonlySet<JsonType> {
  let types: ReadonlySet<JsonType> = new Set(allTypes);
  for (const atom of atoms) {
    if (atom.boolean === false) return new Set();
    if (atom.types === undefined) continue;
    types = meet(types, new Set(atom.types));
  }
  return types;
}

/** The types that the atoms and at least one alternative of every group allow. */
export function possibleTypes({ atoms, groups }: Conjunction): ReadonlySet<JsonType> {
  let types = typesOf(atoms);
  for (const group of groups) {
    const each = new Set(group.flatMap(({ parts }) => [...possibleTypes(dissolve(parts))]));
    types = meet(types, each);
  }
  return types;
}

/** The finite list of values that the atoms leave, before their other keywords are asked; undefined when infinite. */
export function valuesOf(atoms: readonly Schema[]): readonly Json[] | undefined {
  const listed = atoms.find((atom) => atom.const !== undefined || atom.enum !== undefined);
  if (listed?.const !== undefined) return [listed.const.value];
  if (listed?.enum !== undefined) return listed.enum;
  const types = typesOf(atoms);
  if ([...types].some((type) => type !== 'null' && type !== 'boolean')) return undefined;
  return [...(types.has('null') ? [null] : []), ...(types.has('boolean') ? [false, true] : [])];
}

/** The tightest of a bound over all atoms. */
export function tightest(
  atoms: readonly Schema[],
  keyword: NumericKeyword,
  pick: (...values: number[]) => number,
): number | undefined {
  const values = atoms.flatMap((atom) => atom[keyword] ?? []);
  return values.length === 0 ? undefined : pick(...values);
}

export type NumericKeyword =
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'minLength'
  | 'maxLength'
  | 'minItems'
  | 'maxItems'
  | 'minContains'
  | 'maxContains'
  | 'minProperties'
  | 'maxProperties';
