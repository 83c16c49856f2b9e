import { DynamoDbError } from '../tables.js';
import type { AttributeValue } from '../values/attribute-value.js';
import { validateValue } from '../values/validate.js';
import { asRecord, asString } from '../values/wire.js';

/** The substitutions of one request: ExpressionAttributeNames and ExpressionAttributeValues. */
export class ExpressionContext {
  readonly #names: ReadonlyMap<string, string>;
  readonly #values: ReadonlyMap<string, AttributeValue>;
  readonly #used = new Set<string>();

  /** Errors: ValidationException for names or values that are malformed. */
  constructor(names?: unknown, values?: unknown) {
    this.#names = read('ExpressionAttributeNames', names, nameOf);
    this.#values = read('ExpressionAttributeValues', values, validateValue);
  }

  /** The attribute's name behind `#key`, which counts as used from now on. */
  name(key: string): string | undefined {
    this.#used.add(key);
    return this.#names.get(key);
  }

  /** The value behind `:key`, which counts as used from now on. */
  value(key: string): AttributeValue | undefined {
    this.#used.add(key);
    return this.#values.get(key);
  }

  /** Errors: ValidationException when a name or a value is in no expression that was parsed. */
  assertAllUsed(): void {
    this.#assertUsed('ExpressionAttributeNames', this.#names);
    this.#assertUsed('ExpressionAttributeValues', this.#values);
  }

  #assertUsed(member: string, entries: ReadonlyMap<string, unknown>): void {
    const unused = [...entries.keys()].filter((key) => !this.#used.has(key));
    if (unused.length > 0) {
      throw invalid(`Value provided in ${member} unused in expressions: keys: {${unused.join(', ')}}`);
    }
  }
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

const keySyntax = { ExpressionAttributeNames: /^#\w+$/, ExpressionAttributeValues: /^:\w+$/ };

function read<T>(
  member: keyof typeof keySyntax,
  input: unknown,
  convert: (value: unknown) => T,
): Map<string, T> {
  if (input === undefined || input === null) return new Map();
  const entries = Object.entries(asRecord(input));
  if (entries.length === 0) throw invalid(`${member} must not be empty`);
  for (const [key] of entries) {
    if (!keySyntax[member].test(key)) {
      throw invalid(`${member} contains invalid key: Syntax error; key: "${key}"`);
    }
  }
  return new Map(entries.map(([key, value]) => [key, located(member, key, () => convert(value))]));
}

/** Adds the member and the key to what is wrong with a value. */
function located<T>(member: string, key: string, convert: () => T): T {
  try {
    return convert();
  } catch (error) {
    if (!(error instanceof DynamoDbError) || error.code !== 'ValidationException') throw error;
    throw invalid(`${member} contains invalid value: ${error.message} for key ${key}`);
  }
}

function nameOf(value: unknown): string {
  const name = asString(value);
  if (name === '') throw invalid('Empty attribute name');
  return name;
}
