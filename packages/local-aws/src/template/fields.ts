import type { Json, Place } from '../system.js';
import { type Located, type LocatedMap, toJson, typeName } from './located.js';
import { didYouMean } from './near-names.js';
import type { Problems } from './problems.js';
import type { PropertyTable } from './property-table.js';

/** Reads one map of resolved values, telling each that is missing, misspelt or of a wrong type. */
export class Fields {
  readonly node: LocatedMap;
  readonly problems: Problems;
  /** What the map is, for a person: `AWS::SQS::Queue`. */
  readonly title: string;

  constructor(node: LocatedMap, title: string, problems: Problems) {
    this.node = node;
    this.title = title;
    this.problems = problems;
  }

  get(name: string): Located | undefined {
    return this.node.entries.get(name);
  }

  has(name: string): boolean {
    return this.node.entries.has(name);
  }

  /** Where the field's key stands, or the whole map. */
  placeOf(name: string): Place {
    return this.node.keys.get(name) ?? this.node.place;
  }

  require(name: string): void {
    if (this.has(name)) return;
    this.problems.add(this.node.place, {
      code: 'missing-property',
      what: `${this.title} needs ${name}`,
      remedy: `Add ${name}.`,
    });
  }

  /** A string, or a number or boolean as CloudFormation makes a string of it. */
  string(name: string): string | undefined {
    const node = this.get(name);
    if (node?.kind === 'scalar' && node.value !== null) return node.text;
    this.wrongType(name, 'a string');
    return undefined;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const given = this.string(name);
    const value = values.find((each) => each === given);
    if (given !== undefined && value === undefined)
      this.unsupported(name, `'${given}' is none of ${values.join(', ')}`);
    return value;
  }

  /** An integer within `range`, both ends included. */
  integer(name: string, range: readonly [number, number]): number | undefined {
    const node = this.get(name);
    if (node === undefined || node.kind === 'unresolved') return undefined;
    const value = node.kind === 'scalar' && node.text !== '' ? Number(node.text) : Number.NaN;
    if (Number.isInteger(value) && value >= range[0] && value <= range[1]) return value;
    this.unsupported(name, `takes an integer from ${range[0]} to ${range[1]}`);
    return undefined;
  }

  /** A number within `range`, both ends included. */
  number(name: string, range: readonly [number, number]): number | undefined {
    const node = this.get(name);
    if (node === undefined || node.kind === 'unresolved') return undefined;
    const value = node.kind === 'scalar' && node.text !== '' ? Number(node.text) : Number.NaN;
    if (value >= range[0] && value <= range[1]) return value;
    this.unsupported(name, `takes a number from ${range[0]} to ${range[1]}`);
    return undefined;
  }

  boolean(name: string): boolean | undefined {
    const node = this.get(name);
    if (node?.kind === 'scalar' && /^(true|false)$/i.test(node.text)) return /^true$/i.test(node.text);
    this.wrongType(name, 'true or false');
    return undefined;
  }

  map(name: string): Fields | undefined {
    const node = this.get(name);
    if (node?.kind === 'map') return new Fields(node, `${this.title} ${name}`, this.problems);
    this.wrongType(name, 'a map');
    return undefined;
  }

  /** The items of a list; a single value stands for a list of one where `orSingle` says so. */
  list(name: string, orSingle: 'or-single' | 'list-only' = 'list-only'): readonly Located[] {
    const node = this.get(name);
    if (node?.kind === 'list') return node.items;
    if (orSingle === 'or-single' && node !== undefined && node.kind !== 'unresolved') return [node];
    this.wrongType(name, 'a list');
    return [];
  }

  maps(name: string, orSingle: 'or-single' | 'list-only' = 'list-only'): Fields[] {
    return this.list(name, orSingle).flatMap((item) => {
      if (item.kind === 'map') return [new Fields(item, `${this.title} ${name}`, this.problems)];
      if (item.kind !== 'unresolved') this.tellType(name, item, 'a list of maps');
      return [];
    });
  }

  strings(name: string, orSingle: 'or-single' | 'list-only' = 'list-only'): string[] {
    return this.list(name, orSingle).flatMap((item) => {
      if (item.kind === 'scalar' && item.value !== null) return [item.text];
      if (item.kind !== 'unresolved') this.tellType(name, item, 'a list of strings');
      return [];
    });
  }

  /** A map of strings, such as variables. */
  record(name: string): Record<string, string> {
    const fields = this.map(name);
    const keys = Array.from(fields?.node.entries.keys() ?? []);
    return Object.fromEntries(
      keys.flatMap((key) => {
        const text = fields?.string(key);
        return text === undefined ? [] : [[key, text] as const];
      }),
    );
  }

  /** JSON as a map, or as the text of one. */
  json(name: string): Json | undefined {
    const node = this.get(name);
    if (node === undefined || node.kind === 'unresolved') return undefined;
    if (node.kind !== 'scalar') return toJson(node);
    try {
      return JSON.parse(node.text) as Json;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.unsupported(name, `'${node.text}' is no JSON`);
      return undefined;
    }
  }

  unsupported(name: string, why: string): void {
    this.problems.add(this.get(name)?.place ?? this.placeOf(name), {
      code: 'unsupported-value',
      what: `${this.title} ${name}: ${why}`,
      remedy: 'Write a value that is supported.',
    });
  }

  /** Tells every field that the table does not name, or refuses. */
  allow(table: PropertyTable): void {
    const known = [
      ...table.played,
      ...Object.keys(table.noEffect ?? {}),
      ...Object.keys(table.refused ?? {}),
    ];
    for (const [name, place] of this.node.keys) {
      const refusal = table.refused?.[name];
      if (refusal !== undefined)
        this.problems.add(place, {
          code: 'unsupported-property',
          what: `${this.title} ${name} is not played`,
          remedy: refusal,
        });
      else if (!known.includes(name))
        this.problems.add(place, {
          code: 'unknown-property',
          what: `${name} is no known property of ${this.title}.${didYouMean(name, known)}`,
          remedy: 'Correct the name, or remove the property.',
        });
    }
  }

  private wrongType(name: string, expected: string): void {
    const node = this.get(name);
    const told = node?.kind === 'unresolved' || (node?.kind === 'scalar' && node.value === null);
    if (node !== undefined && !told) this.tellType(name, node, expected);
  }

  private tellType(name: string, node: Located, expected: string): void {
    this.problems.add(node.place, {
      code: 'wrong-type',
      what: `${this.title} ${name} takes ${expected}, not ${typeName(node)}`,
      remedy: `Write ${expected}.`,
    });
  }
}

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function defined<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
