import { matchesPattern } from '../matches-pattern.js';
import type { Json, JsonType, Schema } from '../model.js';
import type { Direction } from '../write/schemas/variant.js';
import { SchemaFlattener, softDepth, TooLarge } from './flatten-schema.js';
import { makeNumber } from './make-number.js';
import { makeString } from './make-string.js';
import type { Random } from './random.js';

const hardDepth = 12;
const maxParts = 5000;

export interface ValueOptions {
  /** Examples and defaults of the schemas are taken before anything is made. */
  readonly useExamples: boolean;
  readonly direction: Direction;
}

/** Makes values of schemas: the first example where there is one, else by the keywords. */
export class ValueMaker {
  readonly #random: Random;
  readonly #options: ValueOptions;
  readonly #flattener: SchemaFlattener;
  #parts = 0;

  constructor(random: Random, options: ValueOptions) {
    this.#random = random;
    this.#options = options;
    this.#flattener = new SchemaFlattener(random, (schema, depth) => this.#ends(schema, depth));
  }

  /** Errors: TooLarge. */
  make(schema: Schema, depth = 0): Json {
    if (depth > hardDepth || ++this.#parts > maxParts) throw new TooLarge();
    const flat = this.#flattener.flatten(schema, depth);
    const { const: constant, enum: values, examples = [], default: preset } = flat;
    if (constant !== undefined) return constant.value;
    const [example = preset?.value] = examples;
    if (this.#options.useExamples && example !== undefined) return example;
    const [first, ...others] = (values ?? []).filter((value) => isPossible(value, flat));
    if (first !== undefined) return this.#random.pick([first, ...others]);
    return this.#ofType(this.#typeOf(flat, depth), flat, depth);
  }

  #ends(schema: Schema, depth: number): boolean {
    try {
      this.make(schema, depth + 1);
      return true;
    } catch (error) {
      if (error instanceof TooLarge) return false;
      throw error;
    }
  }

  #typeOf(schema: Schema, depth: number): JsonType {
    const types = schema.types ?? impliedTypes(schema);
    const [first, ...others] = types;
    if (first === undefined) throw new TooLarge();
    if (depth >= softDepth && types.includes('null')) return 'null';
    // Null is true to the schema and tells nobody anything.
    const [telling, ...rest] = [first, ...others].filter((type) => type !== 'null');
    return telling === undefined ? 'null' : this.#random.pick([telling, ...rest]);
  }

  #ofType(type: JsonType, schema: Schema, depth: number): Json {
    if (type === 'object') return this.#object(schema, depth);
    if (type === 'array') return this.#array(schema, depth);
    if (type === 'string') return makeString(schema, this.#random) ?? '';
    if (type === 'boolean') return this.#random.next() < 0.5;
    return type === 'null' ? null : makeNumber(schema, type, this.#random);
  }

  #object(schema: Schema, depth: number): Json {
    const { required = [], properties = new Map<string, Schema>(), maxProperties = Infinity } = schema;
    const members = new Map<string, Json>();
    for (const name of required) {
      const property = properties.get(name) ?? this.#unnamed(schema, name);
      if (!this.#isLeftOut(property)) members.set(name, this.make(property, depth + 1));
    }
    for (const [name, property] of properties) {
      if (members.has(name) || members.size >= maxProperties || depth >= softDepth) continue;
      if (property.boolean === false || this.#isLeftOut(property)) continue;
      const made = this.#optional(property, depth);
      if (made !== undefined) members.set(name, made);
    }
    this.#fill(schema, members, depth);
    const inOrder = [...properties.keys(), ...members.keys()].filter((name) => members.has(name));
    return Object.fromEntries([...new Set(inOrder)].map((name) => [name, members.get(name) ?? null]));
  }

  /** Requests leave out what is readOnly, responses what is writeOnly (OpenAPI 3.1, 4.8.24.4). */
  #isLeftOut(schema: Schema): boolean {
    const keyword = this.#options.direction === 'request' ? 'readOnly' : 'writeOnly';
    return schema[keyword] === true || (schema.ref !== undefined && this.#isLeftOut(schema.ref));
  }

  /** What would go too deep is left out where it may be. */
  #optional(property: Schema, depth: number): Json | undefined {
    try {
      return this.make(property, depth + 1);
    } catch (error) {
      if (error instanceof TooLarge && this.#parts <= maxParts) return undefined;
      throw error;
    }
  }

  #unnamed(schema: Schema, name: string): Schema {
    for (const [pattern, each] of schema.patternProperties ?? [])
      if (matchesPattern(pattern, name) === true) return each;
    const rest = schema.additionalProperties;
    return rest === undefined || rest.boolean !== undefined
      ? { place: schema.place, types: ['string'] }
      : rest;
  }

  /** Members of names that the schema leaves open: as many as it asks for, one where it has no others. */
  #fill(schema: Schema, members: Map<string, Json>, depth: number): void {
    const {
      properties,
      additionalProperties: rest,
      patternProperties,
      propertyNames,
      minProperties = 0,
    } = schema;
    const isMap = (properties?.size ?? 0) === 0 && rest?.boolean === undefined && rest !== undefined;
    const wanted = Math.max(minProperties, isMap && depth < softDepth ? 1 : 0);
    const [pattern] = patternProperties?.keys() ?? [];
    const named: Schema = propertyNames ?? {
      place: schema.place,
      ...(pattern !== undefined && rest?.boolean === false && { pattern }),
    };
    for (let tries = 0; members.size < wanted && tries < 50 + wanted; tries++) {
      const name = makeString(this.#flattener.flatten(named, depth), this.#random) ?? `key${tries}`;
      const free = members.has(name) && named.pattern === undefined ? `${name}${tries}` : name;
      if (!members.has(free)) members.set(free, this.make(this.#unnamed(schema, free), depth + 1));
    }
  }

  #array(schema: Schema, depth: number): Json {
    const {
      prefixItems = [],
      items,
      contains,
      minItems = 0,
      maxItems = Infinity,
      uniqueItems = false,
    } = schema;
    const few = depth < softDepth ? Math.max(prefixItems.length, 1) : 0;
    const closed = items?.boolean === false;
    const count = Math.min(Math.max(minItems, few), maxItems, closed ? prefixItems.length : Infinity);
    const made: Json[] = [];
    const needed = contains === undefined ? 0 : (schema.minContains ?? 1);
    const total = Math.min(Math.max(count, needed + prefixItems.length), maxItems);
    for (let tries = 0; made.length < total && tries < total + 50; tries++) {
      const index = made.length;
      const rest = total - index <= needed ? (both(items, contains) ?? items) : items;
      const value = this.#item(
        prefixItems[index] ?? rest ?? { place: schema.place, types: ['string'] },
        depth,
        few,
      );
      if (value === undefined) break;
      if (!uniqueItems || !made.some((each) => JSON.stringify(each) === JSON.stringify(value)))
        made.push(value);
    }
    return made;
  }

  #item(schema: Schema, depth: number, optional: number): Json | undefined {
    return optional > 0 ? this.#optional(schema, depth) : this.make(schema, depth + 1);
  }
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : (typeof value as JsonType);
}

/** Whether type and bounds let a value of the `enum` through. */
function isPossible(value: Json, { types, minimum = -Infinity, maximum = Infinity }: Schema): boolean {
  const type = typeOf(value);
  const fits = types?.includes(type) ?? true;
  if (!fits && !(type === 'integer' && types?.includes('number') === true)) return false;
  return typeof value !== 'number' || (value >= minimum && value <= maximum);
}

function both(a: Schema | undefined, b: Schema | undefined): Schema | undefined {
  return a === undefined || b === undefined ? (a ?? b) : { place: a.place, allOf: [a, b] };
}

/** What the keywords of a schema without `type` are about; a string where they are about nothing. */
function impliedTypes(schema: Schema): readonly JsonType[] {
  if (schema.properties ?? schema.additionalProperties ?? schema.required ?? schema.patternProperties) {
    if ((schema.required?.length ?? 1) > 0 || schema.properties !== undefined) return ['object'];
  }
  if (schema.items ?? schema.prefixItems ?? schema.contains) return ['array'];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const isNumber = [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf].some(
    (each) => each !== undefined,
  );
  return [isNumber ? 'number' : 'string'];
}
