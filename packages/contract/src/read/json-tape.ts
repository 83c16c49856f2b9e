/** Deeper than any contract nests; what lies deeper would only exhaust the stack of whoever walks it. */
export const deepestLevel = 500;

/** A JSON text that is none, or is nested deeper than `deepestLevel`. */
export class JsonTapeError extends Error {
  readonly offset: number;
  readonly kind: 'syntax' | 'depth';

  constructor(kind: JsonTapeError['kind'], offset: number, message: string) {
    super(message);
    this.name = 'JsonTapeError';
    this.kind = kind;
    this.offset = offset;
  }
}

/**
 * The structure of a JSON text: every value and every key in the order of the text, three numbers each. Nothing is
 * decoded, so that what nobody reads, such as examples, costs one pass over its characters and no more.
 */
export class JsonTape {
  readonly text: string;
  readonly #known = new KnownStrings();
  #cells = new Int32Array(3 * 1024);
  #length = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Where a value begins in the text. */
  start(index: number): number {
    return this.#cells[3 * index] ?? 0;
  }

  /** Where it ends, exclusive. */
  end(index: number): number {
    return this.#cells[3 * index + 1] ?? 0;
  }

  /** The entry after a value and all that is in it. */
  next(index: number): number {
    const link = this.#cells[3 * index + 2] ?? 0;
    return link > 0 ? link : index + 1;
  }

  /** The value of a string. */
  string(index: number): string {
    const start = this.start(index);
    const end = this.end(index);
    return this.#cells[3 * index + 2] === escaped
      ? (JSON.parse(this.text.slice(start, end)) as string)
      : this.#known.slice(this.text, start + 1, end - 1);
  }

  get length(): number {
    return this.#length;
  }

  add(start: number, end: number, link: number): number {
    const at = 3 * this.#length;
    if (at + 3 > this.#cells.length) {
      const larger = new Int32Array(this.#cells.length * 2);
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[at] = start;
    this.#cells[at + 1] = end;
    this.#cells[at + 2] = link;
    return this.#length++;
  }

  /** Ends a container: what follows on the tape is no longer in it. */
  close(index: number, end: number): void {
    this.#cells[3 * index + 1] = end;
    this.#cells[3 * index + 2] = this.#length;
  }
}

/** The link of a string whose text is not its value. */
export const escaped = -1;

const longestKnown = 32;
const mostKnown = 4096;

/**
 * Short strings, which a contract repeats by the thousand: keywords, types, names. Each is cut out of the text once, so
 * that whoever compares or looks up strings mostly has the very same ones before it.
 */
class KnownStrings {
  readonly #strings: (string | undefined)[] = new Array(mostKnown).fill(undefined);

  slice(text: string, start: number, end: number): string {
    const length = end - start;
    if (length > longestKnown) return text.slice(start, end);
    // Few characters tell most names apart; where they do not, one string takes the other's place.
    const middle = text.charCodeAt(start + (length >> 1));
    const hash = length + 37 * text.charCodeAt(start) + 769 * middle + 3079 * text.charCodeAt(end - 1);
    const slot = hash % mostKnown;
    const known = this.#strings[slot];
    if (known?.length === length && text.startsWith(known, start)) return known;
    const string = text.slice(start, end);
    this.#strings[slot] = string;
    return string;
  }
}
