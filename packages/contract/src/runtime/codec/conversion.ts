import { isObject } from './codec.js';

/** A value that has no wire form: the way to it, innermost key first, and what had to stand there. */
export interface Unwritable {
  readonly keys: string[];
  readonly value: unknown;
  readonly expected: string;
}

/**
 * How the values of a schema go from the wire to code and back. Several schemas may describe one value: each gets the
 * value as it was given, by which alternatives are chosen, and what the others have `made` of it.
 */
export interface Conversion {
  /** What code gets of a wire value that its schema accepts. */
  decode(wire: unknown, made: unknown): unknown;
  /** What goes over the wire; what cannot is added to `failed`. */
  encode(value: unknown, made: unknown, failed: Unwritable[]): unknown;
}

/** Conversions refer to one another in circles, so each is asked for when it is needed. */
export type Later = () => Conversion;

/** What is done with each member or item. */
interface Walk {
  step(conversion: Conversion, given: unknown, made: unknown): unknown;
  /** Adds the key of what the last step was about to the way to what failed in it. */
  through(key: string): void;
}

const decoding: Walk = {
  step: (conversion, given, made) => conversion.decode(given, made),
  through: () => undefined,
};

function encodingInto(failed: Unwritable[]): Walk {
  let before = failed.length;
  return {
    step: (conversion, given, made) => {
      before = failed.length;
      return conversion.encode(given, made, failed);
    },
    through: (key) => {
      for (let index = before; index < failed.length; index++) failed[index]?.keys.push(key);
    },
  };
}

/** Sets an own member, also one that is called `__proto__`. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

export interface MembersFormat {
  /** Declared properties; null: what stands there is the same to code. */
  readonly known: readonly (readonly [name: string, conversion: Later | null])[];
  readonly patterns?: readonly (readonly [pattern: RegExp, conversion: Later | null])[];
  /** Of members that are neither known nor match a pattern. */
  readonly rest?: Later;
}

/** The members of an object; the object itself where none of them changes. */
export function members({ known, patterns = [], rest }: MembersFormat): Conversion {
  const byName = new Map(known);
  const isFixed = patterns.length === 0 && rest === undefined;
  const conversionsOf = (key: string): (Later | null)[] => {
    const named = byName.get(key);
    const matching = patterns.filter(([pattern]) => pattern.test(key)).map(([, each]) => each);
    const all = [...(named === undefined ? [] : [named]), ...matching];
    return all.length === 0 && rest !== undefined ? [rest] : all;
  };
  const each = (given: unknown, made: unknown, walk: Walk): unknown => {
    if (!isObject(given) || !isObject(made)) return made;
    let copy: Record<string, unknown> | undefined;
    for (const key of isFixed ? byName.keys() : Object.keys(given)) {
      const value = Object.hasOwn(given, key) ? given[key] : undefined;
      if (value === undefined) continue;
      const before = made[key];
      let after = before;
      for (const later of conversionsOf(key)) {
        if (later === null) continue;
        after = walk.step(later(), value, after);
        walk.through(key);
      }
      if (after === before) continue;
      copy ??= { ...made };
      put(copy, key, after);
    }
    return copy ?? made;
  };
  return {
    decode: (wire, made) => each(wire, made, decoding),
    encode: (value, made, failed) => each(value, made, encodingInto(failed)),
  };
}

/** The items of an array: of the first ones each has a conversion of its own, `null` for none. */
export function items(first: readonly (Later | null)[], rest: Later | null): Conversion {
  const each = (given: unknown, made: unknown, walk: Walk): unknown => {
    if (!Array.isArray(given) || !Array.isArray(made)) return made;
    let copy: unknown[] | undefined;
    for (let index = 0; index < given.length; index++) {
      const later = index < first.length ? first[index] : rest;
      if (later === null || later === undefined) continue;
      const before: unknown = made[index];
      const after = walk.step(later(), given[index], before);
      walk.through(String(index));
      if (after === before) continue;
      copy ??= made.slice();
      copy[index] = after;
    }
    return copy ?? made;
  };
  return {
    decode: (wire, made) => each(wire, made, decoding),
    encode: (value, made, failed) => each(value, made, encodingInto(failed)),
  };
}

/** A conversion that is declared further below, or in a circle. */
export function later(conversion: Later): Conversion {
  return {
    decode: (wire, made) => conversion().decode(wire, made),
    encode: (value, made, failed) => conversion().encode(value, made, failed),
  };
}

/** All schemas of one value, one after another. */
export function every(...parts: readonly Conversion[]): Conversion {
  return {
    decode: (wire, made) => parts.reduce((before, each) => each.decode(wire, before), made),
    encode: (value, made, failed) => parts.reduce((before, each) => each.encode(value, before, failed), made),
  };
}

export interface Alternative {
  /** Whether the alternative accepts a wire value. */
  readonly accepts: (wire: unknown) => boolean;
  readonly conversion: Later | null;
}

/** Whether a value still holds what no wire has: an alternative without a type would let it pass. */
function hasDecoded(value: unknown): boolean {
  if (typeof value === 'bigint' || value instanceof Date || value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.some(hasDecoded);
  return isObject(value) && Object.values(value).some(hasDecoded);
}

/**
 * The first alternative that accepts the wire value. A value is written as the alternative that its wire form would be
 * read as: one whose wire form an earlier alternative takes would come back as something else, and has no wire form.
 */
export function choice(alternatives: readonly Alternative[]): Conversion {
  return {
    decode: (wire, made) => {
      const conversion = alternatives.find(({ accepts }) => accepts(wire))?.conversion?.();
      return conversion === undefined ? made : conversion.decode(wire, made);
    },
    encode: (value, made, failed) => {
      for (const [index, { accepts, conversion }] of alternatives.entries()) {
        const own: Unwritable[] = [];
        const written = conversion === null ? made : conversion().encode(value, made, own);
        if (own.length > 0 || !accepts(written) || hasDecoded(written)) continue;
        if (alternatives.slice(0, index).some((earlier) => earlier.accepts(written))) continue;
        return written;
      }
      failed.push({ keys: [], value, expected: 'a value of one of the alternatives' });
      return made;
    },
  };
}

/** The alternative that a property names by its value. */
export function branches(property: string, cases: readonly (readonly [string, Later])[]): Conversion {
  const byValue = new Map<unknown, Later>(cases);
  const chosen = (value: unknown) =>
    isObject(value) && Object.hasOwn(value, property) ? byValue.get(value[property])?.() : undefined;
  return {
    decode: (wire, made) => {
      const conversion = chosen(wire);
      return conversion === undefined ? made : conversion.decode(wire, made);
    },
    encode: (value, made, failed) => {
      const conversion = chosen(value);
      return conversion === undefined ? made : conversion.encode(value, made, failed);
    },
  };
}
