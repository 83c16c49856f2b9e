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

/**
 * Whether the automaton ends in an accepting state. It reads each character once and allocates nothing. What is lost, in
 * state 0, or not of ASCII is found out at the end, since asking at every character costs more than reading on.
 */
export function accepts({ next, accepting }: Automaton, text: string): boolean {
  const { length } = text;
  let state = width;
  let seen = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    seen |= code;
    state = next[state + (code & (width - 1))] as number;
  }
  return seen < width && accepting[state >> 7] === 1;
}
