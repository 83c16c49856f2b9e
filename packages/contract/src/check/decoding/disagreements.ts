import type { Diagnostics } from '../../diagnostics.js';
import type { Schema } from '../../model.js';
import { distinction } from '../../write/schemas/alternatives.js';
import type { Decoding } from '../../write/schemas/decoding.js';
import { type Decision, decisionsOf, toldAs } from './decisions.js';
import { belowAll, keyOf, possiblyWith, togetherWith } from './value-schemas.js';

/** Finds values that schemas decode in two ways, and alternatives that cannot be told apart once they are decoded. */
export class Disagreements {
  readonly #decoding: Decoding;
  readonly #diagnostics: Diagnostics;
  readonly #seen = new Set<string>();
  readonly #told = new Set<Schema>();

  constructor(decoding: Decoding, diagnostics: Diagnostics) {
    this.#decoding = decoding;
    this.#diagnostics = diagnostics;
  }

  /** Looks at the value that all these schemas describe, and at all below it. */
  find(roots: Iterable<Schema>): void {
    const pending = Array.from(roots, (each) => ({ schemas: [each], chosen: new Set<readonly Schema[]>() }));
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const all = togetherWith(next.schemas);
      const key = keyOf(all);
      if (this.#seen.has(key) || !all.some((each) => this.#decoding.converts(each))) continue;
      this.#seen.add(key);
      this.#agree(all);
      for (const below of belowAll(all).values()) pending.push({ schemas: below, chosen: new Set() });
      const { chosen } = next;
      const lists = all.flatMap((each) => alternativesOf(each)).filter(({ list }) => !chosen.has(list));
      const taken = new Set([...chosen, ...lists.map(({ list }) => list)]);
      for (const { list, isTold } of lists) {
        if (!isTold) this.#tellApart(list);
        for (const each of list) pending.push({ schemas: [...all, each], chosen: taken });
      }
    }
  }

  #agree(schemas: readonly Schema[]): void {
    const decisions = schemas.flatMap((each) => decisionsOf(each, this.#decoding));
    for (const from of ['string', 'number'] as const) {
      const own = decisions.filter((each) => each.from === from);
      const [first] = own;
      const other = own.find(({ conversion }) => conversion !== first?.conversion);
      if (first !== undefined && other !== undefined) this.#tell(other, first, 'one value');
    }
  }

  #tellApart(alternatives: readonly Schema[]): void {
    for (const [index, each] of alternatives.entries())
      for (const other of alternatives.slice(index + 1)) this.#compare(each, other);
  }

  #compare(left: Schema, right: Schema): void {
    const pending: [Schema[], Schema[]][] = [[[left], [right]]];
    const seen = new Set<string>();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [a, b] = [possiblyWith(next[0]), possiblyWith(next[1])];
      const key = `${keyOf(a)}|${keyOf(b)}`;
      if (seen.has(key) || ![...a, ...b].some((each) => this.#decoding.converts(each))) continue;
      seen.add(key);
      this.#differ(a, b);
      const below = belowAll(b);
      for (const [place, each] of belowAll(a)) {
        const other = below.get(place) ?? (place.startsWith('.') ? below.get('*') : undefined);
        if (other !== undefined) pending.push([each, other]);
      }
    }
  }

  /** Of one type to code and two on the wire: nobody could tell which of them is to be written. */
  #differ(left: readonly Schema[], right: readonly Schema[]): void {
    const others = right.flatMap((each) => decisionsOf(each, this.#decoding));
    for (const each of left.flatMap((schema) => decisionsOf(schema, this.#decoding))) {
      const other = others.find(
        ({ type, conversion }) => type === each.type && conversion !== each.conversion,
      );
      if (other !== undefined) this.#tell(other, each, 'alternatives that nothing tells apart');
    }
  }

  #tell(decision: Decision, other: Decision, of: string): void {
    const { schema } = decision;
    if (this.#told.has(schema)) return;
    this.#told.add(schema);
    const what = `${of} would be ${toldAs(other)} and ${toldAs(decision)}`;
    this.#diagnostics.error('undecodable', schema.place, what);
  }
}

function alternativesOf(schema: Schema): { readonly list: readonly Schema[]; readonly isTold: boolean }[] {
  return [schema.anyOf, schema.oneOf].flatMap((list) => {
    if (list === undefined) return [];
    const known = distinction(list, 'response', schema.discriminator?.propertyName);
    return [{ list, isTold: known !== undefined }];
  });
}
