import type { Regex } from './parse-regex.js';

/**
 * A regular expression as its positions (Glushkov's automaton): one state for each character that it is written with.
 * Unlike the usual construction it counts in how many ways one position follows another, which is what backtracking
 * tries one after the other.
 */
export interface Positions {
  /** The atom of each position: `[a-z]`, `\d`, `.`. */
  readonly atoms: readonly string[];
  /** For each position those that may follow, with the number of ways (2 stands for more than one). */
  readonly follow: readonly ReadonlyMap<number, number>[];
  /** Positions after which the match may end without anything that could still refuse. */
  readonly open: ReadonlySet<number>;
}

/** How repetitions are counted out. */
export interface Unrolling {
  /** Ranges such as `{1,50}` count as loops: each of their turns can be given to a neighbour. */
  readonly rangesLoop: boolean;
  /** Copies that are made of a part at most. */
  readonly maxCopies: number;
}

/** The pattern has more positions than are worth looking at. */
export class TooManyPositions extends Error {}

const maxPositions = 300;
const longRange = 5;

type Ways = ReadonlyMap<number, number>;

/** How a part may begin and end; `nulls` counts the ways to take nothing. */
interface Part {
  readonly first: Ways;
  readonly last: Ways;
  readonly nulls: number;
  readonly open: ReadonlySet<number>;
  /** Whether it can take nothing without asking anything. */
  readonly free: boolean;
}

const empty: Part = { first: new Map(), last: new Map(), nulls: 1, open: new Set(), free: true };

/** More than one way is all that counts. */
function capped(ways: number): number {
  return Math.min(ways, 2);
}

function sum(a: Ways, b: Ways, factor: number): Ways {
  if (factor === 0) return a;
  const merged = new Map(a);
  for (const [position, ways] of b) merged.set(position, capped((merged.get(position) ?? 0) + ways * factor));
  return merged;
}

function optional(part: Part): Part {
  // An optional part that takes nothing is not tried (ECMA-262, RepeatMatcher, step 2.b).
  return { ...part, nulls: 1, free: true };
}

class Builder {
  readonly atoms: string[] = [];
  readonly follow: Map<number, number>[] = [];
  readonly #unrolling: Unrolling;

  constructor(unrolling: Unrolling) {
    this.#unrolling = unrolling;
  }

  build(regex: Regex): Part {
    if (regex.kind === 'character') return this.#character(regex.source);
    if (regex.kind === 'assertion') return { ...empty, free: false };
    if (regex.kind === 'sequence') return this.#sequence(regex.parts.map((part) => () => this.build(part)));
    if (regex.kind === 'repeat') return this.#repeat(regex);
    return regex.parts.map((part) => this.build(part)).reduce(either);
  }

  #character(source: string): Part {
    if (this.atoms.length >= maxPositions) throw new TooManyPositions();
    const position = this.atoms.push(source) - 1;
    this.follow.push(new Map());
    const own = new Map([[position, 1]]);
    return { first: own, last: own, nulls: 0, open: new Set([position]), free: false };
  }

  #sequence(parts: readonly (() => Part)[]): Part {
    return parts.reduce((before, make) => this.#then(before, make()), empty);
  }

  #then(a: Part, b: Part): Part {
    this.#link(a.last, b.first);
    return {
      first: sum(a.first, b.first, a.nulls),
      last: sum(b.last, a.last, b.nulls),
      nulls: capped(a.nulls * b.nulls),
      open: new Set([...b.open, ...(b.free ? a.open : [])]),
      free: a.free && b.free,
    };
  }

  #link(last: Ways, first: Ways): void {
    for (const [from, before] of last) {
      const row = this.follow[from];
      for (const [to, after] of first) row?.set(to, capped((row.get(to) ?? 0) + before * after));
    }
  }

  #loop(part: Part): Part {
    this.#link(part.last, part.first);
    return part;
  }

  #repeat({ part, min, max }: Regex & { kind: 'repeat' }): Part {
    const { rangesLoop, maxCopies } = this.#unrolling;
    const make = () => this.build(part);
    const fixed = Array.from({ length: Math.min(min, maxCopies) }, () => make);
    const endless = max === Infinity || (rangesLoop && max > min && max >= longRange);
    if (!endless) return this.#sequence([...fixed, () => this.#atMost(make, Math.min(max - min, maxCopies))]);
    if (fixed.length === 0) return optional(this.#loop(make()));
    return this.#sequence([...fixed.slice(1), () => this.#loop(make())]);
  }

  /** `(x(x)?)?` */
  #atMost(make: () => Part, count: number): Part {
    if (count <= 0) return empty;
    return optional(this.#sequence([make, () => this.#atMost(make, count - 1)]));
  }
}

function either(a: Part, b: Part): Part {
  return {
    first: sum(a.first, b.first, 1),
    last: sum(a.last, b.last, 1),
    nulls: capped(a.nulls + b.nulls),
    open: new Set([...a.open, ...b.open]),
    free: a.free || b.free,
  };
}

/** Errors: TooManyPositions. */
export function positionsOf(regex: Regex, unrolling: Unrolling): Positions {
  const builder = new Builder(unrolling);
  const { open } = builder.build(regex);
  return { atoms: builder.atoms, follow: builder.follow, open };
}
