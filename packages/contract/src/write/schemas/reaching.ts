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

  /** Decides all that is reached and not known yet, going back from each that is sought. */
  #decide(schema: Schema): boolean {
    const parents = new Map<Schema, Schema[]>([[schema, []]]);
    const found: Schema[] = [];
    for (const [next] of parents) {
      if (this.#known.get(next) === true || this.#isSought(next)) found.push(next);
      if (this.#known.has(next)) continue;
      for (const child of this.#childrenOf(next)) {
        const above = parents.get(child);
        if (above === undefined) parents.set(child, [next]);
        else above.push(next);
      }
    }
    for (const each of parents.keys()) if (!this.#known.has(each)) this.#known.set(each, false);
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      this.#known.set(next, true);
      for (const above of parents.get(next) ?? []) if (this.#known.get(above) !== true) found.push(above);
    }
    return this.#known.get(schema) === true;
  }
}
