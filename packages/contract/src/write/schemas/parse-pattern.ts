/** A regular expression as its parts; `set` holds character codes. */
export type Pattern =
  | { readonly kind: 'set'; readonly set: ReadonlySet<number> }
  | { readonly kind: 'all'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'any'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number };

/** Thrown inside this file alone: the pattern has something that only RegExp knows. */
class NotPlain extends Error {}

function range(from: string, to: string): number[] {
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
}

const digits = range('0', '9');
const escapes: Readonly<Record<string, readonly number[]>> = {
  d: digits,
  w: [...digits, ...range('A', 'Z'), ...range('a', 'z'), ...range('_', '_')],
  t: [9],
  n: [10],
  v: [11],
  f: [12],
  r: [13],
};

const maxRepeats = 64;

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get #next(): string {
    return this.#text.charAt(this.#at);
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  #take(): string {
    const character = this.#next;
    this.#at += 1;
    return character;
  }

  alternatives(): Pattern {
    const parts = [this.#sequence()];
    while (this.#next === '|') {
      this.#at += 1;
      parts.push(this.#sequence());
    }
    return parts.length === 1 ? (parts[0] as Pattern) : { kind: 'any', parts };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (!this.ended && this.#next !== '|' && this.#next !== ')') parts.push(this.#quantified());
    return { kind: 'all', parts };
  }

  #quantified(): Pattern {
    const part = this.#atom();
    const bounds = this.#bounds();
    if (bounds === undefined) return part;
    // Whether it is lazy changes what is captured, not what is accepted.
    if (this.#next === '?') this.#at += 1;
    const [min, max] = bounds;
    if (min > maxRepeats || (max > maxRepeats && max !== Number.POSITIVE_INFINITY)) throw new NotPlain();
    return { kind: 'repeat', part, min, max };
  }

  #bounds(): readonly [number, number] | undefined {
    const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] } as const;
    const character = this.#next as keyof typeof simple;
    if (Object.hasOwn(simple, character)) {
      this.#at += 1;
      return simple[character];
    }
    const counted = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#text.slice(this.#at));
    if (counted === null) return undefined;
    this.#at += counted[0].length;
    const min = Number(counted[1]);
    if (counted[2] === undefined) return [min, min];
    return [min, counted[3] === '' ? Infinity : Number(counted[3])];
  }

  #atom(): Pattern {
    const character = this.#take();
    if (character === '(') return this.#group();
    if (character === '[') return { kind: 'set', set: this.#class() };
    if (character === '\\') return { kind: 'set', set: new Set(this.#escape()) };
    // A dot and what is not ASCII are about code points, of which a scanner of units knows nothing.
    if (!/[ -~]/.test(character) || /[.^$*+?{}|)\]]/.test(character)) throw new NotPlain();
    return { kind: 'set', set: new Set([character.charCodeAt(0)]) };
  }

  #group(): Pattern {
    if (this.#next === '?') {
      if (this.#text.slice(this.#at, this.#at + 2) !== '?:') throw new NotPlain();
      this.#at += 2;
    }
    const inner = this.alternatives();
    if (this.#take() !== ')') throw new NotPlain();
    return inner;
  }

  #escape(): readonly number[] {
    const character = this.#take();
    if (Object.hasOwn(escapes, character)) return escapes[character] ?? [];
    if (!/[-^$\\.*+?()[\]{}|/]/.test(character)) throw new NotPlain();
    return [character.charCodeAt(0)];
  }

  #member(): readonly number[] {
    const character = this.#take();
    if (character === '\\') return this.#escape();
    if (!/[ -~]/.test(character)) throw new NotPlain();
    return [character.charCodeAt(0)];
  }

  #class(): ReadonlySet<number> {
    const set = new Set<number>();
    // The complement of a class holds what is not ASCII.
    if (this.#next === '^') throw new NotPlain();
    while (this.#next !== ']') {
      if (this.ended) throw new NotPlain();
      const from = this.#member();
      const ranged = this.#next === '-' && this.#text.charAt(this.#at + 1) !== ']';
      if (ranged) this.#at += 1;
      const to = ranged ? this.#member() : from;
      if (ranged && (from.length !== 1 || to.length !== 1)) throw new NotPlain();
      const [first = 0, last = 0] = [from[0], to[0]];
      for (const code of ranged ? range(String.fromCharCode(first), String.fromCharCode(last)) : from)
        set.add(code);
    }
    this.#at += 1;
    return set;
  }
}

/**
 * The parts of a pattern that is anchored at both ends and made of ASCII characters, classes, groups, alternatives and
 * quantifiers; undefined when it has anything else.
 */
export function parsePattern(pattern: string): Pattern | undefined {
  if (!pattern.startsWith('^') || !pattern.endsWith('$') || /(^|[^\\])(\\\\)*\\\$$/.test(pattern))
    return undefined;
  const parser = new Parser(pattern.slice(1, -1));
  try {
    const parsed = parser.alternatives();
    // `^a|b$` has an anchor on each side only.
    return parser.ended && parsed.kind !== 'any' ? parsed : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}
