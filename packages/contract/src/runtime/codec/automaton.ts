/** A finite automaton over ASCII: states are multiples of 128, so that one addition finds the next. */
export interface Automaton {
  readonly next: Uint16Array;
  /** 1 for the states in which a text may end, by their number. */
  readonly accepting: Uint8Array;
}

const width = 128;

/**
 * Builds an automaton. A state is `[accepting, from, to, state, from, to, state, …]`: ranges of character codes, ends
 * included, with the state that they lead to, counted from 1. What no range holds is refused.
 */
export function automaton(states: readonly (readonly number[])[]): Automaton {
  const next = new Uint16Array((states.length + 1) * width);
  const accepting = new Uint8Array(states.length + 1);
  for (const [index, [accepts, ...ranges]] of states.entries()) {
    const row = (index + 1) * width;
    accepting[index + 1] = accepts ?? 0;
    for (let at = 0; at < ranges.length; at += 3) {
      const [from = 0, to = 0, state = 0] = ranges.slice(at, at + 3);
      next.fill(state * width, row + from, row + to + 1);
    }
  }
  return { next, accepting };
}

/** Whether the automaton ends in an accepting state; it reads each character once and allocates nothing. */
export function accepts({ next, accepting }: Automaton, text: string): boolean {
  let state = width;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    state = code < width ? (next[state + code] ?? 0) : 0;
    if (state === 0) return false;
  }
  return accepting[state >> 7] === 1;
}
