import * as t from 'io-ts';

/** Adds to `errors` all that keeps `u` from being valid. */
export type Collect = (u: unknown, context: t.Context, errors: t.ValidationError[]) => void;

/** A codec of whatever values, also of a schema that none fits, which io-ts's own type for it leaves out. */
export type AnyCodec = t.Mixed | t.Type<never, never, unknown>;

/** A JSON object: not null, not an array. */
export function isObject(u: unknown): u is Readonly<Record<string, unknown>> {
  return typeof u === 'object' && u !== null && !Array.isArray(u);
}

/** What a schema that takes no value asks. */
export function isNever(_u: unknown): boolean {
  return false;
}

const expectations = new Map<string, t.Any>();

/** A type that stands for what is expected: io-ts's reporters print its name. */
function expectation(name: string): t.Any {
  const known = expectations.get(name);
  if (known !== undefined) return known;
  const made = new t.Type<unknown>(name, (_u): _u is unknown => false, t.failure, t.identity);
  expectations.set(name, made);
  return made;
}

/** The failure of `u`, which stands at the end of `path`, an array of this failure alone. */
export function failure(u: unknown, path: t.ContextEntry[], expected: string): t.ValidationError {
  const end = Math.max(path.length - 1, 0);
  path[end] = { key: path[end]?.key ?? '', type: expectation(expected), actual: u };
  return { value: u, context: path };
}

const value = expectation('value');

/** The way to a property or an item. */
export function below(key: string | number, u: unknown, context: t.Context): t.ContextEntry[] {
  const { length } = context;
  // Made at once in its full length, which a copy that another entry is pushed onto is not.
  const path = new Array<t.ContextEntry>(length + 1);
  for (let index = 0; index < length; index++) path[index] = context[index] as t.ContextEntry;
  path[length] = { key: String(key), type: value, actual: u };
  return path;
}

/** The failures of the alternative that fails least, since it is the one most likely meant. */
export function closest(
  u: unknown,
  context: t.Context,
  alternatives: readonly Collect[],
): t.ValidationError[] {
  const tries = alternatives.map((collect) => {
    const found: t.ValidationError[] = [];
    collect(u, context, found);
    return found;
  });
  const [least] = tries.sort((a, b) => a.length - b.length);
  if (least !== undefined && least.length > 0) return least;
  return [failure(u, context.slice(), 'one of the alternatives')];
}

function tooDeep<A>(u: unknown, context: t.Context): t.Validation<A> {
  return t.failures([failure(u, context.slice(), 'a value that is not nested as deep')]);
}

/** A predicate that refuses what is nested deeper than the stack, where the given one would throw. */
function bounded<A>(is: (u: unknown) => u is A): (u: unknown) => u is A {
  return (u): u is A => {
    try {
      return is(u);
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  };
}

/** The io-ts type of a compiled schema. */
class Codec<A> extends t.Type<A, A, unknown> {
  readonly #is: (u: unknown) => u is A;
  readonly #collect: Collect;

  constructor(name: string, is: (u: unknown) => u is A, collect: Collect) {
    super(name, bounded(is), (u, context) => this.#validate(u, context), t.identity);
    this.#is = is;
    this.#collect = collect;
  }

  /** As io-ts has it, but the context is made only where there is an error to stand in it. */
  override decode(u: unknown): t.Validation<A> {
    try {
      if (this.#is(u)) return t.success(u);
    } catch (error) {
      return this.#refused(error, u, [{ key: '', type: this, actual: u }]);
    }
    return this.#collected(u, [{ key: '', type: this, actual: u }]);
  }

  #validate(u: unknown, context: t.Context): t.Validation<A> {
    try {
      if (this.#is(u)) return t.success(u);
    } catch (error) {
      return this.#refused(error, u, context);
    }
    return this.#collected(u, context);
  }

  #collected(u: unknown, context: t.Context): t.Validation<A> {
    const errors: t.ValidationError[] = [];
    try {
      this.#collect(u, context, errors);
    } catch (error) {
      return this.#refused(error, u, context);
    }
    return t.failures(errors);
  }

  /** A RangeError is the end of the stack: input nested deeper than any schema means. */
  #refused(error: unknown, u: unknown, context: t.Context): t.Validation<A> {
    if (error instanceof RangeError) return tooDeep(u, context);
    throw error;
  }
}

/**
 * A codec whose valid path allocates nothing but its answer: the predicate runs first, and only a value that it refuses
 * is walked again to collect every error.
 */
export function codec<A>(name: string, is: (u: unknown) => u is A, collect: Collect): t.Type<A, A, unknown> {
  return new Codec(name, is, collect);
}
