import type { Diagnostics } from '../diagnostics.js';
import type { Json } from '../model.js';
import { type Located, type LocatedMap, toJson, typeName } from './located.js';
import { didYouMean } from './references.js';

type ScalarType = 'string' | 'number' | 'boolean';
type Given = string | number | boolean;

/** A value of another type that says the same; undefined where it does not. */
const conversions: Readonly<Record<ScalarType, (value: Given) => Given | undefined>> = {
  string: String,
  number: (value) =>
    typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : undefined,
  boolean: (value) =>
    typeof value === 'string' && /^(true|false)$/i.test(value) ? /^true$/i.test(value) : undefined,
};

/** Reads the fields of one object, telling every one that is missing, misspelt or of a wrong type. */
export class Fields {
  readonly node: LocatedMap;
  readonly diagnostics: Diagnostics;

  constructor(node: LocatedMap, diagnostics: Diagnostics) {
    this.node = node;
    this.diagnostics = diagnostics;
  }

  get(name: string): Located | undefined {
    return this.node.get(name);
  }

  require(name: string): Located | undefined {
    const value = this.get(name);
    if (value === undefined)
      this.diagnostics.error('missing-field', this.node.place, `the field '${name}' is missing`);
    return value;
  }

  string(name: string): string | undefined {
    const node = this.get(name);
    return node === undefined ? undefined : this.scalar(node, 'string', name);
  }

  number(name: string): number | undefined {
    const node = this.get(name);
    return node === undefined ? undefined : this.scalar(node, 'number', name);
  }

  boolean(name: string): boolean | undefined {
    const node = this.get(name);
    return node === undefined ? undefined : this.scalar(node, 'boolean', name);
  }

  map(name: string): LocatedMap | undefined {
    const node = this.get(name);
    if (node === undefined || node.kind === 'map') return node;
    return this.#isNull(node, name, 'an object') ? undefined : this.wrongType(node, name, 'an object');
  }

  list(name: string): readonly Located[] {
    const node = this.get(name);
    if (node === undefined) return [];
    if (node.kind === 'list') return node.items;
    if (!this.#isNull(node, name, 'an array')) this.wrongType(node, name, 'an array');
    return [];
  }

  strings(name: string): string[] {
    return this.list(name).flatMap((item) => this.scalar(item, 'string', `${name} item`) ?? []);
  }

  scalar(node: Located, type: 'string', name: string): string | undefined;
  scalar(node: Located, type: 'number', name: string): number | undefined;
  scalar(node: Located, type: 'boolean', name: string): boolean | undefined;
  scalar(node: Located, type: ScalarType, name: string): string | number | boolean | undefined {
    if (node.kind !== 'scalar') return this.wrongType(node, name, `a ${type}`);
    const { value } = node;
    if (value !== null && typeof value === type) return value;
    // What can only have been meant one way is read that way: `version: 1.0`, `required: 'true'`, `minimum: '1'`, `description:`.
    const meant = value === null ? undefined : conversions[type](value);
    if (value !== null && meant === undefined) return this.wrongType(node, name, `a ${type}`);
    const what = `'${name}' takes a ${type}, not ${typeName(node)}; it is ${value === null ? 'ignored' : `read as ${JSON.stringify(meant)}`}`;
    this.diagnostics.warning('wrong-type', node.place, what);
    return meant;
  }

  /** A field without a value, `tags:`, says nothing; that is told and harmless. */
  #isNull(node: Located, name: string, expected: string): boolean {
    if (node.kind !== 'scalar' || node.value !== null) return false;
    this.diagnostics.warning(
      'wrong-type',
      node.place,
      `'${name}' takes ${expected}, not null; it is ignored`,
    );
    return true;
  }

  wrongType(node: Located, name: string, expected: string): undefined {
    this.diagnostics.error('wrong-type', node.place, `'${name}' takes ${expected}, not ${typeName(node)}`);
    return undefined;
  }

  extensions(): ReadonlyMap<string, Json> {
    const found = new Map<string, Json>();
    this.node.forEach((name, value) => {
      if (name.startsWith('x-')) found.set(name, toJson(value));
    });
    return found;
  }

  /** Tells every field that is neither known nor an extension. */
  allow(known: readonly string[], severity: 'error' | 'warning' = 'error'): void {
    for (const name of this.node.keys()) {
      if (known.includes(name) || name.startsWith('x-')) continue;
      this.diagnostics[severity](
        'unknown-field',
        this.node.keyPlace(name),
        `'${name}' is no field here${didYouMean(name, known)}`,
      );
    }
  }
}

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function defined<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
