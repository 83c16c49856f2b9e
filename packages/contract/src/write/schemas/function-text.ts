import type { Schema } from '../../model.js';
import { type ConversionNames, ConversionText } from './conversion-text.js';
import { evaluateBody } from './evaluate-function.js';
import type { FunctionNames } from './function-names.js';
import { FunctionPrinter } from './functions.js';
import type { SchemaTexts } from './schema-texts.js';
import type { Direction } from './variant.js';
import { withTypes } from './with-types.js';

export type FunctionKind = 'is' | 'collect' | 'evaluate' | 'convert';

/** A function, or the conversion, of all schemas of one shape in one direction. */
export interface SchemaFunction {
  readonly name: string;
  readonly kind: FunctionKind;
  /** The number of the shape. */
  readonly shape: number;
  readonly direction: Direction;
}

const heads: Readonly<Record<Exclude<FunctionKind, 'convert'>, { plain: string; typed: string }>> = {
  is: { plain: '(u)', typed: '(u: unknown): boolean' },
  collect: {
    plain: '(u, context, errors)',
    typed: '(u: unknown, context: t.Context, errors: t.ValidationError[]): void',
  },
  evaluate: {
    plain: '(u, evaluated, own)',
    typed: '(u: unknown, evaluated: Set<string>, own: boolean): void',
  },
};

/** Of what a schema does not ask, its function does not read: a project may have unused parameters refused. */
function typedHead(head: string, body: string): string {
  return head.replaceAll(/\b(\w+): /g, (parameter, name: string) =>
    new RegExp(`\\b${name}\\b`).test(body) ? parameter : `_${parameter}`,
  );
}

/** What the text of a function needs of the file that it stands in. */
interface Needs {
  /** Functions that it calls. */
  readonly calls: readonly SchemaFunction[];
  /** Names of helpers of the runtime. */
  readonly helpers: readonly string[];
  /** Names of constants. */
  readonly constants: readonly string[];
}

/** The text of a function. It outlives the schemas that it was printed of. */
export class FunctionText {
  /** JavaScript. */
  readonly plain: string;
  readonly needs: Needs;
  readonly #typed: () => string;
  #asTyped: string | undefined;

  /** @param typed makes the same in TypeScript, which a large contract has no use for. */
  constructor(plain: string, typed: () => string, needs: Needs) {
    this.plain = plain;
    this.#typed = typed;
    this.needs = needs;
  }

  /** TypeScript. */
  get typed(): string {
    this.#asTyped ??= this.#typed();
    return this.#asTyped;
  }
}

/** Gives a function that is being printed the names that it uses, and keeps them in mind. */
class UsedNames implements FunctionNames, ConversionNames {
  readonly #texts: SchemaTexts;
  readonly #calls: SchemaFunction[] = [];
  readonly #helpers: string[] = [];
  readonly #constants: string[] = [];

  constructor(texts: SchemaTexts) {
    this.#texts = texts;
  }

  get needs(): Needs {
    // A copy has no room for more, which the list that grew has.
    return { calls: this.#calls.slice(), helpers: this.#helpers.slice(), constants: this.#constants.slice() };
  }

  get sizes(): SchemaTexts['sizes'] {
    return this.#texts.sizes;
  }

  get assertsFormats(): boolean {
    return this.#texts.assertsFormats;
  }

  get decoding(): SchemaTexts['decoding'] {
    return this.#texts.decoding;
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

  convert(schema: Schema, direction: Direction): string {
    return this.#call(schema, direction, 'convert');
  }

  #call(schema: Schema, direction: Direction, kind: FunctionKind): string {
    const called = this.#texts.function(schema, direction, kind);
    this.#calls.push(called);
    return called.name;
  }

  use(name: string): string {
    if (!this.#helpers.includes(name)) this.#helpers.push(name);
    return name;
  }

  constant(expression: string): string {
    const name = this.#texts.constant(expression);
    this.#constants.push(name);
    return name;
  }
}

export function printFunction(
  { name, kind, direction }: SchemaFunction,
  schema: Schema,
  texts: SchemaTexts,
): FunctionText {
  const names = new UsedNames(texts);
  if (kind === 'convert') {
    const conversion = new ConversionText(names, direction).of(schema);
    const typed = () => `const ${name}: Conversion = ${conversion};\n`;
    return new FunctionText(`const ${name} = ${conversion};\n`, typed, names.needs);
  }
  const lines =
    kind === 'evaluate'
      ? evaluateBody(schema, direction, names)
      : new FunctionPrinter(names, direction, kind).body(schema);
  if (kind === 'is') lines.push('return true;');
  const body = ` {\n${lines.join('\n')}\n}\n`;
  const { plain, typed } = heads[kind];
  return new FunctionText(
    `function ${name}${plain}${body}`,
    () => `function ${name}${typedHead(typed, body)}${withTypes(body)}`,
    names.needs,
  );
}
