import type { Alphabet } from './alphabet.js';
import { loopsOf, reachable } from './components.js';
import type { Positions } from './positions.js';

type Loop = ReadonlySet<number>;

/** A walk of several copies of the automaton in step: what each stands on, and the text that led there. */
interface Step {
  readonly at: readonly number[];
  readonly text: string;
}

const maxSteps = 200_000;

/** Walks an automaton by several copies at once, each over the same text. */
class Walks {
  readonly positions: Positions;
  readonly #alphabet: Alphabet;

  constructor(positions: Positions, alphabet: Alphabet) {
    this.positions = positions;
    this.#alphabet = alphabet;
  }

  /** A character that takes a copy to the position. */
  characterOf(position: number): string {
    return this.#alphabet.shared(this.positions.atoms[position] ?? '') ?? '';
  }

  /** Steps that all copies can make at once, each staying within its own positions. */
  #next(step: Step, within: readonly Loop[]): Step[] {
    const { follow, atoms } = this.positions;
    let partial: number[][] = [[]];
    for (const [copy, at] of step.at.entries()) {
      const next = [...(follow[at]?.keys() ?? [])].filter((each) => within[copy]?.has(each) === true);
      partial = partial.flatMap((before) => next.map((each) => [...before, each]));
    }
    return partial.flatMap((at) => {
      const character = this.#alphabet.shared(...at.map((each) => atoms[each] ?? ''));
      return character === undefined ? [] : [{ at, text: step.text + character }];
    });
  }

  /** The shortest text that leads the copies from one place to another; undefined when none does. */
  shortest(from: Step, within: readonly Loop[], isEnd: (at: readonly number[]) => boolean): Step | undefined {
    const known = new Set<string>();
    const queue = [from];
    for (const step of queue) {
      if (queue.length > maxSteps) return undefined;
      for (const next of this.#next(step, within)) {
        if (isEnd(next.at)) return next;
        const key = next.at.join(',');
        if (known.has(key)) continue;
        known.add(key);
        queue.push(next);
      }
    }
    return undefined;
  }
}

/** An edge of the loop that can be gone in two ways, with the text of one turn through it. */
function doubledEdge(walks: Walks, loop: Loop): string | undefined {
  for (const from of loop) {
    for (const [to, ways] of walks.positions.follow[from] ?? []) {
      if (ways < 2 || !loop.has(to)) continue;
      const start = { at: [to], text: walks.characterOf(to) };
      if (to === from) return start.text;
      return walks.shortest(start, [loop], ([at]) => at === from)?.text;
    }
  }
  return undefined;
}

const maxTries = 200;

/** Two walks over the same text that part and meet again. */
function partingWalks(walks: Walks, loop: Loop): string | undefined {
  const [start = 0] = loop;
  const both = [loop, loop];
  const tried = new Set<string>();
  while (tried.size < maxTries) {
    const isNew = (at: readonly number[]) => at[0] !== at[1] && !tried.has(at.join(','));
    const parted = walks.shortest({ at: [start, start], text: '' }, both, isNew);
    if (parted === undefined) return undefined;
    tried.add(parted.at.join(','));
    const met = walks.shortest(parted, both, (at) => at.every((each) => each === start));
    if (met !== undefined) return met.text;
  }
  return undefined;
}

/** Whether a match that has come through the loop may still be refused, so that all its other ways are tried. */
function canFail(positions: Positions, loop: Loop): boolean {
  return ![...loop].some((each) => positions.open.has(each));
}

/**
 * A text that one turn of some loop takes in two ways (exponential ambiguity: n turns have 2ⁿ ways), undefined when
 * there is none. Weber and Seidl, "On the degree of ambiguity of finite automata", criterion EDA.
 */
export function exponentialText(positions: Positions, alphabet: Alphabet): string | undefined {
  const walks = new Walks(positions, alphabet);
  for (const loop of loopsOf(positions.follow).filter((each) => canFail(positions, each))) {
    const text = doubledEdge(walks, loop) ?? partingWalks(walks, loop);
    if (text !== undefined) return text;
  }
  return undefined;
}

/**
 * A text that can stay in a loop, lead on to a later one, and stay there (polynomial ambiguity: the place where one
 * loop hands over to the other can be anywhere). The same paper, criterion IDA.
 */
export function polynomialText(positions: Positions, alphabet: Alphabet): string | undefined {
  const walks = new Walks(positions, alphabet);
  const loops = loopsOf(positions.follow);
  for (const later of loops.filter((each) => canFail(positions, each))) {
    for (const earlier of loops.filter((each) => each !== later)) {
      const between = reachable(positions.follow, earlier);
      if (![...later].some((each) => between.has(each))) continue;
      for (const p of earlier) {
        for (const q of later) {
          const start = { at: [p, p, q], text: '' };
          const isEnd = (at: readonly number[]) => at[0] === p && at[1] === q && at[2] === q;
          const end = walks.shortest(start, [earlier, between, later], isEnd);
          if (end !== undefined) return end.text;
        }
      }
    }
  }
  return undefined;
}
