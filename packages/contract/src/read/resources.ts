import type { Dialect } from './dialect.js';
import { escapePointer, type Located, type LocatedMap } from './located.js';
import { keywordKinds } from './schema-keywords.js';

/** A schema resource (JSON Schema 2020-12 Core, 4.3.5): a file, or a schema within it that has a URI of its own. */
export interface Resource {
  /** Absolute, without a fragment. */
  readonly uri: string;
  readonly root: Located;
  /** What JSON pointers have led to: many references lead to few places. */
  readonly pointers: Map<string, Located>;
  readonly anchors: Map<string, Located>;
  readonly dynamicAnchors: Map<string, Located>;
}

export function resource(uri: string, root: Located): Resource {
  return { uri, root, pointers: new Map(), anchors: new Map(), dynamicAnchors: new Map() };
}

/** The URI that a reference names, without its fragment; undefined where the base is none to resolve against. */
export function resolveUri(reference: string, base: string): string | undefined {
  try {
    return new URL(reference, base).href.replace(/#.*$/s, '');
  } catch {
    // The constructor throws for nothing else than a text that is no URI.
    return undefined;
  }
}

/** Objects whose keys are names that somebody gave, not keywords. */
const mapsOfNames = new Set(
  'properties patternProperties $defs definitions dependentSchemas dependencies schemas responses'.split(' '),
);
/** What holds data, in which an identifier identifies nothing. */
const data = new Set('enum const default example examples value'.split(' '));
const applicators = new Set<string>(['schema', 'schemas', 'schemaMap']);

interface Visit {
  readonly node: Located;
  readonly pointer: string;
  readonly within: Resource;
  readonly isMapOfNames: boolean;
  /** Whether the node is known to be a schema, so that what stands under an unknown keyword is none. */
  readonly inSchema: boolean;
}

/** Finds the resources and anchors of a file. A loop, since files may be nested deeper than the stack. */
export class ResourceIndex {
  readonly #dialect: Dialect;
  readonly #byPointer = new Map<string, Resource>();
  readonly #queue: Visit[] = [];

  constructor(file: Resource, dialect: Dialect) {
    this.#dialect = dialect;
    this.#queue.push({ node: file.root, pointer: '', within: file, isMapOfNames: false, inSchema: false });
    this.#byPointer.set('', file);
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) this.#visit(next);
  }

  get all(): Iterable<Resource> {
    return this.#byPointer.values();
  }

  /** The resource that a node belongs to. */
  at(pointer: string): Resource {
    let prefix = pointer;
    for (;;) {
      const found = this.#byPointer.get(prefix);
      if (found !== undefined) return found;
      prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0));
    }
  }

  #visit(visit: Visit): void {
    const { node, pointer } = visit;
    if (node.kind === 'scalar') return;
    if (node.kind === 'list') {
      for (const [index, item] of node.items.entries())
        this.#queue.push({ ...visit, node: item, pointer: `${pointer}/${index}` });
    } else if (visit.isMapOfNames) this.#descend(node, { ...visit, inSchema: visit.inSchema });
    else this.#visitSchema(node, visit);
  }

  #visitSchema(node: LocatedMap, visit: Visit): void {
    const isBare = this.#dialect.refStandsAlone === true && node.get('$ref') !== undefined;
    const within = isBare ? visit.within : this.#identify(node, visit);
    const inSchema = visit.inSchema || within !== visit.within || textOf(node, '$schema') !== undefined;
    this.#descend(node, { ...visit, within, inSchema });
  }

  #descend(node: LocatedMap, from: Visit): void {
    for (const [key, child] of node.entries) {
      if (!from.isMapOfNames && (data.has(key) || (from.inSchema && !holdsSchemas(key)))) continue;
      const pointer = `${from.pointer}/${escapePointer(key)}`;
      const isMapOfNames = !from.isMapOfNames && mapsOfNames.has(key);
      this.#queue.push({ ...from, node: child, pointer, isMapOfNames });
    }
  }

  /** The resource of what stands in the schema: its own where it has an identifier. */
  #identify(node: LocatedMap, { pointer, within }: Visit): Resource {
    const id = this.#dialect.id === undefined ? undefined : textOf(node, this.#dialect.id);
    const [path = '', fragment = ''] = id?.split('#', 2) ?? [];
    const uri = path === '' ? undefined : resolveUri(path, within.uri);
    const own = uri === undefined ? within : resource(uri, node);
    if (own !== within) this.#byPointer.set(pointer, own);
    // Up to draft 7 the fragment of an identifier is an anchor.
    const dynamic = textOf(node, '$dynamicAnchor');
    for (const anchor of [fragment, textOf(node, '$anchor'), dynamic])
      if (anchor !== undefined && anchor !== '' && !anchor.startsWith('/')) own.anchors.set(anchor, node);
    if (dynamic !== undefined) own.dynamicAnchors.set(dynamic, node);
    return own;
  }
}

function holdsSchemas(keyword: string): boolean {
  return (
    mapsOfNames.has(keyword) ||
    keyword === 'items' ||
    keyword === 'additionalItems' ||
    applicators.has(keywordKinds.get(keyword) ?? '')
  );
}

function textOf(node: LocatedMap, key: string): string | undefined {
  const value = node.get(key);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}
