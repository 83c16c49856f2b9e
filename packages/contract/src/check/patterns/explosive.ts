import { Alphabet } from './alphabet.js';
import { exponentialText, polynomialText } from './ambiguity.js';
import { isAnchored, parseRegex, type Regex } from './parse-regex.js';
import { type Positions, positionsOf, TooManyPositions, type Unrolling } from './positions.js';

/** How the time that a backtracking engine takes grows with the length of a text that does not match. */
export interface Explosion {
  readonly growth: 'exponential' | 'polynomial';
  /** What the text repeats. */
  readonly repeated: string;
}

const copies = [40, 3, 1];

/** Fewer copies of counted parts where all of them would be too many; undefined when even one is. */
function positionsWithin(regex: Regex, rangesLoop: boolean): Positions | undefined {
  for (const maxCopies of copies) {
    const unrolling: Unrolling = { rangesLoop, maxCopies };
    try {
      return positionsOf(regex, unrolling);
    } catch (error) {
      if (!(error instanceof TooManyPositions)) throw error;
    }
  }
  return undefined;
}

/** The parts of look-arounds, each of which is matched by itself. */
function lookArounds(regex: Regex): Regex[] {
  if (regex.kind === 'character') return [];
  if (regex.kind === 'sequence' || regex.kind === 'choice') return regex.parts.flatMap(lookArounds);
  const { part } = regex;
  if (part === undefined) return [];
  return regex.kind === 'assertion' ? [part, ...lookArounds(part)] : lookArounds(part);
}

/** A search begins anew at each character: it is a loop before the pattern. */
function asSearch(regex: Regex): Regex {
  if (isAnchored(regex, '^')) return regex;
  const anything: Regex = {
    kind: 'repeat',
    part: { kind: 'character', source: '[^]' },
    min: 0,
    max: Infinity,
  };
  return { kind: 'sequence', parts: [anything, regex] };
}

function explosionOf(regex: Regex, alphabet: Alphabet): Explosion | undefined {
  const exponential = positionsWithin(regex, true);
  const doubled = exponential && exponentialText(exponential, alphabet);
  if (doubled !== undefined) return { growth: 'exponential', repeated: doubled };
  const polynomial = positionsWithin(regex, false);
  const moved = polynomial && polynomialText(polynomial, alphabet);
  return moved === undefined ? undefined : { growth: 'polynomial', repeated: moved };
}

/**
 * Whether some text makes a backtracking engine (ECMAScript's, Python's, Java's) slow out of proportion to its length.
 * Told from the ambiguity of the pattern: look-arounds and back references are taken to hold, so that it may warn
 * where the rest of the pattern would save the day.
 */
export function explosion(pattern: string): Explosion | undefined {
  const alphabet = new Alphabet(pattern);
  const regex = parseRegex(pattern);
  const found = [asSearch(regex), ...lookArounds(regex)].flatMap((each) => explosionOf(each, alphabet) ?? []);
  return found.find(({ growth }) => growth === 'exponential') ?? found[0];
}
