import { DynamoDbError } from '../tables.js';
import { type AttributeValue, attributeTypes, type Item } from './attribute-value.js';
import { maximumLevels, tooDeep } from './levels.js';
import { normaliseNumber } from './number.js';
import { asBase64, asBoolean, asList, asRecord, asString } from './wire.js';

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

function invalidParameter(message: string): DynamoDbError {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

/**
 * A checked copy of `item` in normal form; `at` is the API's member that carries it (`Item`, `Key`). Errors:
 * ValidationException, SerializationException.
 */
export function validateItem(item: unknown, at: string): Item {
  if (item === undefined || item === null) {
    const member = at.charAt(0).toLowerCase() + at.slice(1);
    throw invalid(
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return checkItem(item, 1);
}

/**
 * A checked copy of `value` in normal form: numbers in plain notation, base64 canonical, so that equal scalars are equal
 * text. Errors: ValidationException, SerializationException.
 */
export function validateValue(value: unknown): AttributeValue {
  return checkValue(value, 1);
}

function checkItem(item: unknown, level: number): Item {
  // fromEntries defines own properties, whatever the name: `__proto__` is an attribute like any other.
  return Object.fromEntries(
    Object.entries(asRecord(item)).map(([name, value]) => {
      if (name === '') throw invalidParameter('Empty attribute name');
      return [name, checkValue(value, level)];
    }),
  );
}

function checkValue(value: unknown, level: number): AttributeValue {
  if (level > maximumLevels) throw tooDeep();
  const members = asRecord(value);
  const types = attributeTypes.filter((type) => members[type] !== undefined && members[type] !== null);
  const [type] = types;
  if (type === undefined) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  const checked = read[type](members[type], level);
  if (types.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  return checked;
}

const read: Record<(typeof attributeTypes)[number], (value: unknown, level: number) => AttributeValue> = {
  S: (value) => ({ S: asString(value) }),
  N: (value) => ({ N: normaliseNumber(asString(value)) }),
  B: (value) => ({ B: asBase64(value) }),
  SS: readStringSet,
  NS: readNumberSet,
  BS: readBinarySet,
  M: (value, level) => ({ M: checkItem(value, level + 1) }),
  L: (value, level) => ({ L: asList(value).map((element) => checkValue(element, level + 1)) }),
  NULL: readNull,
  BOOL: (value) => ({ BOOL: asBoolean(value) }),
};

function hasDuplicates(elements: readonly string[]): boolean {
  return new Set(elements).size !== elements.length;
}

function readStringSet(value: unknown): AttributeValue {
  const SS = asList(value).map(asString);
  if (SS.length === 0) throw invalidParameter('An string set  may not be empty');
  if (hasDuplicates(SS)) throw invalidParameter(`Input collection [${SS.join(', ')}] contains duplicates.`);
  return { SS };
}

function readNumberSet(value: unknown): AttributeValue {
  const texts = asList(value).map(asString);
  if (texts.length === 0) throw invalidParameter('An number set  may not be empty');
  const NS = texts.map(normaliseNumber);
  if (hasDuplicates(NS)) throw invalid('Input collection contains duplicates');
  return { NS };
}

function readBinarySet(value: unknown): AttributeValue {
  const BS = asList(value).map(asBase64);
  if (BS.length === 0) throw invalidParameter('Binary sets should not be empty');
  // AWS's own text lacks the space before "of".
  if (hasDuplicates(BS)) {
    throw invalidParameter(`Input collection [${BS.join(', ')}]of type BS contains duplicates.`);
  }
  return { BS };
}

function readNull(value: unknown): AttributeValue {
  if (!asBoolean(value)) throw invalidParameter('Null attribute value types must have the value of true');
  return { NULL: true };
}
