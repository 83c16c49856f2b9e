import type { Json, Schema } from '../model.js';
import { accepts } from './accepts.js';
import {
  type Conjunction,
  choose,
  type Direction,
  dissolve,
  keyOf,
  tightest,
  typesOf,
} from './effective-schema.js';
import { declaredNames, isLeftOut, itemParts, propertyParts, requiredNames } from './object-view.js';
import { examplesOf } from './patterns.js';
import { givenValues, sampleNumbers, sampleStrings } from './sample-scalars.js';

interface JsonObject {
  readonly [key: string]: Json;
}

const deepest = 12;
const mostValues = 96;

/** How far below the end of the path values still vary. */
const widest = 3;

/** Values of the sender's schema that lie near the differences to the receiver's, simple ones first. */
export class Samples {
  readonly #direction: Direction;
  readonly #plainValues = new Map<string, Json>();

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /**
   * Values that vary at the end of the path and are plain elsewhere.
   *
   * @param path as a change tells it: property names, `[]`, `{}` and members of unions.
   */
  along(path: readonly string[], sender: readonly Schema[], receiver: readonly Schema[]): Json[] {
    return this.#along(path, [dissolve(sender), dissolve(receiver)], -path.length).slice(0, mostValues);
  }

  #along(path: readonly string[], sides: Sides, depth: number): Json[] {
    const [mine, theirs] = sides;
    if (depth > deepest) return [];
    const [group, ...groups] = mine.groups;
    if (group !== undefined) {
      const rest = /^(any|one)Of\[/.test(path[0] ?? '') ? path.slice(1) : path;
      return group
        .flatMap((way) => this.#along(rest, [choose({ ...mine, groups }, way), flattened(theirs)], depth + 1))
        .filter((value) => mine.atoms.every((atom) => accepts(atom, value)));
    }
    const [step, ...rest] = path;
    if (step === undefined) return this.#here(sides, depth);
    if (/^\[\d*\]$/.test(step)) return this.#inItems(rest, sides, depth);
    if (declaredNames(mine.atoms).has(step) || declaredNames(theirs.atoms).has(step))
      return this.#inProperty(path, sides, depth);
    if (step === '{}') return this.#inProperty(['unnamed', ...rest], sides, depth);
    return this.#along(rest, [mine, flattened(theirs)], depth + 1);
  }

  #inItems(rest: readonly string[], [mine, theirs]: Sides, depth: number): Json[] {
    const least = Math.max(1, tightest(mine.atoms, 'minItems', Math.max) ?? 1);
    const items = this.#along(
      rest,
      [dissolve(itemParts(mine.atoms, 0)), dissolve(itemParts(theirs.atoms, 0))],
      depth + 1,
    );
    const [plain = null] = items;
    return items.map((item) => [item, ...Array.from({ length: least - 1 }, () => plain)]);
  }

  #inProperty([name = '', ...rest]: readonly string[], [mine, theirs]: Sides, depth: number): Json[] {
    const parts = [mine, theirs].map(({ atoms }) => dissolve(propertyParts(atoms, name)));
    const [own, other] = parts as [Conjunction, Conjunction];
    const base = this.#plainObject(mine);
    const values = this.#along(rest, [own, other], depth + 1).map((value) => ({ ...base, [name]: value }));
    const { [name]: _left, ...without } = base;
    return rest.length === 0 ? [without, ...values] : values;
  }

  #here([mine, theirs]: Sides, depth: number): Json[] {
    const types = typesOf(mine.atoms);
    const other = flattened(theirs).atoms;
    const found: Json[] = givenValues([...mine.atoms, ...other]);
    if (types.has('string')) found.push(...sampleStrings(mine.atoms, other));
    if (types.has('number') || types.has('integer')) found.push(...sampleNumbers(mine.atoms, other));
    if (types.has('boolean')) found.push(true, false);
    if (types.has('object')) found.push(...this.#objects([mine, theirs], depth));
    if (types.has('array')) found.push(...this.#arrays([mine, theirs], depth));
    if (types.has('null')) found.push(null);
    const taken = found.filter((value) => mine.atoms.every((atom) => accepts(atom, value)));
    return taken.slice(0, mostValues);
  }

  /** One simple value, remembered; null where none is found. */
  #plain(parts: readonly Schema[]): Json {
    const key = keyOf(parts);
    const known = this.#plainValues.get(key);
    if (known !== undefined) return known;
    this.#plainValues.set(key, null);
    const value = this.#anyOf(dissolve(parts)) ?? null;
    this.#plainValues.set(key, value);
    return value;
  }

  #anyOf(side: Conjunction): Json | undefined {
    const [group, ...groups] = side.groups;
    const ways = group?.map((way) => choose({ ...side, groups }, way)) ?? [];
    for (const way of ways) {
      const value = this.#anyOf(way);
      if (value !== undefined && side.atoms.every((atom) => accepts(atom, value))) return value;
    }
    return group === undefined ? this.#anyValue(side) : undefined;
  }

  #anyValue(side: Conjunction): Json | undefined {
    const { atoms } = side;
    const types = typesOf(atoms);
    const found: Json[] = givenValues(atoms);
    if (types.has('string')) found.push(...sampleStrings(atoms, atoms));
    if (types.has('number') || types.has('integer')) found.push(...sampleNumbers(atoms, atoms));
    if (types.has('boolean')) found.push(true);
    if (types.has('object')) found.push(this.#plainObject(side));
    if (types.has('array')) {
      const least = Math.min(tightest(atoms, 'minItems', Math.max) ?? 0, mostValues);
      found.push(Array.from({ length: least }, () => this.#plain(itemParts(atoms, 0))));
    }
    if (types.has('null')) found.push(null);
    return found.find((value) => atoms.every((atom) => accepts(atom, value)));
  }

  /** What must be there and nothing else. */
  #plainObject({ atoms }: Conjunction): JsonObject {
    const names = [...requiredNames(atoms, this.#direction)];
    return Object.fromEntries(names.map((name) => [name, this.#plain(propertyParts(atoms, name))]));
  }

  #objects([mine, theirs]: Sides, depth: number): Json[] {
    const base = this.#plainObject(mine);
    const names = [...declaredNames(mine.atoms)].filter((name) => {
      const parts = propertyParts(mine.atoms, name);
      return typesOf(dissolve(parts).atoms).size > 0 && !isLeftOut(parts, this.#direction);
    });
    const full = Object.fromEntries(
      names.map((name) => [name, this.#plain(propertyParts(mine.atoms, name))]),
    );
    const varied =
      depth > widest
        ? []
        : names.flatMap((name) => this.#inProperty([name], [mine, flattened(theirs)], depth));
    const strange = this.#strangeNames([mine, theirs]).flatMap((name) =>
      [this.#plain(propertyParts(mine.atoms, name)), 'a', 1, true, {}].map((value) => ({
        ...base,
        [name]: value,
      })),
    );
    const each = names.map((name) => ({ ...base, [name]: full[name] ?? null }));
    return [base, { ...full, ...base }, ...strange, ...each, ...varied];
  }

  /** Names that nobody names, or only a pattern of the other side. */
  #strangeNames([mine, theirs]: Sides): string[] {
    const patterns = theirs.atoms.flatMap((atom) => [...(atom.patternProperties?.keys() ?? [])]);
    const matching = patterns.flatMap((pattern) => [
      ...examplesOf(pattern, []),
      pattern.replaceAll(/[^\w-]/g, ''),
    ]);
    return [...new Set([...matching, 'unnamed', 'x-a', 'a', 'A1'])].filter(
      (name) => !declaredNames(mine.atoms).has(name),
    );
  }

  #arrays([mine, theirs]: Sides, depth: number): Json[] {
    const limits = [mine, theirs].flatMap(({ atoms }) => [
      tightest(atoms, 'minItems', Math.max) ?? 1,
      tightest(atoms, 'maxItems', Math.min) ?? 1,
    ]);
    const sizes = limits
      .flatMap((limit) => [limit, limit - 1, limit + 1])
      .filter((size) => size >= 0 && size <= 200);
    const own = dissolve(itemParts(mine.atoms, 0));
    const items =
      depth > widest ? [] : this.#along([], [own, dissolve(itemParts(theirs.atoms, 0))], depth + 1);
    const [plain = null] = items;
    const contained = [mine, theirs].flatMap(({ atoms }) =>
      atoms.flatMap(({ contains, minContains = 1, maxContains = 1 }) => {
        if (contains === undefined) return [];
        const counts = [minContains, maxContains, minContains - 1, maxContains + 1].filter(
          (count) => count >= 0,
        );
        return counts.map((count) => Array.from({ length: count }, () => this.#plain([contains])));
      }),
    );
    const mixed = [
      ['a', 1, true, null],
      [1, 'a'],
      [true, 1],
    ] as const;
    const sized = [...new Set([1, 2, ...sizes])].flatMap((size) => [
      Array.from({ length: size }, () => plain),
      Array.from({ length: size }, (_, index) => items[index % Math.max(items.length, 1)] ?? plain),
    ]);
    return [...sized, ...items.map((item) => [item]), ...contained, ...mixed];
  }
}

type Sides = readonly [Conjunction, Conjunction];

/** All atoms that may apply, alternatives included: what limits may stand there. */
function flattened(side: Conjunction): Conjunction {
  const parts = side.groups.flatMap((group) => group.flatMap(({ parts: each }) => dissolve(each).atoms));
  return { ...side, atoms: [...new Set([...side.atoms, ...parts])], groups: [] };
}
