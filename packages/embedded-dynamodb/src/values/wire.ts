import { DynamoDbError } from '../tables.js';

/** Reads members of a JSON request by the type that the API's model gives them. Errors: SerializationException. */

function mismatch(message: string): DynamoDbError {
  return new DynamoDbError('SerializationException', message);
}

/** The parser's name for what stands where something else belongs. */
function tokenName(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return typeof value === 'number' ? 'NUMBER_VALUE' : 'STRING_VALUE';
}

function refuse(value: unknown, target: string): DynamoDbError {
  if (Array.isArray(value)) return mismatch('Unexpected value type in payload');
  if (typeof value === 'object') return mismatch('Start of structure or map found where not expected.');
  return mismatch(`${tokenName(value)} cannot be converted to ${target}`);
}

export function asString(value: unknown): string {
  if (typeof value !== 'string') throw refuse(value, 'String');
  return value;
}

export function asBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw refuse(value, 'Boolean');
  return value;
}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw mismatch('Unexpected field type');
  return value;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw mismatch('Unexpected field type');
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Base64 text in its one canonical form, so that equal bytes are equal text. */
export function asBase64(value: unknown): string {
  const text = asString(value);
  if (text.length % 4 !== 0) {
    throw mismatch(`Base64 encoded length is expected a multiple of 4 bytes but found: ${text.length}`);
  }
  const wrong = /[^A-Za-z0-9+/]/.exec(text.replace(/={1,2}$/, ''));
  if (wrong !== null) throw mismatch(`Invalid Base64 character: '${wrong[0]}'`);
  return Buffer.from(text, 'base64').toString('base64');
}
