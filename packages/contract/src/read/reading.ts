import type { Diagnostics } from '../diagnostics.js';
import type { Contract, Json } from '../model.js';
import { Fields } from './fields.js';
import type { Located } from './located.js';
import type { References } from './references.js';
import type { SchemaReader } from './schema.js';

/** What every reader of a part of the document needs. */
export interface Reading {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly diagnostics: Diagnostics;
  readonly dialect: Contract['openapi'];
}

/** The fields of an object, references followed; undefined (and told) when it is none. */
export function fieldsOf(reading: Reading, node: Located, what: string): Fields | undefined {
  const target = reading.references.follow(node);
  if (target === undefined) return undefined;
  if (target.kind === 'map') return new Fields(target, reading.diagnostics);
  reading.diagnostics.error('wrong-type', target.place, `${what} is an object`);
  return undefined;
}

/** The values of `examples` (a map of Example objects) and `example`. */
export function examplesOf(fields: Fields, toJson: (node: Located) => Json): Json[] {
  const single = fields.get('example');
  if (single !== undefined && fields.get('examples') !== undefined) {
    fields.diagnostics.error('invalid-keyword', single.place, "'example' and 'examples' exclude each other");
  }
  const named = Array.from(fields.map('examples')?.entries.values() ?? []).flatMap((node) => {
    const value = node.kind === 'map' ? node.entries.get('value') : undefined;
    return value === undefined ? [] : [toJson(value)];
  });
  return single === undefined ? named : [toJson(single), ...named];
}
