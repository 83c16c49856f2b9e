import type { Schema } from '../../model.js';

/** What a schema says to readers alone; two schemas that differ in nothing else accept the same values. */
const annotations = new Set([
  'place',
  'name',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'extensions',
]);

/**
 * Finds schemas that accept the same values, so that one function checks them all: descriptions that were written by
 * programs repeat the same object a hundred times. What a reference leads to counts as itself alone, so that
 * recursion needs no thought.
 */
export class SchemaShapes {
  readonly #first = new Map<string, Schema>();
  readonly #known = new Map<Schema, Schema>();
  readonly #ids = new Map<object, number>();

  /** The first schema of this shape that was asked for. */
  canonical(schema: Schema): Schema {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const key = this.#key(schema);
    const first = this.#first.get(key) ?? schema;
    this.#first.set(key, first);
    this.#known.set(schema, first);
    return first;
  }

  #id(value: object): number {
    const id = this.#ids.get(value) ?? this.#ids.size;
    this.#ids.set(value, id);
    return id;
  }

  #key(schema: Schema): string {
    let key = '';
    for (const [keyword, value] of Object.entries(schema)) {
      if (annotations.has(keyword)) continue;
      const leadsElsewhere = keyword === 'ref' || keyword === 'discriminator';
      key += `${keyword}:${leadsElsewhere ? this.#id(value as object) : this.#value(value)};`;
    }
    return key;
  }

  #value(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
    if ('place' in value) return `#${this.#id(this.canonical(value as Schema))}`;
    if (value instanceof Map)
      return `{${Array.from(value, ([name, each]) => `${JSON.stringify(name)}:${this.#value(each)}`).join()}}`;
    if (Array.isArray(value)) return `[${value.map((each) => this.#value(each)).join()}]`;
    return `(${Object.entries(value)
      .map(([name, each]) => `${name}:${this.#value(each)}`)
      .join()})`;
  }
}
