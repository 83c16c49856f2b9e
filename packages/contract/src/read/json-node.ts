import type { Json, Place } from '../model.js';
import type { JsonTape } from './json-tape.js';
import {
  escapePointer,
  type Located,
  type LocatedList,
  type LocatedMap,
  type LocatedScalar,
} from './located.js';
import { type SourceText, TextPlace } from './source-text.js';

/** A JSON file that has been read: its text, and its structure. */
export interface JsonSource {
  readonly source: SourceText;
  readonly tape: JsonTape;
  /** Told of a key that an object has twice. */
  duplicate(place: Place, key: string): void;
}

/** Where a node stands among the members of the node above. */
interface Above {
  readonly node: JsonNode;
  readonly key: string | number;
}

function stringAt({ tape }: JsonSource, index: number): string {
  const start = tape.start(index);
  const end = tape.end(index);
  return tape.isEscaped(index)
    ? (JSON.parse(tape.text.slice(start, end)) as string)
    : tape.text.slice(start + 1, end - 1);
}

/** A value on the tape; what is in it is made when it is asked for. */
abstract class JsonNode {
  protected readonly json: JsonSource;
  protected readonly index: number;
  readonly #above: Above | undefined;
  #place: Place | undefined;

  constructor(json: JsonSource, index: number, above: Above | undefined) {
    this.json = json;
    this.index = index;
    this.#above = above;
  }

  get place(): Place {
    this.#place ??= new TextPlace(this.json.source, this.json.tape.start(this.index), this);
    return this.#place;
  }

  get pointer(): string {
    const steps: string[] = [];
    for (let at: JsonNode = this; at.#above !== undefined; at = at.#above.node)
      steps.push(escapePointer(String(at.#above.key)));
    return steps
      .reverse()
      .map((step) => `/${step}`)
      .join('');
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
      entries.set(key, jsonNode(this.json, at + 1, { node: this, key }));
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
      items.push(jsonNode(this.json, at, { node: this, key: items.length }));
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
}

/** The value at an entry of the tape. */
export function jsonNode(json: JsonSource, index: number, above?: Above): Located {
  const first = json.tape.text[json.tape.start(index)];
  if (first === '{') return new JsonMap(json, index, above);
  return first === '[' ? new JsonList(json, index, above) : new JsonScalar(json, index, above);
}
