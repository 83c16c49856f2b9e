import { DynamoDbError } from '../tables.js';
import type { AttributeValue } from '../values/attribute-value.js';
import type { ExpressionContext } from './context.js';
import type { Path } from './path.js';
import { isReserved } from './reserved-words.js';
import { type Token, tokenize } from './tokens.js';

const maximumBytes = 4096;
const maximumOperators = 300;

export const redundantParentheses = 'The expression has redundant parentheses;';

/** Faults of an expression that parses, in the order in which DynamoDB looks for them. */
const faultOrder = [
  'parentheses',
  'function',
  'section',
  'reserved',
  'name',
  'value',
  'operand',
  'paths',
] as const;
export type Fault = (typeof faultOrder)[number];

/** Reads an expression token by token. A syntax error ends it at once; other faults wait until all of it is read. */
export class ExpressionReader {
  readonly #text: string;
  readonly #member: string;
  readonly #context: ExpressionContext;
  readonly #tokens: readonly Token[];
  readonly #faults = new Map<Fault, string>();
  #position = 0;
  #operators = 0;
  #depth = 0;

  /** `member` is the member of the request that holds the expression, such as `FilterExpression`. */
  constructor(text: string, member: string, context: ExpressionContext) {
    this.#text = text;
    this.#member = member;
    this.#context = context;
    if (text.trim() === '') throw this.#invalid('The expression can not be empty;');
    const bytes = Buffer.byteLength(text);
    if (bytes > maximumBytes) {
      throw this.#invalid(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
    }
    this.#tokens = tokenize(text);
  }

  #invalid(message: string): DynamoDbError {
    return new DynamoDbError('ValidationException', `Invalid ${this.#member}: ${message}`);
  }

  #at(position: number): Token {
    return (this.#tokens[position] ?? this.#tokens[this.#tokens.length - 1]) as Token;
  }

  peek(): Token {
    return this.#at(this.#position);
  }

  next(): Token {
    const token = this.peek();
    this.#position++;
    return token;
  }

  /** Whether a function call begins here: a name before a parenthesis. */
  isCall(): boolean {
    return this.peek().kind === 'name' && this.#at(this.#position + 1).text === '(';
  }

  /** Takes the token if it is this symbol. */
  accept(symbol: string): boolean {
    const found = this.peek().kind === 'symbol' && this.peek().text === symbol;
    if (found) this.#position++;
    return found;
  }

  expect(symbol: string): void {
    if (!this.accept(symbol)) throw this.syntaxError();
  }

  /** The keyword that stands here, in upper case. */
  keyword(keywords: readonly string[]): string | undefined {
    const { kind, text } = this.peek();
    const word = text.toUpperCase();
    return kind === 'name' && keywords.includes(word) ? word : undefined;
  }

  acceptKeyword(keyword: string): boolean {
    const found = this.keyword([keyword]) !== undefined;
    if (found) this.#position++;
    return found;
  }

  /** DynamoDB quotes the token at fault with its neighbours. */
  syntaxError(): DynamoDbError {
    const token = this.peek();
    const start = this.#position === 0 ? token.start : this.#at(this.#position - 1).start;
    const end = token.kind === 'end' ? this.#at(this.#position - 1).end : this.#neighbourEnd();
    return this.#invalid(`Syntax error; token: "${token.text}", near: "${this.#text.slice(start, end)}"`);
  }

  #neighbourEnd(): number {
    const following = this.#at(this.#position + 1);
    return following.kind === 'end' ? this.peek().end : following.end;
  }

  /** Notes a fault; the first of its kind is told. */
  fault(kind: Fault, message: string): void {
    if (!this.#faults.has(kind)) this.#faults.set(kind, message);
  }

  /** Counts operators and functions, which bounds how deep the parser recurses. */
  countOperator(): void {
    if (++this.#operators > maximumOperators) {
      throw this.#invalid(
        `The expression contains more operators than the maximum of ${maximumOperators}; operator count: ${this.#operators}`,
      );
    }
  }

  /** More pairs of parentheses inside each other than operators cannot all be needed. */
  enter(): void {
    if (++this.#depth > maximumOperators) throw this.#invalid(redundantParentheses);
  }

  leave(): void {
    this.#depth--;
  }

  /** Tells what is wrong with the expression, now that it has been read. */
  finish(): void {
    if (this.peek().kind !== 'end') throw this.syntaxError();
    for (const kind of faultOrder) {
      const message = this.#faults.get(kind);
      if (message !== undefined) throw this.#invalid(message);
    }
  }

  /** `keywords` of the grammar cannot name an attribute. */
  path(keywords: readonly string[]): Path {
    if (this.keyword(keywords) !== undefined) throw this.syntaxError();
    const path: [string, ...(string | number)[]] = [this.#name()];
    for (;;) {
      if (this.accept('.')) path.push(this.#name());
      else if (this.accept('[')) path.push(this.#index());
      else return path;
    }
  }

  #name(): string {
    const { kind, text } = this.peek();
    if (kind !== 'name' && kind !== 'nameKey') throw this.syntaxError();
    this.#position++;
    if (kind === 'nameKey') return this.#substitute(text);
    if (isReserved(text)) {
      this.fault('reserved', `Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
    return text;
  }

  #substitute(key: string): string {
    const name = this.#context.name(key);
    if (name === undefined) {
      this.fault(
        'name',
        `An expression attribute name used in the document path is not defined; attribute name: ${key}`,
      );
    }
    return name ?? key;
  }

  #index(): number {
    if (this.peek().kind !== 'index') throw this.syntaxError();
    const index = Number(this.next().text);
    this.expect(']');
    return index;
  }

  value(): AttributeValue {
    if (this.peek().kind !== 'valueKey') throw this.syntaxError();
    const key = this.next().text;
    const value = this.#context.value(key);
    if (value === undefined) {
      this.fault(
        'value',
        `An expression attribute value used in expression is not defined; attribute value: ${key}`,
      );
    }
    return value ?? { NULL: true };
  }
}
