import { AwsError } from '../parts.js';
import { invalidValue, missingParameter } from './sqs-error.js';

/** Decoded JSON of a request, before its members are checked. */
export type Input = Readonly<Record<string, unknown>>;

function wrongType(name: string, expected: string): AwsError {
  return new AwsError('SerializationException', `${name} is expected to be ${expected}.`);
}

/** Error: SerializationException when it is no JSON object. */
export function asInput(value: unknown, name = 'The request'): Input {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(name, 'an object');
  return value as Input;
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(name, 'a string');
}

/** Errors: MissingParameter, also when it is empty. */
export function text(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

export interface Range {
  readonly min: number;
  readonly max: number;
  /** The message's reason; SQS words it in several ways. */
  readonly reason?: string;
}

/** Errors: InvalidParameterValue outside the range. */
export function optionalInteger(input: Input, name: string, range: Range): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'an integer');
  if (value < range.min || value > range.max) {
    const reason = range.reason ?? `Must be between ${range.min} and ${range.max}, if provided.`;
    throw invalidValue(value, name, reason);
  }
  return value;
}

export function texts(input: Input, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw wrongType(name, 'a list of strings');
}

export function textMap(input: Input, name: string): Readonly<Record<string, string>> {
  const map = asInput(input[name] ?? {}, name);
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string') throw wrongType(`${name}.${key}`, 'a string');
  }
  return map as Readonly<Record<string, string>>;
}
