import type { Schema } from '../../model.js';
import { evaluateBody } from './evaluate-function.js';
import { type FunctionNames, FunctionPrinter } from './functions.js';
import type { SchemaTexts } from './schema-texts.js';
import type { Direction } from './variant.js';
import { withoutTypes } from './without-types.js';

export type FunctionKind = 'is' | 'collect' | 'evaluate';

/** A function of all schemas of one shape in one direction. */
export interface SchemaFunction {
  readonly name: string;
  readonly kind: FunctionKind;
  /** The number of the shape. */
  readonly shape: number;
  readonly direction: Direction;
}

const parameters: Readonly<Record<FunctionKind, string>> = {
  is: '(u: unknown): boolean',
  collect: '(u: unknown, context: t.Context, errors: t.ValidationError[]): void',
  evaluate: '(u: unknown, evaluated: Set<string>, own: boolean): void',
};

/** The text of a function, and what that needs of the file that it stands in. */
export class FunctionText implements FunctionNames {
  /** TypeScript. */
  readonly typed: string;
  /** Functions that it calls. */
  readonly calls = new Set<SchemaFunction>();
  /** Names of helpers of the runtime. */
  readonly helpers = new Set<string>();
  /** Names of constants. */
  readonly constants = new Set<string>();
  readonly sizes: SchemaTexts['sizes'];
  readonly assertsFormats: boolean;
  readonly #texts: SchemaTexts;
  #plain: string | undefined;

  constructor({ name, kind, direction }: SchemaFunction, schema: Schema, texts: SchemaTexts) {
    this.#texts = texts;
    this.sizes = texts.sizes;
    this.assertsFormats = texts.assertsFormats;
    const lines =
      kind === 'evaluate'
        ? evaluateBody(schema, direction, this)
        : new FunctionPrinter(this, direction, kind).body(schema);
    if (kind === 'is') lines.push('return true;');
    this.typed = `function ${name}${parameters[kind]} {\n${lines.join('\n')}\n}\n`;
  }

  /** JavaScript. */
  get plain(): string {
    this.#plain ??= withoutTypes(this.typed);
    return this.#plain;
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
    const called = this.#texts.function(schema, direction, kind);
    this.calls.add(called);
    return called.name;
  }

  use(name: string): string {
    this.helpers.add(name);
    return name;
  }

  constant(expression: string): string {
    const name = this.#texts.constant(expression);
    this.constants.add(name);
    return name;
  }
}
