import type { Schema } from '../model.js';
import type { Located } from './located.js';
import type { References } from './references.js';
import type { Resource } from './resources.js';

/**
 * Which `$dynamicAnchor` each name leads to on the way that a schema is reached by: the outermost resource that has it
 * decides (JSON Schema 2020-12 Core, 8.2.3.2). A schema is read once for each scope, as a generic is compiled once for
 * each of its arguments, so that nothing is left to be looked up at run time.
 */
export class DynamicScope {
  readonly bindings: ReadonlyMap<string, Located>;
  /** What has been read in this scope. */
  readonly schemas = new Map<Located, Schema>();
  readonly #known: Map<string, DynamicScope>;

  constructor(bindings: ReadonlyMap<string, Located>, known: Map<string, DynamicScope> = new Map()) {
    this.bindings = bindings;
    this.#known = known;
    if (bindings.size === 0) known.set('', this);
  }

  /** Every scope that has been entered from here. */
  get all(): Iterable<DynamicScope> {
    return this.#known.values();
  }

  /** The scope inside a resource. */
  enter({ dynamicAnchors }: Resource): DynamicScope {
    if (dynamicAnchors.size === 0) return this;
    const added = [...dynamicAnchors].filter(([name]) => !this.bindings.has(name));
    if (added.length === 0) return this;
    const bindings = new Map([...this.bindings, ...added]);
    const key = Array.from(bindings, ([name, { place }]) => `${name} ${place.file}#${place.pointer}`).sort();
    const known = this.#known.get(key.join('\n')) ?? new DynamicScope(bindings, this.#known);
    this.#known.set(key.join('\n'), known);
    return known;
  }
}

/** Tells which schemas lead to a `$dynamicRef`: what does not is the same in every scope. */
export class DynamicReach {
  readonly #references: References;
  readonly #known = new Map<Located, boolean>();

  constructor(references: References) {
    this.#references = references;
  }

  has(node: Located): boolean {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    /** Each node that has been reached, with the one that it was reached from. */
    const reached = new Map<Located, Located | undefined>([[node, undefined]]);
    for (const [each] of reached) {
      if (this.#known.get(each) === true || (each.kind === 'map' && each.get('$dynamicRef') !== undefined)) {
        for (let at: Located | undefined = each; at !== undefined; at = reached.get(at))
          this.#known.set(at, true);
        return true;
      }
      if (this.#known.get(each) === undefined)
        for (const next of this.#next(each)) if (!reached.has(next)) reached.set(next, each);
    }
    // Whatever was passed without finding one leads to none either.
    for (const [each] of reached) this.#known.set(each, false);
    return false;
  }

  #next(node: Located): Iterable<Located> {
    if (node.kind === 'scalar') return [];
    if (node.kind === 'list') return node.items;
    const reference = node.get('$ref');
    const target = reference?.kind === 'scalar' ? this.#references.target(reference) : undefined;
    return target === undefined ? node.entries.values() : [...node.entries.values(), target];
  }
}
