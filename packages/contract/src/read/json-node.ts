import type { Json, Place } from '../model.js';
import type { JsonTape } from './json-tape.js';
import {
  escapePointer,
  type Located,
  type LocatedList,
  type LocatedMap,
  type LocatedScalar,
} from './located.js';
import { type Position, type SourceText, TextPlace } from './source-text.js';

/** Told of a key that an object has twice. */
type Duplicate = (place: Place, key: string) => void;

/** A JSON file that has been read: its text, its structure, and the nodes that have been asked for. */
class JsonDocument {
  readonly source: SourceText;
  readonly tape: JsonTape;
  readonly duplicate: Duplicate;
  /** Keys of the object that is being read: its own list is a copy, which has no room for more. */
  readonly keys: string[] = [];
  /** By their index: an object or array is one node however many ways lead to it. A scalar is made anew each time. */
  readonly #nodes: (JsonMap | JsonList | undefined)[];

  constructor(source: SourceText, tape: JsonTape, duplicate: Duplicate) {
    this.source = source;
    this.tape = tape;
    this.duplicate = duplicate;
    this.#nodes = new Array(tape.length);
  }

  node(index: number, above?: JsonMap | JsonList): Located {
    const known = this.#nodes[index];
    if (known !== undefined) return known;
    const first = this.tape.text.charCodeAt(this.tape.start(index));
    if (first !== openBrace && first !== openBracket) return new JsonScalar(this, index, above);
    const node = first === openBrace ? new JsonMap(this, index, above) : new JsonList(this, index, above);
    this.#nodes[index] = node;
    return node;
  }
}

const openBrace = 0x7b;
const openBracket = 0x5b;
const quote = 0x22;

/**
 * A value on the tape; what is in it is made when it is asked for. Since every schema keeps the place of its node and
 * few are ever asked where that is, a node is its own place.
 */
abstract class JsonNode implements Place {
  protected readonly json: JsonDocument;
  readonly index: number;
  readonly #above: JsonMap | JsonList | undefined;

  constructor(json: JsonDocument, index: number, above: JsonMap | JsonList | undefined) {
    this.json = json;
    this.index = index;
    this.#above = above;
  }

  get place(): Place {
    return this;
  }

  get file(): string {
    return this.json.source.file;
  }

  get line(): number {
    return this.#position().line;
  }

  get column(): number {
    return this.#position().column;
  }

  #position(): Position {
    return this.json.source.position(this.json.tape.start(this.index));
  }

  get pointer(): string {
    let pointer = '';
    let at: JsonNode = this;
    for (let above = at.#above; above !== undefined; above = at.#above) {
      pointer = `/${escapePointer(above.step(at.index))}${pointer}`;
      at = above;
    }
    return pointer;
  }

  /** As a place. */
  toJSON(): Json {
    return { file: this.file, ...this.#position(), pointer: this.pointer };
  }

  toJson(): Json {
    const { tape } = this.json;
    return JSON.parse(tape.text.slice(tape.start(this.index), tape.end(this.index))) as Json;
  }
}

/** Up to so many members are gone through, which takes less time and memory than a Map of them. */
const fewMembers = 12;

function hasTwice(names: readonly string[]): boolean {
  for (let at = 1; at < names.length; at++)
    for (let before = 0; before < at; before++) if (names[before] === names[at]) return true;
  return false;
}

class JsonMap extends JsonNode implements LocatedMap {
  readonly kind = 'map';
  #names: readonly string[] | undefined;
  /** The entries of the members' values, where there are many, or one key twice. */
  #many: ReadonlyMap<string, number> | undefined;

  keys(): readonly string[] {
    this.#names ??= this.#read();
    return this.#names;
  }

  #read(): readonly string[] {
    const { tape } = this.json;
    const names = this.json.keys;
    names.length = 0;
    const after = tape.next(this.index);
    for (let at = this.index + 1; at < after; at = tape.next(at + 1)) names.push(tape.string(at));
    return names.length > fewMembers || hasTwice(names) ? this.#readMany() : names.slice();
  }

  #readMany(): readonly string[] {
    const { tape } = this.json;
    const many = new Map<string, number>();
    const after = tape.next(this.index);
    for (let at = this.index + 1; at < after; at = tape.next(at + 1)) {
      const key = tape.string(at);
      if (many.has(key)) this.json.duplicate(this.#placeOf(at, key), key);
      many.set(key, at + 1);
    }
    this.#many = many;
    return [...many.keys()];
  }

  get(key: string): Located | undefined {
    const names = this.keys();
    if (this.#many !== undefined) {
      const index = this.#many.get(key);
      return index === undefined ? undefined : this.json.node(index, this);
    }
    let at = this.index + 2;
    for (const name of names) {
      if (name === key) return this.json.node(at, this);
      at = this.json.tape.next(at) + 1;
    }
    return undefined;
  }

  forEach(visit: (key: string, node: Located) => void): void {
    const names = this.keys();
    let at = this.index + 2;
    for (const name of names) {
      visit(name, this.json.node(this.#many?.get(name) ?? at, this));
      if (this.#many === undefined) at = this.json.tape.next(at) + 1;
    }
  }

  get entries(): ReadonlyMap<string, Located> {
    const entries = new Map<string, Located>();
    this.forEach((key, node) => {
      entries.set(key, node);
    });
    return entries;
  }

  step(index: number): string {
    return this.json.tape.string(index - 1);
  }

  #placeOf(keyIndex: number, key: string): Place {
    const pointer = `${this.pointer}/${escapePointer(key)}`;
    return new TextPlace(this.json.source, this.json.tape.start(keyIndex), { pointer });
  }

  keyPlace(key: string): Place {
    const { tape } = this.json;
    for (let at = this.index + 1; at < tape.next(this.index); at = tape.next(at + 1))
      if (tape.string(at) === key) return this.#placeOf(at, key);
    return this.place;
  }
}

class JsonList extends JsonNode implements LocatedList {
  readonly kind = 'list';

  get items(): readonly Located[] {
    const { tape } = this.json;
    const items: Located[] = [];
    const after = tape.next(this.index);
    for (let at = this.index + 1; at < after; at = tape.next(at)) items.push(this.json.node(at, this));
    return items;
  }

  step(index: number): string {
    let count = 0;
    for (let at = this.index + 1; at < index; at = this.json.tape.next(at)) count++;
    return String(count);
  }
}

class JsonScalar extends JsonNode implements LocatedScalar {
  readonly kind = 'scalar';

  get value(): string | number | boolean | null {
    const { tape } = this.json;
    const start = tape.start(this.index);
    if (tape.text.charCodeAt(start) === quote) return tape.string(this.index);
    return JSON.parse(tape.text.slice(start, tape.end(this.index))) as number | boolean | null;
  }

  override toJson(): Json {
    return this.value;
  }
}

/** The value of a whole file. */
export function jsonRoot(source: SourceText, tape: JsonTape, duplicate: Duplicate): Located {
  return new JsonDocument(source, tape, duplicate).node(0);
}
