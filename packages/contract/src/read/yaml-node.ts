import type { Json, Place } from '../model.js';
import type { Located, LocatedList, LocatedMap, LocatedScalar } from './located.js';

export class YamlMap implements LocatedMap {
  readonly kind = 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Located>;
  readonly #keys: ReadonlyMap<string, Place>;

  constructor(place: Place, entries: ReadonlyMap<string, Located>, keys: ReadonlyMap<string, Place>) {
    this.place = place;
    this.entries = entries;
    this.#keys = keys;
  }

  keys(): Iterable<string> {
    return this.entries.keys();
  }

  get(key: string): Located | undefined {
    return this.entries.get(key);
  }

  forEach(visit: (key: string, node: Located) => void): void {
    for (const [key, node] of this.entries) visit(key, node);
  }

  keyPlace(key: string): Place {
    return this.#keys.get(key) ?? this.place;
  }

  toJson(): Json {
    return plain(this);
  }
}

export class YamlList implements LocatedList {
  readonly kind = 'list';
  readonly place: Place;
  readonly items: readonly Located[];

  constructor(place: Place, items: readonly Located[]) {
    this.place = place;
    this.items = items;
  }

  toJson(): Json {
    return plain(this);
  }
}

export class YamlScalar implements LocatedScalar {
  readonly kind = 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;

  constructor(place: Place, value: string | number | boolean | null) {
    this.place = place;
    this.value = value;
  }

  toJson(): Json {
    return this.value;
  }
}

function plain(node: Located): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries(Array.from(node.entries, ([key, value]) => [key, plain(value)]));
}
