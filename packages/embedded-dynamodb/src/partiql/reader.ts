import type { Path } from '../expressions/path.js';
import { DynamoDbError } from '../tables.js';
import type { AttributeValue } from '../values/attribute-value.js';
import { validateValue } from '../values/validate.js';
import { asList } from '../values/wire.js';
import { malformed } from './malformed.js';
import { type Token, tokenize } from './tokens.js';

/** What a statement may nest: its condition and its literals are read by recursion. */
const maximumDepth = 300;

/** Words that are no attribute names unless quoted. */
const keywords = new Set(
  `select from where insert into value update set remove delete returning and or not in between is missing null
   true false order by asc desc exists`.split(/\s+/),
);

/** Reads one statement token by token, and hands out its parameters in the order of their question marks. */
export class StatementReader {
  readonly #tokens: readonly Token[];
  readonly #parameters: readonly AttributeValue[];
  #position = 0;
  #taken = 0;
  #depth = 0;

  constructor(statement: string, parameters: unknown) {
    const list = parameters === undefined || parameters === null ? [] : asList(parameters);
    this.#parameters = list.map(validateValue);
    this.#tokens = tokenize(statement);
  }

  peek(offset = 0): Token {
    return (this.#tokens[this.#position + offset] ?? this.#tokens[this.#tokens.length - 1]) as Token;
  }

  next(): Token {
    const token = this.peek();
    this.#position++;
    return token;
  }

  isSymbol(symbol: string, offset = 0): boolean {
    return this.peek(offset).kind === 'symbol' && this.peek(offset).text === symbol;
  }

  accept(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    if (found) this.#position++;
    return found;
  }

  expect(symbol: string): void {
    if (!this.accept(symbol)) throw this.unexpected(symbol);
  }

  isKeyword(word: string, offset = 0): boolean {
    const { kind, text } = this.peek(offset);
    return kind === 'name' && text.toLowerCase() === word;
  }

  acceptKeyword(word: string): boolean {
    const found = this.isKeyword(word);
    if (found) this.#position++;
    return found;
  }

  expectKeyword(word: string): void {
    if (!this.acceptKeyword(word)) throw this.unexpected(word.toUpperCase());
  }

  unexpected(expected: string): DynamoDbError {
    const { kind, text } = this.peek();
    return malformed(`Expected ${expected}, got ${kind === 'end' ? 'the end of the statement' : text}`);
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.#depth > maximumDepth) throw malformed(`Nested deeper than ${maximumDepth} levels`);
    const result = read();
    this.#depth--;
    return result;
  }

  /** The name of an attribute, a table or an index. */
  name(): string {
    const { kind, text } = this.peek();
    const isName = kind === 'quoted' || (kind === 'name' && !keywords.has(text.toLowerCase()));
    if (!isName) throw this.unexpected('a name');
    this.#position++;
    return text;
  }

  /** `a.b[0]`, where `a['b']` is `a.b`. */
  path(): Path {
    const path: [string, ...(string | number)[]] = [this.name()];
    for (;;) {
      if (this.accept('.')) path.push(this.name());
      else if (this.accept('[')) path.push(this.#step());
      else return path;
    }
  }

  #step(): string | number {
    const { kind, text } = this.peek();
    const isIndex = kind === 'number' && /^\d+$/.test(text);
    if (!isIndex && kind !== 'string') throw this.unexpected('an index');
    this.#position++;
    this.expect(']');
    return isIndex ? Number(text) : text;
  }

  parameter(): AttributeValue {
    this.expect('?');
    const value = this.#parameters[this.#taken++];
    if (value === undefined) throw parameterMismatch();
    return value;
  }

  /** Errors: ValidationException where tokens or parameters are left over. */
  finish(): void {
    if (this.peek().kind !== 'end') throw malformed('Unexpected token after expression');
    if (this.#taken !== this.#parameters.length) throw parameterMismatch();
  }
}

function parameterMismatch(): DynamoDbError {
  return new DynamoDbError(
    'ValidationException',
    "Number of parameters in request and statement don't match.",
  );
}
