import { type Pattern, parsePattern } from './parse-pattern.js';

interface Edge {
  readonly set: ReadonlySet<number>;
  readonly to: number;
}

const maxParts = 600;
const maxStates = 64;

class TooLarge extends Error {}

/** A nondeterministic automaton, built part by part (Thompson's construction). */
class Parts {
  readonly edges: Edge[][] = [];
  readonly empty: number[][] = [];

  add(): number {
    if (this.edges.length >= maxParts) throw new TooLarge();
    this.edges.push([]);
    return this.empty.push([]) - 1;
  }

  /** Leads on from `from` by the pattern; the state that it ends in. */
  append(pattern: Pattern, from: number): number {
    if (pattern.kind === 'set') {
      const to = this.add();
      this.edges[from]?.push({ set: pattern.set, to });
      return to;
    }
    if (pattern.kind === 'all') return pattern.parts.reduce((at, part) => this.append(part, at), from);
    if (pattern.kind === 'repeat') return this.#repeat(pattern, from);
    const end = this.add();
    for (const part of pattern.parts) this.empty[this.append(part, this.#after(from))]?.push(end);
    return end;
  }

  #after(from: number): number {
    const next = this.add();
    this.empty[from]?.push(next);
    return next;
  }

  #repeat({ part, min, max }: Pattern & { kind: 'repeat' }, from: number): number {
    let at = from;
    for (let count = 0; count < min; count++) at = this.append(part, at);
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#after(at);
      this.empty[this.append(part, loop)]?.push(loop);
      return this.#after(loop);
    }
    const end = this.add();
    for (let count = min; count < max; count++) {
      this.empty[at]?.push(end);
      at = this.append(part, at);
    }
    this.empty[at]?.push(end);
    return end;
  }

  closure(states: Iterable<number>): number[] {
    const reached = new Set(states);
    for (const state of reached) for (const next of this.empty[state] ?? []) reached.add(next);
    return [...reached].sort((a, b) => a - b);
  }
}

/** Ranges of codes that lead to the same state, as `automaton` takes them. */
function rangesOf(targets: readonly number[]): number[] {
  const ranges: number[] = [];
  for (let code = 0; code < targets.length; code++) {
    const state = targets[code] ?? 0;
    if (state === 0) continue;
    const from = code;
    while (targets[code + 1] === state) code++;
    ranges.push(from, code, state);
  }
  return ranges;
}

function determine(parts: Parts, start: number, end: number): number[][] {
  const known = new Map<string, number>();
  const queue: number[][] = [];
  const idOf = (states: readonly number[]) => {
    const key = states.join(',');
    const id = known.get(key) ?? queue.push([...states]);
    if (id > maxStates) throw new TooLarge();
    known.set(key, id);
    return id;
  };
  idOf(parts.closure([start]));
  const rows: number[][] = [];
  for (const states of queue) {
    const edges = states.flatMap((state) => parts.edges[state] ?? []);
    const targets = Array.from({ length: 128 }, (_, code) => {
      const reached = edges.filter(({ set }) => set.has(code)).map(({ to }) => to);
      return reached.length === 0 ? 0 : idOf(parts.closure(reached));
    });
    rows.push([states.includes(end) ? 1 : 0, ...rangesOf(targets)]);
  }
  return rows;
}

type Automaton = readonly (readonly number[])[];

/** Client and service have the same patterns, and so has the contract after a change. */
const known = new Map<string, Automaton | undefined>();
const mostKnown = 10_000;

/**
 * States of an automaton that accepts what the regular expression matches; undefined for patterns that need RegExp. It
 * takes each character once whatever the pattern, so that no input can make it slow.
 */
export function automatonOf(pattern: string): Automaton | undefined {
  if (known.size > mostKnown) known.clear();
  if (!known.has(pattern)) known.set(pattern, compiled(pattern));
  return known.get(pattern);
}

/** First and last code of the characters that may stand at a place. */
export type CharacterRange = readonly [from: number, to: number];

/** What may stand at each place of a text, where all that the automaton accepts has one length and one range a place. */
export function straightRanges(states: Automaton): CharacterRange[] | undefined {
  const ways = states.slice(0, -1);
  const isStraight = ways.every(
    ([accepts, , , next, ...more], index) => accepts === 0 && next === index + 2 && more.length === 0,
  );
  const [accepts, ...more] = states.at(-1) ?? [];
  if (!isStraight || accepts !== 1 || more.length > 0) return undefined;
  return ways.map(([, from = 0, to = 0]) => [from, to]);
}

function compiled(pattern: string): Automaton | undefined {
  const parsed = parsePattern(pattern);
  if (parsed === undefined) return undefined;
  try {
    const parts = new Parts();
    const start = parts.add();
    return determine(parts, start, parts.append(parsed, start));
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}
