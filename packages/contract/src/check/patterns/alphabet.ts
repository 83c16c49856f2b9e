/** Characters of many scripts: what a class such as `\p{L}` or `[^a]` holds beyond Latin shows in one of these. */
const samples = ['Ā', 'α', 'Я', 'ß', 'א', '中', 'あ', '٣', '\u2028', '\u3000', '€', '😀', '\u{10ffff}'];

function isTaken(test: RegExp, character: string): boolean {
  return test.test(character);
}

/**
 * Which characters the classes of a pattern take, told by asking RegExp itself about a sample: every character up to
 * U+00FF, those that the pattern names with their neighbours, and some of other scripts.
 */
export class Alphabet {
  readonly #characters: readonly string[];
  readonly #sets = new Map<string, ReadonlySet<number>>();
  readonly #shared = new Map<string, string | undefined>();

  constructor(pattern: string) {
    const latin = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
    const named = Array.from(pattern).flatMap((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 256 ? [] : [code - 1, code, code + 1];
    });
    const valid = named.filter((code) => code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
    // Letters first: what is shown to people should be readable.
    const readable = Array.from('aA0 -_.,:/@');
    const all = [...readable, ...latin, ...valid.map((code) => String.fromCodePoint(code)), ...samples];
    this.#characters = [...new Set(all)];
  }

  /** Numbers of the characters that an atom such as `[a-z]`, `\d` or `.` takes. */
  #setOf(source: string): ReadonlySet<number> {
    const known = this.#sets.get(source);
    if (known !== undefined) return known;
    const test = new RegExp(`^(?:${source})$`, 'u');
    const taken = this.#characters.flatMap((character, index) => (isTaken(test, character) ? [index] : []));
    const set = new Set(taken);
    this.#sets.set(source, set);
    return set;
  }

  /** The characters of the sample that an atom takes: readable ones where it takes any. */
  members(source: string): readonly string[] {
    const all = Array.from(this.#setOf(source), (index) => this.#characters[index] ?? '');
    const readable = all.filter((character) => /^[A-Za-z0-9 _.:/@-]$/.test(character));
    return readable.length > 0 ? readable : all;
  }

  /** A character that all of the atoms take; undefined when there is none in the sample. */
  shared(...sources: readonly string[]): string | undefined {
    const key = [...new Set(sources)].sort().join('\n');
    if (this.#shared.has(key)) return this.#shared.get(key);
    const [first = new Set<number>(), ...others] = sources.map((source) => this.#setOf(source));
    const found = [...first].find((index) => others.every((set) => set.has(index)));
    const character = found === undefined ? undefined : this.#characters[found];
    this.#shared.set(key, character);
    return character;
  }
}
