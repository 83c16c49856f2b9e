import type { Json, Place } from '../model.js';

/** Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text of a file and where its lines begin, which is worked out when somebody asks. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  #starts: Int32Array | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  get #lines(): Int32Array {
    this.#starts ??= lineStarts(this.text);
    return this.#starts;
  }

  position(offset: number): Position {
    const starts = this.#lines;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** A line, counted from 1, without its end; undefined where there is none. */
  line(number: number): string | undefined {
    const [start, next] = [this.#lines[number - 1], this.#lines[number]];
    return start === undefined
      ? undefined
      : this.text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, '');
  }
}

function lineStarts(text: string): Int32Array {
  let starts = new Int32Array(1024);
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (count === starts.length) {
      const larger = new Int32Array(2 * count);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = at + 1;
  }
  return starts.subarray(0, count);
}

/** Something with a JSON pointer that is only spelt out when somebody asks. */
export interface Pointed {
  readonly pointer: string;
}

/** A place that works out its line, its column and its pointer when they are asked for: few ever are. */
export class TextPlace implements Place {
  readonly #source: SourceText;
  readonly #offset: number;
  readonly #pointed: Pointed;
  #position: Position | undefined;

  constructor(source: SourceText, offset: number, pointed: Pointed) {
    this.#source = source;
    this.#offset = offset;
    this.#pointed = pointed;
  }

  get file(): string {
    return this.#source.file;
  }

  get line(): number {
    this.#position ??= this.#source.position(this.#offset);
    return this.#position.line;
  }

  get column(): number {
    this.#position ??= this.#source.position(this.#offset);
    return this.#position.column;
  }

  get pointer(): string {
    return this.#pointed.pointer;
  }

  toJSON(): Json {
    return { file: this.file, line: this.line, column: this.column, pointer: this.pointer };
  }
}
