import { type AttributeValue, typeOf } from '../values/attribute-value.js';
import { validateValue } from '../values/validate.js';
import { malformed } from './malformed.js';
import type { StatementReader } from './reader.js';

/** Whether a literal or a parameter begins here. */
export function isLiteral(reader: StatementReader): boolean {
  const { kind } = reader.peek();
  if (kind === 'string' || kind === 'number') return true;
  if (kind === 'symbol') return ['?', '-', '+', '[', '{', '<<'].some((symbol) => reader.isSymbol(symbol));
  return ['true', 'false', 'null'].some((word) => reader.isKeyword(word));
}

/** A literal as an attribute value: `'text'`, `1.5`, `true`, `null`, `[…]`, `{'name': …}`, `<<…>>`, `?`. */
export function literal(reader: StatementReader): AttributeValue {
  return validateValue(read(reader));
}

function read(reader: StatementReader): AttributeValue {
  const { kind, text } = reader.peek();
  if (kind === 'string') return { S: take(reader, text) };
  if (kind === 'number') return { N: take(reader, text) };
  if (reader.isSymbol('?')) return reader.parameter();
  if (reader.isSymbol('-') || reader.isSymbol('+')) return signed(reader);
  if (reader.acceptKeyword('true')) return { BOOL: true };
  if (reader.acceptKeyword('false')) return { BOOL: false };
  if (reader.acceptKeyword('null')) return { NULL: true };
  return reader.nested(() => collection(reader));
}

function take(reader: StatementReader, text: string): string {
  reader.next();
  return text;
}

function signed(reader: StatementReader): AttributeValue {
  const sign = reader.next().text;
  if (reader.peek().kind !== 'number') throw reader.unexpected('a number');
  return { N: `${sign}${reader.next().text}` };
}

function collection(reader: StatementReader): AttributeValue {
  if (reader.accept('[')) return { L: elements(reader, ']', read) };
  if (reader.accept('{')) return { M: Object.fromEntries(elements(reader, '}', entry)) };
  if (reader.accept('<<')) return setOf(elements(reader, '>>', read));
  throw reader.unexpected('a value');
}

/** What stands between commas up to `end`. */
export function elements<T>(
  reader: StatementReader,
  end: string,
  element: (reader: StatementReader) => T,
): T[] {
  const list: T[] = [];
  if (reader.accept(end)) return list;
  do list.push(element(reader));
  while (reader.accept(','));
  reader.expect(end);
  return list;
}

function entry(reader: StatementReader): [string, AttributeValue] {
  const { kind, text } = reader.peek();
  if (kind !== 'string') throw reader.unexpected('a name in single quotes');
  reader.next();
  reader.expect(':');
  return [text, read(reader)];
}

/** Sets hold strings, numbers or binary values, all of one type. */
function setOf(values: readonly AttributeValue[]): AttributeValue {
  const texts = values.map((value) => String(Object.values(value)[0]));
  const [type, ...others] = new Set(values.map(typeOf));
  if (type === undefined || others.length > 0) throw malformed('A set holds values of one type');
  if (type === 'S') return { SS: texts };
  if (type === 'N') return { NS: texts };
  if (type === 'B') return { BS: texts };
  throw malformed('A set holds strings, numbers or binary values');
}
