import { AwsError } from '../parts.js';

/** The decoded JSON of a request. */
export type Input = { readonly [key: string]: unknown };

export function inputOf(input: unknown): Input {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Input;
  throw new AwsError('SerializationException', 'Start of structure expected.');
}

/** A text member; undefined where it is absent. */
export function text(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new AwsError('SerializationException', `${name} is not a string.`);
  return value;
}

export function requiredText(input: Input, name: string): string {
  const value = text(input, name);
  if (value !== undefined) return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw validation(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** Refuses members that local-aws does not play, instead of dropping what they ask for. */
export function refuseOthers(input: Input, known: readonly string[], what: string): void {
  const other = Object.keys(input).find(
    (name) => !known.includes(name) && input[name] !== undefined && input[name] !== null,
  );
  if (other !== undefined) throw validation(`${what} has ${other}, which local-aws does not support`);
}

/** One page of a list, and the token of the next one. */
export function page<T>(
  items: readonly T[],
  input: Input,
): { readonly items: readonly T[]; readonly next: { NextToken?: string } } {
  const start = Number(text(input, 'NextToken') ?? 0);
  const limit = input.Limit ?? 100;
  if (!Number.isInteger(start)) throw validation('Parameter NextToken is not valid.');
  if (!Number.isInteger(limit) || Number(limit) < 1 || Number(limit) > 100) {
    throw validation(
      `1 validation error detected: Value '${String(limit)}' at 'limit' failed to satisfy constraint: Member must have value between 1 and 100`,
    );
  }
  const end = start + Number(limit);
  return { items: items.slice(start, end), next: end < items.length ? { NextToken: String(end) } : {} };
}
