import type * as t from 'io-ts';

/** One reason why a value was refused. */
export interface ValueProblem {
  /** RFC 6901 JSON pointer; empty for the value itself. */
  readonly pointer: string;
  readonly expected: string;
  /** The value as JSON, cut at 200 characters; `nothing` where it is absent. */
  readonly received: string;
}

/** What code gives may hold bigints, which JSON has no form for. */
function withDigits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function printed(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch (error) {
    if (error instanceof TypeError) return JSON.stringify(value, withDigits);
    // JSON.stringify recurs: a value nested deeper than the stack is told by its kind alone.
    if (error instanceof RangeError) return Array.isArray(value) ? 'an array' : 'an object';
    throw error;
  }
}

function received(value: unknown): string {
  const text = value === undefined ? 'nothing' : printed(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** All errors of a failed validation as JSON pointers with what was expected and received. */
export function problems(errors: t.Errors): ValueProblem[] {
  return errors.map(({ value, context }) => {
    const keys = context.slice(1).map(({ key }) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    return {
      pointer: keys.join(''),
      expected: context.at(-1)?.type.name ?? 'another value',
      received: received(value),
    };
  });
}
