import { AwsError } from '../parts.js';

export type Input = Readonly<Record<string, unknown>>;

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function text(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new AwsError('SerializationException', `${name} is expected to be a string.`);
}

/** Error: ValidationException when it is absent or empty. */
export function requiredText(input: Input, name: string): string {
  const value = text(input, name);
  if (value) return value;
  throw validation(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

export function flag(input: Input, name: string): boolean {
  const value = input[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw new AwsError('SerializationException', `${name} is expected to be a boolean.`);
}

/** Names of a request. Error: ValidationException unless there are 1 to 10. */
export function names(input: Input): string[] {
  const value = input.Names ?? [];
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) {
    throw new AwsError('SerializationException', 'Names is expected to be a list of strings.');
  }
  if (value.length >= 1 && value.length <= 10) return value;
  throw validation(
    `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10 and greater than or equal to 1`,
  );
}

/** Error: ValidationException for members that are given but have no effect here. */
export function refuse(input: Input, members: readonly string[]): void {
  const given = members.find((name) => input[name] !== undefined && input[name] !== null);
  if (given !== undefined) throw validation(`local-aws does not play ${given} of SSM: leave it out.`);
}

/** One page of items. Errors: ValidationException, InvalidNextToken. */
export function page<T extends { readonly name: string }>(
  items: readonly T[],
  input: Input,
  max: number,
): { items: T[]; nextToken: string | undefined } {
  const size = input.MaxResults ?? max;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > max) {
    throw validation(`MaxResults is ${String(size)}; it must be between 1 and ${max}.`);
  }
  const token = text(input, 'NextToken');
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
  if (token !== undefined && Buffer.from(after).toString('base64url') !== token) {
    throw new AwsError('InvalidNextToken', 'The specified token is not valid.');
  }
  const rest = items.filter(({ name }) => name > after);
  const chosen = rest.slice(0, size);
  const last = chosen.at(-1);
  const more = last !== undefined && rest.length > chosen.length;
  return { items: chosen, nextToken: more ? Buffer.from(last.name).toString('base64url') : undefined };
}
