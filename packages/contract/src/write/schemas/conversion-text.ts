import type { Schema } from '../../model.js';
import { quote } from '../quote.js';
import { distinction } from './alternatives.js';
import type { Decoding } from './decoding.js';
import { decisive } from './inlining.js';
import type { Direction } from './variant.js';

/** Names of what conversions are made of. */
export interface ConversionNames {
  readonly decoding: Decoding;
  use(name: string): string;
  constant(expression: string): string;
  is(schema: Schema, direction: Direction): string;
  /** The name of the conversion of a schema that converts. */
  convert(schema: Schema, direction: Direction): string;
}

/** Writes the expression of a schema's conversion: from the runtime's, which are asked for when they are needed. */
export class ConversionText {
  readonly #names: ConversionNames;
  readonly #direction: Direction;

  constructor(names: ConversionNames, direction: Direction) {
    this.#names = names;
    this.#direction = direction;
  }

  /** Alternatives come last: which of them is meant is asked of what the others have written. */
  of(schema: Schema): string {
    const own = this.#names.decoding.of(schema)?.conversion;
    const composed = [schema.ref, ...(schema.allOf ?? [])].map((each) => this.#later(each));
    const parts = [
      ...(own === undefined ? [] : [this.#names.use(own)]),
      ...this.#members(schema),
      ...this.#items(schema),
      ...composed.filter((each) => each !== 'null').map((each) => `${this.#names.use('later')}(${each})`),
      ...[schema.anyOf, schema.oneOf].flatMap((each) => this.#alternatives(schema, each)),
    ];
    const [only = ''] = parts;
    return parts.length === 1 ? only : `${this.#names.use('every')}(${parts.join(', ')})`;
  }

  /** The name of the conversion of what the schema stands for; undefined where nothing of it converts. */
  #named(schema: Schema | undefined): string | undefined {
    if (schema === undefined || !this.#names.decoding.converts(schema)) return undefined;
    const target = decisive(schema);
    const own = this.#names.decoding.of(target)?.conversion;
    return own === undefined ? this.#names.convert(target, this.#direction) : this.#names.use(own);
  }

  #later(schema: Schema | undefined): string {
    const name = this.#named(schema);
    return name === undefined ? 'null' : `() => ${name}`;
  }

  #members(schema: Schema): string[] {
    const { properties, patternProperties, additionalProperties: rest } = schema;
    const hasRest = this.#named(rest) !== undefined;
    // Names without a conversion matter only where they are kept from that of the others.
    const listed = ([, each]: readonly [string, Schema]) => hasRest || this.#named(each) !== undefined;
    const known = [...(properties ?? [])].filter(listed);
    const patterns = [...(patternProperties ?? [])].filter(listed);
    if (!hasRest && known.length === 0 && patterns.length === 0) return [];
    const entry = (key: string, each: Schema) => `[${key}, ${this.#later(each)}]`;
    const written = [
      `known: [${known.map(([name, each]) => entry(quote(name), each)).join(', ')}]`,
      ...(patterns.length === 0
        ? []
        : [
            `patterns: [${patterns.map(([pattern, each]) => entry(this.#pattern(pattern), each)).join(', ')}]`,
          ]),
      ...(hasRest ? [`rest: ${this.#later(rest)}`] : []),
    ];
    return [`${this.#names.use('members')}({ ${written.join(', ')} })`];
  }

  #pattern(pattern: string): string {
    return this.#names.constant(`new RegExp(${quote(pattern)}, 'u')`);
  }

  #items({ prefixItems = [], items }: Schema): string[] {
    const first = prefixItems.map((each) => this.#later(each));
    const rest = this.#later(items);
    if (rest === 'null' && first.every((each) => each === 'null')) return [];
    return [`${this.#names.use('items')}([${first.join(', ')}], ${rest})`];
  }

  #alternatives(schema: Schema, alternatives: readonly Schema[] | undefined): string[] {
    if (alternatives === undefined || !alternatives.some((each) => this.#named(each) !== undefined))
      return [];
    const known = distinction(alternatives, this.#direction, schema.discriminator?.propertyName);
    if (known === undefined) {
      const cases = alternatives.map(
        (each) => `{ accepts: ${this.#names.is(each, this.#direction)}, conversion: ${this.#later(each)} }`,
      );
      return [`${this.#names.use('choice')}([${cases.join(', ')}])`];
    }
    const cases = known.cases.flatMap(({ schema: each, values }) =>
      this.#named(each) === undefined ? [] : values.map((value) => `[${quote(value)}, ${this.#later(each)}]`),
    );
    return [`${this.#names.use('branches')}(${quote(known.property)}, [${cases.join(', ')}])`];
  }
}
