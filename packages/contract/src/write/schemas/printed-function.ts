import type { Schema } from '../../model.js';
import { evaluateBody } from './evaluate-function.js';
import { type FunctionNames, FunctionPrinter } from './functions.js';
import type { SchemaTexts } from './schema-texts.js';
import type { Direction } from './variant.js';
import { withoutTypes } from './without-types.js';

/** The functions of one shape in one direction. */
export interface Slot {
  /** What the names of its functions end with. */
  readonly id: string;
  /** Where its functions stand among those of other shapes. */
  readonly order: number;
  readonly schema: Schema;
  readonly direction: Direction;
}

export type FunctionKind = 'is' | 'collect' | 'evaluate';

const parameters: Readonly<Record<FunctionKind, string>> = {
  is: '(u: unknown): boolean',
  collect: '(u: unknown, context: t.Context, errors: t.ValidationError[]): void',
  evaluate: '(u: unknown, evaluated: Set<string>, own: boolean): void',
};

/** A function of a schema: its text, which is printed once, and what that needs of the file that it stands in. */
export class PrintedFunction implements FunctionNames {
  readonly slot: Slot;
  readonly kind: FunctionKind;
  readonly #texts: SchemaTexts;
  readonly #calls = new Set<PrintedFunction>();
  readonly #helpers = new Set<string>();
  readonly #constants = new Set<string>();
  /** In one of the languages: a file has all of its functions in the same. */
  #text: string | undefined;
  #language: 'typed' | 'plain' = 'typed';
  #length = 0;

  constructor(slot: Slot, kind: FunctionKind, texts: SchemaTexts) {
    this.slot = slot;
    this.kind = kind;
    this.#texts = texts;
  }

  get name(): string {
    return this.kind + this.slot.id;
  }

  /** TypeScript. */
  get text(): string {
    if (this.#text === undefined || this.#language === 'plain') this.#print();
    return this.#text ?? '';
  }

  /** JavaScript. */
  get plain(): string {
    if (this.#language === 'typed') {
      this.#text = withoutTypes(this.text);
      this.#language = 'plain';
    }
    return this.#text ?? '';
  }

  /** Of the TypeScript. */
  get length(): number {
    if (this.#text === undefined) this.#print();
    return this.#length;
  }

  /** What the text calls, uses of the runtime, and has for constants. */
  get needs(): { calls: Iterable<PrintedFunction>; helpers: Iterable<string>; constants: Iterable<string> } {
    if (this.#text === undefined) this.#print();
    return { calls: this.#calls, helpers: this.#helpers, constants: this.#constants };
  }

  #print(): void {
    const { schema, direction } = this.slot;
    const place = this.kind === 'evaluate' ? '' : `// ${schema.place.file}:${schema.place.line}\n`;
    this.#text = `${place}function ${this.name}${parameters[this.kind]} {\n${this.#body(schema, direction)}\n}\n`;
    this.#language = 'typed';
    this.#length = this.#text.length;
  }

  #body(schema: Schema, direction: Direction): string {
    if (this.kind === 'evaluate') return evaluateBody(schema, direction, this).join('\n');
    const lines = new FunctionPrinter(this, direction, this.kind).body(schema);
    if (this.kind === 'is') lines.push('return true;');
    return lines.join('\n');
  }

  get sizes() {
    return this.#texts.sizes;
  }

  get assertsFormats(): boolean {
    return this.#texts.assertsFormats;
  }

  is(schema: Schema, direction: Direction): string {
    return this.#call(schema, direction, 'is');
  }

  collect(schema: Schema, direction: Direction): string {
    return this.#call(schema, direction, 'collect');
  }

  evaluate(schema: Schema, direction: Direction): string {
    return this.#call(schema, direction, 'evaluate');
  }

  #call(schema: Schema, direction: Direction, kind: FunctionKind): string {
    const called = this.#texts.function(this.#texts.slot(schema, direction), kind);
    this.#calls.add(called);
    return called.name;
  }

  use(name: string): string {
    this.#helpers.add(name);
    return name;
  }

  constant(expression: string): string {
    const name = this.#texts.constant(expression);
    this.#constants.add(name);
    return name;
  }
}
