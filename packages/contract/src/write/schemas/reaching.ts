import type { Schema } from '../../model.js';

/** Tells which schemas lead to one that is looked for. */
export class Reaching {
  readonly #childrenOf: (schema: Schema) => readonly Schema[];
  readonly #isSought: (schema: Schema) => boolean;
  readonly #known = new Map<Schema, boolean>();

  constructor(childrenOf: (schema: Schema) => readonly Schema[], isSought: (schema: Schema) => boolean) {
    this.#childrenOf = childrenOf;
    this.#isSought = isSought;
  }

  /** Whether the schema, or one that is reached from it, is sought. */
  leads(schema: Schema): boolean {
    return this.#known.get(schema) ?? this.#decide(schema);
  }

  /** Decides all that is reached and not known yet. */
  #decide(schema: Schema): boolean {
    const reached = new Set([schema]);
    const found: Schema[] = [];
    for (const next of reached) {
      if (this.#known.get(next) === true || this.#isSought(next)) found.push(next);
      if (!this.#known.has(next)) for (const child of this.#childrenOf(next)) reached.add(child);
    }
    // Most often there is none, and nobody asks which schema leads to which.
    if (found.length > 0) this.#goBack(found, reached);
    for (const each of reached) if (!this.#known.has(each)) this.#known.set(each, false);
    return this.#known.get(schema) === true;
  }

  /** Whatever leads to one that is found leads there itself. */
  #goBack(found: Schema[], reached: ReadonlySet<Schema>): void {
    const parents = new Map<Schema, Schema[]>();
    for (const each of reached) {
      if (this.#known.has(each)) continue;
      for (const child of this.#childrenOf(each)) {
        const above = parents.get(child);
        if (above === undefined) parents.set(child, [each]);
        else above.push(each);
      }
    }
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      this.#known.set(next, true);
      for (const above of parents.get(next) ?? []) if (this.#known.get(above) !== true) found.push(above);
    }
  }
}
