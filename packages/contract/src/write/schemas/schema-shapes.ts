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

/** What schemas that accept the same values have in common. */
export interface Shape {
  /** From 0, in the order in which shapes were asked for. */
  readonly id: number;
  /** The first schema of the shape that was asked for. */
  readonly schema: Schema;
}

/**
 * Finds schemas that accept the same values, so that one function checks them all: descriptions that were written by
 * programs repeat the same object a hundred times. What a reference leads to counts as itself alone, so that
 * recursion needs no thought.
 */
export class SchemaShapes {
  readonly #first = new Map<string, Shape>();
  readonly #known = new Map<Schema, Shape>();
  readonly #ids = new Map<object, number>();

  of(schema: Schema): Shape {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const key = this.#key(schema);
    let shape = this.#first.get(key);
    if (shape === undefined) {
      shape = { id: this.#first.size, schema };
      this.#first.set(key, shape);
    }
    this.#known.set(schema, shape);
    return shape;
  }

  #id(value: object): number {
    const id = this.#ids.get(value) ?? this.#ids.size;
    this.#ids.set(value, id);
    return id;
  }

  #key(schema: Schema): string {
    let key = '';
    let keyword: keyof Schema;
    for (keyword in schema) {
      if (annotations.has(keyword)) continue;
      const value: unknown = schema[keyword];
      key += `${keyword}:`;
      if (keyword === 'ref' || keyword === 'discriminator') key += this.#id(value as object);
      else if (keyword === 'types') key += String(value);
      // What is data may look like a schema.
      else key += keyword === 'enum' || keyword === 'const' ? JSON.stringify(value) : this.#value(value);
      key += ';';
    }
    return key;
  }

  #value(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if ('place' in value) return `#${this.of(value as Schema).id}`;
    if (Array.isArray(value)) return `[${value.map((each) => this.#value(each)).join()}]`;
    if (!(value instanceof Map)) throw new TypeError('a keyword holds a value that has no shape');
    let text = '{';
    for (const [name, each] of value) text += `${name.length}:${name}${this.#value(each)},`;
    return `${text}}`;
  }
}
