import * as t from 'io-ts';

/** Adds to `errors` all that keeps `u` from being valid. */
export type Collect = (u: unknown, context: t.Context, errors: t.ValidationError[]) => void;

/** A JSON object: not null, not an array. */
export function isObject(u: unknown): u is Readonly<Record<string, unknown>> {
  return typeof u === 'object' && u !== null && !Array.isArray(u);
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

/** Records that the value at the end of `context` is not what was expected. */
export function report(u: unknown, context: t.Context, errors: t.ValidationError[], expected: string): void {
  const end = context.length - 1;
  const path = context.slice();
  path[Math.max(end, 0)] = { key: context[end]?.key ?? '', type: expectation(expected), actual: u };
  errors.push({ value: u, context: path });
}

const value = expectation('value');

/** Collects below a property or an item. */
export function below(key: string | number, u: unknown, context: t.Context): t.Context {
  const path = context.slice();
  path.push({ key: String(key), type: value, actual: u });
  return path;
}

/** Reports the alternative that fails least, since it is the one most likely meant. */
export function reportClosest(
  u: unknown,
  context: t.Context,
  errors: t.ValidationError[],
  alternatives: readonly Collect[],
): void {
  const tries = alternatives.map((collect) => {
    const found: t.ValidationError[] = [];
    collect(u, context, found);
    return found;
  });
  const [least] = tries.sort((a, b) => a.length - b.length);
  if (least === undefined || least.length === 0) report(u, context, errors, 'one of the alternatives');
  else errors.push(...least);
}

function tooDeep<A>(u: unknown, context: t.Context): t.Validation<A> {
  const errors: t.ValidationError[] = [];
  report(u, context, errors, 'a value that is not nested as deep');
  return t.failures(errors);
}

/**
 * A codec whose valid path allocates nothing: the predicate runs first, and only a value that it refuses is walked
 * again to collect every error.
 */
export function codec<A>(name: string, is: (u: unknown) => u is A, collect: Collect): t.Type<A, A, unknown> {
  return new t.Type<A, A, unknown>(
    name,
    is,
    (u, context) => {
      try {
        if (is(u)) return t.success(u);
        const errors: t.ValidationError[] = [];
        collect(u, context, errors);
        return t.failures(errors);
      } catch (error) {
        // A RangeError is the end of the stack: input nested deeper than any schema means.
        if (error instanceof RangeError) return tooDeep(u, context);
        throw error;
      }
    },
    t.identity,
  );
}
