import type { Schema } from '../../model.js';
import type { GeneratedFile } from '../generated-file.js';
import { comment } from '../quote.js';
import { evaluateBody } from './evaluate-function.js';
import { inPlace } from './evaluated.js';
import { type FunctionNames, FunctionPrinter } from './functions.js';
import { SchemaSizes } from './inlining.js';
import { SchemaShapes } from './schema-shapes.js';
import { TypeText } from './type-text.js';
import { type Direction, Variants } from './variant.js';

/** How other generated files refer to a schema. */
export interface SchemaUse {
  /** A TypeScript type expression. */
  readonly type: string;
  /** The exported codec. */
  readonly codec: string;
  /** What `type` and `codec` need from schemas.ts. */
  readonly imports: readonly string[];
}

export interface CodecOptions {
  /** Whether `format` is checked or, as JSON Schema has it by default, says something to readers alone. */
  readonly formats?: 'assert' | 'annotate';
}

interface Slot {
  readonly id: number;
  readonly schema: Schema;
  readonly direction: Direction;
}

/** What an exported name stands for. Schemas of one shape share a slot, and each keeps its own type. */
interface Exported {
  readonly slot: Slot;
  readonly schema: Schema;
}

/** Where each runtime helper of the codecs stands. */
const helpers: Readonly<Record<string, string>> = Object.fromEntries([
  ...['isObject', 'failure', 'below', 'closest', 'codec'].map((name) => [name, 'codec']),
  ...['equal', 'unique'].map((name) => [name, 'equal']),
  ['isMultipleOf', 'numbers'],
  ['codePoints', 'text'],
  ...['accepts', 'automaton'].map((name) => [name, 'automaton']),
  ...['isHostname', 'isIdnHostname'].map((name) => [name, 'host-names']),
  ...'isUri isUriReference isIri isIriReference isUriTemplate'.split(' ').map((name) => [name, 'uris']),
  ...'isDate isDateTime isTime isDuration isEmail isIdnEmail isIpv4 isIpv6 isUuid isJsonPointer isRelativeJsonPointer isBase64 isRegex'
    .split(' ')
    .map((name) => [name, 'formats']),
]);

/** Collects the schemas that a contract uses and prints them all into one file: interfaces, codecs, functions. */
export class SchemaPlan implements FunctionNames {
  readonly sizes = new SchemaSizes();
  readonly #options: CodecOptions;
  readonly #variants = new Variants();
  readonly #shapes = new SchemaShapes();
  readonly #slots = new Map<Schema, Map<Direction, Slot>>();
  readonly #queue: Slot[] = [];
  readonly #evaluations = new Set<Slot>();
  readonly #exported = new Map<string, Exported>();
  readonly #used = new Set<string>(['codec']);
  readonly #constants = new Map<string, string>();
  readonly #types = new TypeText((schema, direction) => this.#exportedName(schema, direction));

  constructor(options: CodecOptions = {}) {
    this.#options = options;
  }

  /** Exports a schema: by its own name, else by `nameHint`, a valid identifier that no other schema has. */
  export(schema: Schema, direction: Direction, nameHint: string): SchemaUse {
    const name = this.#exportedName(schema, direction) ?? this.#freeName(schema, direction, nameHint);
    return { type: name, codec: name, imports: [name] };
  }

  /** The hint, numbered where another schema has it already. */
  #freeName(schema: Schema, direction: Direction, hint: string): string {
    const slot = this.#slot(schema, direction);
    const isTaken = (name: string) => {
      const known = this.#exported.get(name);
      return known !== undefined && (known.slot !== slot || known.schema !== schema);
    };
    let name = hint;
    for (let count = 2; isTaken(name); count++) name = `${hint}${count}`;
    this.#exported.set(name, { slot, schema });
    return name;
  }

  #exportedName(schema: Schema, direction: Direction): string | undefined {
    if (schema.name === undefined) return undefined;
    const name =
      direction === 'request' && this.#variants.differ(schema) ? `${schema.name}Input` : schema.name;
    if (!this.#exported.has(name)) this.#exported.set(name, { slot: this.#slot(schema, direction), schema });
    return name;
  }

  /** A schema that is the same in both directions has one slot, and so have all schemas of one shape. */
  #slot(given: Schema, wanted: Direction): Slot {
    const schema = this.#shapes.canonical(given);
    const direction = this.#variants.differ(schema) ? wanted : 'response';
    const slots = this.#slots.get(schema) ?? new Map<Direction, Slot>();
    this.#slots.set(schema, slots);
    const known = slots.get(direction);
    if (known !== undefined) return known;
    const slot = { id: this.#queue.length, schema, direction };
    slots.set(direction, slot);
    this.#queue.push(slot);
    return slot;
  }

  get assertsFormats(): boolean {
    return this.#options.formats !== 'annotate';
  }

  is(schema: Schema, direction: Direction): string {
    return `is${this.#slot(schema, direction).id}`;
  }

  collect(schema: Schema, direction: Direction): string {
    return `collect${this.#slot(schema, direction).id}`;
  }

  evaluate(schema: Schema, direction: Direction): string {
    const slot = this.#slot(schema, direction);
    const { unevaluatedItems, unevaluatedProperties } = schema;
    if (unevaluatedItems !== undefined || unevaluatedProperties !== undefined)
      this.#markEvaluated(schema, direction);
    return `evaluate${slot.id}`;
  }

  #markEvaluated(schema: Schema, direction: Direction): void {
    const slot = this.#slot(schema, direction);
    if (this.#evaluations.has(slot)) return;
    this.#evaluations.add(slot);
    for (const each of inPlace(schema)) this.#markEvaluated(each, direction);
  }

  use(name: string): string {
    this.#used.add(name);
    return name;
  }

  constant(expression: string): string {
    const name = this.#constants.get(expression) ?? `constant${this.#constants.size}`;
    this.#constants.set(expression, name);
    return name;
  }

  /** The file with everything that was exported and all that it needs. */
  write(header: string): GeneratedFile {
    const functions: string[] = [];
    const types: string[] = [];
    const evaluations: string[] = [];
    // Printing one thing can bring in further schemas, which are printed in turn: a queue is drained until all are.
    const rest = () => this.#queue.length + this.#exported.size + this.#evaluations.size;
    for (let done = -1; done !== rest(); ) {
      done = rest();
      for (const slot of this.#queue.slice(functions.length)) functions.push(this.#functionsOf(slot));
      for (const [name, exported] of [...this.#exported].slice(types.length))
        types.push(this.#declaration(name, exported));
      for (const slot of [...this.#evaluations].slice(evaluations.length))
        evaluations.push(this.#evaluation(slot));
    }
    const constants = Array.from(this.#constants, ([expression, name]) => `const ${name} = ${expression};\n`);
    const sections = [
      this.#imports(header),
      constants.join(''),
      types.join('\n'),
      functions.join('\n'),
      evaluations.join('\n'),
    ];
    return { path: 'schemas.ts', text: sections.filter((section) => section !== '').join('\n') };
  }

  #imports(header: string): string {
    const byFile = new Map<string, string[]>();
    for (const name of [...this.#used].sort()) {
      const file = helpers[name] ?? 'codec';
      byFile.set(file, [...(byFile.get(file) ?? []), name]);
    }
    const lines = [...byFile]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, names]) => `import { ${names.join(', ')} } from './runtime/codec/${file}.js';\n`);
    return `${header}import type * as t from 'io-ts';\n${lines.join('')}`;
  }

  #declaration(name: string, { slot: { id, direction }, schema }: Exported): string {
    const { description, deprecated, place } = schema;
    const about = comment([
      description ?? schema.title,
      deprecated === true ? '@deprecated' : undefined,
      `@see ${place.file}:${place.line}`,
    ]);
    const body = this.#types.body(schema, direction);
    const type =
      body.startsWith('{\n') && body.indexOf('\n}') === body.length - 2
        ? `export interface ${name} ${body}\n`
        : `export type ${name} = ${body};\n`;
    const is = `(u: unknown): u is ${name} => is${id}(u)`;
    return `${about}${type}export const ${name}: t.Type<${name}, ${name}, unknown> = codec('${name}', ${is}, collect${id});\n`;
  }

  #functionsOf({ id, schema, direction }: Slot): string {
    const is = new FunctionPrinter(this, direction, 'is').body(schema);
    const collect = new FunctionPrinter(this, direction, 'collect').body(schema);
    const place = `// ${schema.place.file}:${schema.place.line}\n`;
    return [
      `${place}function is${id}(u: unknown): boolean {\n${[...is, 'return true;'].join('\n')}\n}\n`,
      `function collect${id}(u: unknown, context: t.Context, errors: t.ValidationError[]): void {\n${collect.join('\n')}\n}\n`,
    ].join('\n');
  }

  #evaluation({ id, schema, direction }: Slot): string {
    const body = evaluateBody(schema, direction, this);
    return `function evaluate${id}(u: unknown, evaluated: Set<string>, own: boolean): void {\n${body.join('\n')}\n}\n`;
  }
}
