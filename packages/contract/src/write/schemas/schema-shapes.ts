import type { Schema } from '../../model.js';
import { annotations as annotationKeywords } from '../../schema-annotations.js';

/** Two schemas that differ in nothing else accept the same values. */
const annotations = new Set<string>(annotationKeywords);

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
  readonly #isOpen: (schema: Schema) => boolean;
  readonly #first = new Map<string, Shape>();
  readonly #known = new Map<Schema, Shape>();
  /** By the list of types, which schemas of one type share. */
  readonly #plain = new Map<NonNullable<Schema['types']>, Shape>();
  /** By the id of their shape. */
  readonly #schemas: Schema[] = [];
  /** Schemas that references lead to. */
  readonly #targets = new Map<Schema, number>();

  /** @param isOpen whether readers take other values of a schema's enum: others then do not share its functions. */
  constructor(isOpen: (schema: Schema) => boolean = () => false) {
    this.#isOpen = isOpen;
  }

  of(schema: Schema): Shape {
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    const types = this.#typesAlone(schema);
    const shape = (types && this.#plain.get(types)) ?? this.#ofKey(this.#key(schema), schema);
    if (types !== undefined) this.#plain.set(types, shape);
    this.#known.set(schema, shape);
    return shape;
  }

  #ofKey(key: string, schema: Schema): Shape {
    const known = this.#first.get(key);
    if (known !== undefined) return known;
    const shape = { id: this.#schemas.length, schema };
    this.#schemas.push(schema);
    this.#first.set(key, shape);
    return shape;
  }

  /** The types of a schema that says nothing else, which most schemas are. */
  #typesAlone(schema: Schema): Schema['types'] {
    for (const keyword in schema)
      if (keyword !== 'types' && (keyword === 'extensions' || !annotations.has(keyword))) return undefined;
    return this.#isOpen(schema) ? undefined : schema.types;
  }

  /** Whether the same schemas have been asked for in the same order, but for what they say to readers alone. */
  equals(other: SchemaShapes): boolean {
    if (this.#first.size !== other.#first.size || this.#targets.size !== other.#targets.size) return false;
    const keys = other.#first.keys();
    for (const key of this.#first.keys()) if (keys.next().value !== key) return false;
    const targets = other.#targets.keys();
    for (const target of this.#targets.keys()) {
      const same = targets.next().value;
      if (same === undefined || this.of(target).id !== other.of(same).id) return false;
    }
    return true;
  }

  /** The first schema of a shape. */
  at(id: number): Schema {
    const schema = this.#schemas[id];
    if (schema === undefined) throw new RangeError(`no schema of the shape ${id} has been asked for`);
    return schema;
  }

  #target(schema: Schema): number {
    const id = this.#targets.get(schema) ?? this.#targets.size;
    this.#targets.set(schema, id);
    return id;
  }

  #key(schema: Schema): string {
    const decoded = schema.extensions?.get('x-atoll-decode');
    let key = decoded === undefined ? '' : `decode:${JSON.stringify(decoded)};`;
    if (this.#isOpen(schema)) key += 'open;';
    let keyword: keyof Schema;
    for (keyword in schema) {
      if (annotations.has(keyword)) continue;
      const value: unknown = schema[keyword];
      key += `${keyword}:`;
      if (keyword === 'ref') key += this.#target(value as Schema);
      else if (keyword === 'discriminator') key += JSON.stringify(schema.discriminator?.propertyName);
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
