import { deepestLevel, escaped, JsonTape, JsonTapeError } from './json-tape.js';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words = ['true', 'false', 'null'];
const escapeForm = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Reads RFC 8259 JSON in one pass without recursion. Error: JsonTapeError. */
export function readJsonTape(text: string): JsonTape {
  return new TapeReader(text).read();
}

class TapeReader {
  readonly #text: string;
  readonly #tape: JsonTape;
  /** Containers that are open. */
  readonly #open: number[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tape = new JsonTape(text);
  }

  read(): JsonTape {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    this.#space();
    this.#value();
    while (this.#open.length > 0) this.#member();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('there is text after the end of the document');
    return this.#tape;
  }

  #fail(what: string): never {
    const isComment = /^\/[/*]/.test(this.#text.slice(this.#at, this.#at + 2));
    throw new JsonTapeError('syntax', this.#at, isComment ? 'JSON has no comments' : what);
  }

  /** Goes past white space, which is half of most files; what comes then. */
  #space(): number {
    const text = this.#text;
    let at = this.#at;
    let code = text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++at);
    this.#at = at;
    return code;
  }

  /** A whole scalar, or the beginning of a container. */
  #value(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code === quote) this.#string();
    else if (code === openBrace || code === openBracket) {
      this.#open.push(this.#tape.add(this.#at, 0, 0));
      if (this.#open.length > deepestLevel)
        throw new JsonTapeError('depth', this.#at, `it is nested deeper than ${deepestLevel} levels`);
      this.#at++;
      this.#first(code === openBrace ? closeBrace : closeBracket);
    } else {
      const end = this.#at + this.#literalLength();
      this.#tape.add(this.#at, end, 0);
      this.#at = end;
    }
  }

  #literalLength(): number {
    for (const word of words) if (this.#text.startsWith(word, this.#at)) return word.length;
    number.lastIndex = this.#at;
    return number.exec(this.#text)?.[0].length ?? this.#fail('a value is missing');
  }

  /** The first member of a container, or its end. */
  #first(closing: number): void {
    if (this.#space() === closing) this.#close();
    else this.#item(closing);
  }

  #item(closing: number): void {
    if (closing === closeBrace) {
      if (this.#text.charCodeAt(this.#at) !== quote) this.#fail('a key in double quotes is missing');
      this.#string();
      if (this.#space() !== colon) this.#fail("a ':' is missing after the key");
      this.#at++;
      this.#space();
    }
    this.#value();
  }

  /** What follows a value inside of a container. */
  #member(): void {
    const container = this.#open.at(-1) ?? 0;
    const closing =
      this.#text.charCodeAt(this.#tape.start(container)) === openBrace ? closeBrace : closeBracket;
    const code = this.#space();
    if (code === closing) this.#close();
    else if (code === comma) {
      this.#at++;
      if (this.#space() === closing) this.#fail('a comma stands before it, and nothing between');
      this.#item(closing);
    } else this.#fail("a ',' or the end of the object or array is missing");
  }

  #close(): void {
    this.#at++;
    this.#tape.close(this.#open.pop() ?? 0, this.#at);
  }

  #string(): void {
    const text = this.#text;
    const start = this.#at;
    let link = 0;
    let at = start + 1;
    for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(at)) {
      if (code === backslash) {
        link = escaped;
        escapeForm.lastIndex = at;
        const found = escapeForm.exec(text)?.[0];
        if (found === undefined) {
          this.#at = at;
          this.#fail('the escape is none of JSON');
        }
        at += found.length;
      } else if (code >= 0x20) at++;
      else {
        // Not a number at the end of the text.
        this.#at = Math.min(at, text.length);
        this.#fail('the string has no end');
      }
    }
    this.#at = at + 1;
    this.#tape.add(start, this.#at, link);
  }
}
