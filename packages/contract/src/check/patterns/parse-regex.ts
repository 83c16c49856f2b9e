/** A regular expression of ECMA-262 as far as the ways to match it go: what is captured plays no part. */
export type Regex =
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Regex[] }
  | { readonly kind: 'choice'; readonly parts: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly part: Regex; readonly min: number; readonly max: number }
  /** `^`, `$`, `\b`, a look-around (with its part) or a back reference: takes no character and may refuse. */
  | { readonly kind: 'assertion'; readonly source: string; readonly part?: Regex };

const simpleBounds = new Map<string, readonly [number, number]>([
  ['*', [0, Infinity]],
  ['+', [1, Infinity]],
  ['?', [0, 1]],
]);

/** What one character is written as, from the place of a backslash, a bracket or the character itself. */
const escaped =
  /^\\(?:u\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|.)/su;
const characterClass = /^\[(?:\\.|[^\]\\])*\]/su;
const groupStart = /^\((?:\?(?:<[^=!][^>]*>|[a-z]*(?:-[a-z]*)?:|<?[=!]))?/u;

class Parser {
  #rest: string;

  constructor(pattern: string) {
    this.#rest = pattern;
  }

  #take(form: RegExp): string | undefined {
    const taken = form.exec(this.#rest)?.[0];
    if (taken !== undefined) this.#rest = this.#rest.slice(taken.length);
    return taken;
  }

  choice(): Regex {
    const parts = [this.#sequence()];
    while (this.#take(/^\|/) !== undefined) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] as Regex) : { kind: 'choice', parts };
  }

  #sequence(): Regex {
    const parts: Regex[] = [];
    while (this.#rest !== '' && !/^[|)]/.test(this.#rest)) parts.push(this.#quantified());
    return { kind: 'sequence', parts };
  }

  #quantified(): Regex {
    const part = this.#atom();
    const counted = this.#take(/^(?:[*+?]|\{\d+(?:,\d*)?\})/);
    if (counted === undefined) return part;
    this.#take(/^\?/);
    const [min = 0, max = 0] = simpleBounds.get(counted) ?? countsOf(counted);
    return { kind: 'repeat', part, min, max };
  }

  #atom(): Regex {
    const group = this.#take(groupStart);
    if (group !== undefined) return this.#group(group);
    const reference = this.#take(/^\\(?:[1-9]\d*|k<[^>]*>|[bB])/) ?? this.#take(/^[\^$]/);
    if (reference !== undefined) return { kind: 'assertion', source: reference };
    const source = this.#take(characterClass) ?? this.#take(escaped) ?? this.#take(/^./su) ?? '';
    return { kind: 'character', source };
  }

  #group(start: string): Regex {
    const part = this.choice();
    this.#take(/^\)/);
    return /[=!]$/.test(start) ? { kind: 'assertion', source: start, part } : part;
  }
}

/** `{2}`, `{2,}` and `{2,5}` as least and most. */
function countsOf(counted: string): [number, number] {
  const [, min = '', open, max = ''] = /^\{(\d+)(,?)(\d*)\}$/.exec(counted) ?? [];
  if (open === '') return [Number(min), Number(min)];
  return [Number(min), max === '' ? Infinity : Number(max)];
}

/** The structure of a pattern that compiles with the `u` flag. */
export function parseRegex(pattern: string): Regex {
  return new Parser(pattern).choice();
}

/** Whether every match begins where the text does (`^`), or ends where it does (`$`). */
export function isAnchored(regex: Regex, anchor: '^' | '$'): boolean {
  if (regex.kind === 'assertion') return regex.source === anchor;
  if (regex.kind === 'choice') return regex.parts.every((part) => isAnchored(part, anchor));
  if (regex.kind === 'repeat') return regex.min > 0 && isAnchored(regex.part, anchor);
  if (regex.kind === 'character') return false;
  // A look-around or `\b` before `^` takes nothing, so that the text still begins there.
  const parts = anchor === '^' ? regex.parts : [...regex.parts].reverse();
  const outer = parts.findIndex((part) => part.kind !== 'assertion' || part.source === anchor);
  const first = parts[outer];
  return first !== undefined && isAnchored(first, anchor);
}

/** The most characters that a match takes. */
export function longestMatch(regex: Regex): number {
  if (regex.kind === 'assertion') return 0;
  if (regex.kind === 'character') return 1;
  if (regex.kind === 'choice') return Math.max(...regex.parts.map(longestMatch));
  if (regex.kind === 'sequence') return regex.parts.reduce((sum, part) => sum + longestMatch(part), 0);
  const inner = longestMatch(regex.part);
  return inner === 0 ? 0 : inner * regex.max;
}

/** Whether no text that matches is longer than some number. A back reference repeats what has such a number itself. */
export function hasEnd(regex: Regex): boolean {
  return isAnchored(regex, '^') && isAnchored(regex, '$') && longestMatch(regex) < Infinity;
}
