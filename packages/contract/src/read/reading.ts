import type { Diagnostics } from '../diagnostics.js';
import type { Contract, Header, Json, Parameter, RequestBody, Response } from '../model.js';
import { Fields } from './fields.js';
import { type Located, type LocatedMap, typeName } from './located.js';
import type { References } from './references.js';
import type { SchemaReader } from './schema.js';

/** What every reader of a part of the document needs. */
export interface Reading {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly diagnostics: Diagnostics;
  readonly dialect: Contract['openapi'];
  /** Keeps the bodies of GET and HEAD, which nothing generated sends or reads: others may, by the same document. */
  readonly allBodies?: boolean;
  /** What has been read, by its node: a component is read, and its slips are told, once however many refer to it. */
  readonly known: {
    readonly parameters: Map<LocatedMap, Parameter>;
    /** Parameters that their list has twice: that of a path item is read for each of its operations. */
    readonly repeated: Set<Located>;
    readonly headers: Map<LocatedMap, Header>;
    readonly requestBodies: Map<LocatedMap, RequestBody>;
    readonly responses: Map<LocatedMap, Omit<Response, 'status'>>;
  };
}

/** Of a document of which nothing has been read. */
export function nothingKnown(): Reading['known'] {
  return {
    parameters: new Map(),
    repeated: new Set(),
    headers: new Map(),
    requestBodies: new Map(),
    responses: new Map(),
  };
}

/** The value of a node, made by `make` when it is first asked for. */
export function once<T>(known: Map<LocatedMap, T>, node: LocatedMap, make: () => T): T {
  const value = known.get(node) ?? make();
  known.set(node, value);
  return value;
}

/** The fields of an object, references followed; undefined (and told) when it is none. */
export function fieldsOf(reading: Reading, node: Located, what: string): Fields | undefined {
  const target = reading.references.follow(node);
  if (target === undefined) return undefined;
  if (target.kind === 'map') return new Fields(target, reading.diagnostics);
  reading.diagnostics.error('wrong-type', target.place, `${what} is an object, not ${typeName(target)}`);
  return undefined;
}

/** The values of `examples` (a map of Example objects) and `example`. */
export function examplesOf(fields: Fields, toJson: (node: Located) => Json): Json[] {
  return exampleNodes(fields).map(toJson);
}

/** Tells what is wrong about examples and gives their nodes, which cost nothing until somebody reads them. */
export function exampleNodes(fields: Fields): Located[] {
  const single = fields.get('example');
  if (single !== undefined && fields.get('examples') !== undefined) {
    fields.diagnostics.error('invalid-keyword', single.place, "'example' and 'examples' exclude each other");
  }
  const named = Array.from(fields.map('examples')?.entries.values() ?? []).flatMap((node) => {
    const value = node.kind === 'map' ? node.get('value') : undefined;
    return value ?? [];
  });
  return single === undefined ? named : [single, ...named];
}
