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

/** A JSON file that has been read: its text, and its structure. */
export interface JsonSource {
  readonly source: SourceText;
  readonly tape: JsonTape;
  /** Told of a key that an object has twice. */
  duplicate(place: Place, key: string): void;
}

function stringAt({ tape }: JsonSource, index: number): string {
  const start = tape.start(index);
  const end = tape.end(index);
  return tape.isEscaped(index)
    ? (JSON.parse(tape.text.slice(start, end)) as string)
    : tape.text.slice(start + 1, end - 1);
}

/**
 * A value on the tape; what is in it is made when it is asked for. Since every schema keeps the place of its node and
 * few are ever asked where that is, a node is its own place.
 */
abstract class JsonNode implements Place {
  protected readonly json: JsonSource;
  protected readonly index: number;
  readonly #above: JsonNode | undefined;
  /** Among the members of the node above. */
  readonly #key: string | number;

  constructor(json: JsonSource, index: number, above: JsonNode | undefined, key: string | number) {
    this.json = json;
    this.index = index;
    this.#above = above;
    this.#key = key;
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
    for (let at: JsonNode = this; at.#above !== undefined; at = at.#above)
      pointer = `/${escapePointer(String(at.#key))}${pointer}`;
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

class JsonMap extends JsonNode implements LocatedMap {
  readonly kind = 'map';
  #entries: Map<string, Located> | undefined;

  get entries(): ReadonlyMap<string, Located> {
    this.#entries ??= this.#read();
    return this.#entries;
  }

  #read(): Map<string, Located> {
    const { tape } = this.json;
    const entries = new Map<string, Located>();
    const after = tape.next(this.index);
    for (let at = this.index + 1; at < after; at = tape.next(at + 1)) {
      const key = stringAt(this.json, at);
      if (entries.has(key)) this.json.duplicate(this.#placeOf(at, key), key);
      entries.set(key, jsonNode(this.json, at + 1, this, key));
    }
    return entries;
  }

  #placeOf(keyIndex: number, key: string): Place {
    const pointer = `${this.pointer}/${escapePointer(key)}`;
    return new TextPlace(this.json.source, this.json.tape.start(keyIndex), { pointer });
  }

  keyPlace(key: string): Place {
    const { tape } = this.json;
    for (let at = this.index + 1; at < tape.next(this.index); at = tape.next(at + 1))
      if (stringAt(this.json, at) === key) return this.#placeOf(at, key);
    return this.place;
  }
}

class JsonList extends JsonNode implements LocatedList {
  readonly kind = 'list';
  #items: Located[] | undefined;

  get items(): readonly Located[] {
    this.#items ??= this.#read();
    return this.#items;
  }

  #read(): Located[] {
    const { tape } = this.json;
    const items: Located[] = [];
    for (let at = this.index + 1; at < tape.next(this.index); at = tape.next(at))
      items.push(jsonNode(this.json, at, this, items.length));
    return items;
  }
}

class JsonScalar extends JsonNode implements LocatedScalar {
  readonly kind = 'scalar';

  get value(): string | number | boolean | null {
    const { tape } = this.json;
    const start = tape.start(this.index);
    if (tape.text.charCodeAt(start) === 0x22) return stringAt(this.json, this.index);
    return JSON.parse(tape.text.slice(start, tape.end(this.index))) as number | boolean | null;
  }

  override toJson(): Json {
    return this.value;
  }
}

function jsonNode(json: JsonSource, index: number, above?: JsonNode, key: string | number = ''): Located {
  const first = json.tape.text[json.tape.start(index)];
  if (first === '{') return new JsonMap(json, index, above, key);
  return first === '[' ? new JsonList(json, index, above, key) : new JsonScalar(json, index, above, key);
}

/** The value of a whole file. */
export function jsonRoot(json: JsonSource): Located {
  return jsonNode(json, 0);
}
