import { type Automaton, automaton } from '../runtime/codec/automaton.js';
import { automatonOf } from '../write/schemas/automaton-of.js';

/** Patterns that take every string. */
const all = new Set(['', '.*', '^.*$', '^.*', '.*$', '^', '$', '[\\s\\S]*', '^[\\s\\S]*$']);

const width = 128;
const start = width;
const automata = new Map<string, Automaton | undefined>();

function automatonFor(pattern: string): Automaton | undefined {
  if (automata.has(pattern)) return automata.get(pattern);
  const states = automatonOf(pattern);
  const made = states === undefined ? undefined : automaton(states);
  automata.set(pattern, made);
  return made;
}

export function takesAll(pattern: string): boolean {
  return all.has(pattern);
}

function ends({ accepting }: Automaton, state: number): boolean {
  return accepting[state / width] === 1;
}

/** Printable characters first, so that an example can be read. */
const codes = Array.from({ length: width }, (_, index) => (index + 97) % width);

/** The shortest text that one automaton accepts and the other, where one is given, does not. */
function shortest(mine: Automaton, theirs: Automaton | undefined): string | undefined {
  const queue: (readonly [number, number, string])[] = [[start, start, '']];
  const seen = new Set([`${start} ${start}`]);
  for (const [state, other, text] of queue) {
    if (ends(mine, state) && (theirs === undefined || !ends(theirs, other))) return text;
    for (const code of codes) {
      const next = mine.next[state + code] ?? 0;
      const beside = theirs?.next[other + code] ?? 0;
      const key = `${next} ${beside}`;
      if (next === 0 || seen.has(key)) continue;
      seen.add(key);
      queue.push([next, beside, text + String.fromCharCode(code)]);
    }
  }
  return undefined;
}

function isWithin(given: string, wanted: string): boolean {
  if (given === wanted) return true;
  const [mine, theirs] = [automatonFor(given), automatonFor(wanted)];
  return mine !== undefined && theirs !== undefined && shortest(mine, theirs) === undefined;
}

/** Whether strings that match all of `given` match `wanted`; `false` where it cannot be told. */
export function isPatternWithin(given: readonly string[], wanted: string): boolean {
  return takesAll(wanted) || given.some((each) => isWithin(each, wanted));
}

/** Short texts that a pattern takes, at best some that `others` do not; none where no automaton can be made of it. */
export function examplesOf(pattern: string, others: readonly string[]): string[] {
  const mine = automatonFor(pattern);
  if (mine === undefined) return [];
  return [...others.map(automatonFor), undefined].flatMap((theirs) => shortest(mine, theirs) ?? []);
}
