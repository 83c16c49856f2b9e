import type { Json, JsonType, Schema } from '../../model.js';
import { comment, propertyKey, quote } from '../quote.js';
import { seeTag } from '../see-tag.js';
import type { Decoded } from './decoded-formats.js';
import { type Direction, requiredIn } from './variant.js';

/** Gives the exported name of a schema in a direction, or undefined where it is written in place. */
export type NameOf = (schema: Schema, direction: Direction) => string | undefined;

function literal(value: Json): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `readonly [${value.map(literal).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${propertyKey(key)}: ${literal(each)}`)
    .join('; ')} }`;
}

/** Beside known values it leaves them apart, so that an editor can still offer them. */
const anyString = '(string & {})';

function isIntersection(type: string): boolean {
  return type.includes(' & ') && type.replaceAll(anyString, '').includes(' & ');
}

/** Each once, and both booleans as what they are called together. */
function distinctOf(types: readonly string[]): string[] {
  const distinct = new Set(types);
  if (!distinct.has('true') || !distinct.has('false')) return [...distinct];
  const named = types.map((each) => (each === 'true' || each === 'false' ? 'boolean' : each));
  return [...new Set(named)];
}

function unionOf(types: readonly string[]): string {
  const [only] = types;
  if (types.length === 1 && only !== undefined && !isIntersection(only)) return only;
  const distinct = distinctOf(types);
  if (distinct.includes('unknown')) return 'unknown';
  return distinct.length === 0
    ? 'never'
    : distinct.map((each) => (isIntersection(each) ? `(${each})` : each)).join(' | ');
}

/** The declaration of an exported type. */
export function declaration(name: string, body: string): string {
  return body.startsWith('{\n') && body.indexOf('\n}') === body.length - 2
    ? `export interface ${name} ${body}\n`
    : `export type ${name} = ${body};\n`;
}

/** What a schema says itself, or what it refers to. */
function statedTypes({ types, ref }: Schema): readonly JsonType[] | undefined {
  return types ?? (ref && statedTypes(ref));
}

/** Writes the TypeScript type of a schema; `nameOf` breaks recursion, since every cycle goes through a named schema. */
export class TypeText {
  readonly #nameOf: NameOf;
  readonly #decoded: (schema: Schema) => Decoded | undefined;

  /** Without `decoded` the types are those of the wire. */
  constructor(nameOf: NameOf, decoded: (schema: Schema) => Decoded | undefined = () => undefined) {
    this.#nameOf = nameOf;
    this.#decoded = decoded;
  }

  /** A type expression: the schema's name where it has one. */
  use(schema: Schema, direction: Direction): string {
    return this.#nameOf(schema, direction) ?? this.body(schema, direction);
  }

  /** What the name of the schema stands for. */
  body(schema: Schema, direction: Direction): string {
    if (schema.boolean !== undefined) return schema.boolean ? 'unknown' : 'never';
    const own = this.#values(schema, direction);
    if ((schema.ref ?? schema.allOf ?? schema.oneOf ?? schema.anyOf) === undefined) return own;
    const parts = [own];
    if (schema.ref !== undefined) parts.push(this.use(schema.ref, direction));
    for (const part of schema.allOf ?? []) parts.push(this.use(part, direction));
    for (const alternatives of [schema.oneOf, schema.anyOf]) {
      if (alternatives !== undefined)
        parts.push(unionOf(alternatives.map((each) => this.use(each, direction))));
    }
    const known = [...new Set(parts.filter((part) => part !== 'unknown'))];
    if (known.length === 0) return 'unknown';
    return known.length === 1
      ? (known[0] ?? 'unknown')
      : known.map((part) => (part.includes(' | ') ? `(${part})` : part)).join(' & ');
  }

  #values(schema: Schema, direction: Direction): string {
    if (schema.const !== undefined) return literal(schema.const.value);
    if (schema.enum !== undefined) return unionOf(schema.enum.map(literal));
    if (schema.openEnum !== undefined) return unionOf([...schema.openEnum.map(literal), anyString]);
    const types = schema.types ?? this.#impliedTypes(schema);
    return types === undefined
      ? 'unknown'
      : unionOf(types.map((type) => this.#ofType(type, schema, direction)));
  }

  /**
   * Without `type`, keywords of objects and arrays say what the author means, unless alternatives beside them say
   * otherwise; the codec still goes by the letter.
   */
  #impliedTypes({ properties, items, prefixItems, oneOf = [], anyOf = [] }: Schema): JsonType[] | undefined {
    if ((properties ?? items ?? prefixItems) === undefined) return undefined;
    const implied = properties === undefined ? 'array' : 'object';
    const isOther = (each: Schema) => statedTypes(each)?.includes(implied) === false;
    return [...oneOf, ...anyOf].some(isOther) ? undefined : [implied];
  }

  #ofType(type: JsonType, schema: Schema, direction: Direction): string {
    if (type === 'object') return this.object(schema, direction);
    if (type === 'array') return this.#array(schema, direction);
    const plain = type === 'integer' ? 'number' : type;
    const decoded = this.#decoded(schema);
    if (decoded?.from !== plain) return plain;
    return decoded.type === 'brand' ? `t.Branded<${plain}, brands.${schema.name}>` : decoded.type;
  }

  #array(schema: Schema, direction: Direction): string {
    const rest = schema.items === undefined ? 'unknown' : this.use(schema.items, direction);
    if (schema.prefixItems === undefined) return `ReadonlyArray<${rest}>`;
    const needed = schema.minItems ?? 0;
    const items = schema.prefixItems.map((each, index) => {
      const type = this.use(each, direction);
      return index < needed ? type : `(${type})?`;
    });
    const tail = rest === 'never' ? [] : [`...ReadonlyArray<${rest}>`];
    return `readonly [${[...items, ...tail].join(', ')}]`;
  }

  /** An object type; the index signature admits declared properties too, as TypeScript demands. */
  object(schema: Schema, direction: Direction): string {
    const required = new Set(requiredIn(schema, direction));
    const members = Array.from(schema.properties ?? [], ([name, property]) => {
      const { description, deprecated, externalDocs } = property;
      const age = deprecated === true ? '@deprecated' : undefined;
      const about = comment([description, age, seeTag(externalDocs)], '  ');
      const optional = required.has(name) ? '' : '?';
      return `${about}  readonly ${propertyKey(name)}${optional}: ${this.use(property, direction)};\n`;
    });
    for (const name of required) {
      if (schema.properties?.has(name) !== true) members.push(`  readonly ${propertyKey(name)}: unknown;\n`);
    }
    const rest = schema.additionalProperties;
    const open = rest !== undefined && rest.boolean !== false;
    if (open && members.length === 0) return `{ readonly [key: string]: ${this.use(rest, direction)} }`;
    if (open) members.push('  readonly [key: string]: unknown;\n');
    if (members.length === 0)
      return rest === undefined ? '{ readonly [key: string]: unknown }' : '{ readonly [key: string]: never }';
    return `{\n${members.join('')}}`;
  }
}
