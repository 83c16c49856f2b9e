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
import { withoutTypes } from './without-types.js';

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

interface Call {
  readonly slot: Slot;
  readonly mode: 'is' | 'collect';
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

interface ExportedText {
  readonly name: string;
  /** The declaration of its type, with its comment. */
  readonly type: string;
  /** Names of its functions. */
  readonly is: string;
  readonly collect: string;
}

interface Printed {
  readonly exported: readonly ExportedText[];
  readonly functions: readonly string[];
}

/** Some thousand schemas; below this the type checker reads the functions in less time than its libraries. */
const mostTypedCharacters = 2_000_000;

function codecType(name: string): string {
  return `t.Type<${name}, ${name}, unknown>`;
}

/** Collects the schemas that a contract uses and prints them all into one file: interfaces, codecs, functions. */
export class SchemaPlan implements FunctionNames {
  readonly sizes = new SchemaSizes();
  readonly #options: CodecOptions;
  readonly #variants = new Variants();
  readonly #shapes = new SchemaShapes();
  readonly #slots = new Map<Schema, Map<Direction, Slot>>();
  readonly #queue: Slot[] = [];
  /** The functions that something calls: a schema that is checked where it stands needs none. */
  readonly #calls = new Map<string, Call>();
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

  /** The type of a schema where it stands, with the names that are part of it. */
  inline(schema: Schema, direction: Direction): Omit<SchemaUse, 'codec'> {
    const imports = new Set<string>();
    const types = new TypeText((each, way) => {
      const name = this.#exportedName(each, way);
      if (name !== undefined) imports.add(name);
      return name;
    });
    return { type: types.use(schema, direction), imports: [...imports] };
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
    return this.#called(this.#slot(schema, direction), 'is');
  }

  collect(schema: Schema, direction: Direction): string {
    return this.#called(this.#slot(schema, direction), 'collect');
  }

  #called(slot: Slot, mode: 'is' | 'collect'): string {
    const name = `${mode}${slot.id}`;
    if (!this.#calls.has(name)) this.#calls.set(name, { slot, mode });
    return name;
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

  /** One TypeScript file with everything that was exported and all that it needs. */
  write(header: string): GeneratedFile {
    return { path: 'schemas.ts', text: this.#typed(header, this.#print()) };
  }

  /**
   * What `write` gives; where the functions are so many that the type checker would take longer over them than over
   * all else, plain JavaScript and its declarations instead.
   */
  files(header: string): GeneratedFile[] {
    const printed = this.#print();
    const size = printed.functions.reduce((sum, text) => sum + text.length, 0);
    if (size <= mostTypedCharacters) return [{ path: 'schemas.ts', text: this.#typed(header, printed) }];
    const declared = printed.exported.map(
      ({ name, type }) => `${type}export declare const ${name}: ${codecType(name)};\n`,
    );
    const codecs = printed.exported.map(
      ({ name, is, collect }) => `export const ${name} = codec('${name}', ${is}, ${collect});\n`,
    );
    const code = [this.#constantsText(), codecs.join(''), ...printed.functions].map(withoutTypes);
    return [
      { path: 'schemas.d.ts', text: [`${header}import type * as t from 'io-ts';\n`, ...declared].join('\n') },
      { path: 'schemas.js', text: [`${header}${this.#imports()}`, ...code].join('\n') },
    ];
  }

  #typed(header: string, { exported, functions }: Printed): string {
    const declared = exported.map(({ name, type, is, collect }) => {
      const guard = `(u: unknown): u is ${name} => ${is}(u)`;
      return `${type}export const ${name}: ${codecType(name)} = codec('${name}', ${guard}, ${collect});\n`;
    });
    const imports = `${header}import type * as t from 'io-ts';\n${this.#imports()}`;
    const sections = [imports, this.#constantsText(), declared.join('\n'), functions.join('\n')];
    return sections.filter((section) => section !== '').join('\n');
  }

  #constantsText(): string {
    return Array.from(this.#constants, ([expression, name]) => `const ${name} = ${expression};\n`).join('');
  }

  #print(): Printed {
    const functions = new Map<Call, string>();
    const exported: ExportedText[] = [];
    const evaluations: string[] = [];
    // Printing one thing can bring in further ones, which are printed in turn: until nothing is left.
    const rest = () => this.#calls.size + this.#exported.size + this.#evaluations.size;
    for (let done = -1; done !== rest(); ) {
      done = rest();
      for (const [name, each] of [...this.#exported].slice(exported.length))
        exported.push(this.#exportedText(name, each));
      for (const call of [...this.#calls.values()].slice(functions.size))
        functions.set(call, this.#function(call));
      for (const slot of [...this.#evaluations].slice(evaluations.length))
        evaluations.push(this.#evaluation(slot));
    }
    return { exported, functions: [...inOrder(functions), ...evaluations] };
  }

  #imports(): string {
    const byFile = new Map<string, string[]>();
    for (const name of [...this.#used].sort()) {
      const file = helpers[name] ?? 'codec';
      byFile.set(file, [...(byFile.get(file) ?? []), name]);
    }
    return [...byFile]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, names]) => `import { ${names.join(', ')} } from './runtime/codec/${file}.js';\n`)
      .join('');
  }

  #exportedText(name: string, { slot: { direction }, schema }: Exported): ExportedText {
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
    return {
      name,
      type: about + type,
      is: this.is(schema, direction),
      collect: this.collect(schema, direction),
    };
  }

  #function({ slot: { id, schema, direction }, mode }: Call): string {
    const body = new FunctionPrinter(this, direction, mode).body(schema);
    const place = `// ${schema.place.file}:${schema.place.line}\n`;
    if (mode === 'is')
      return `${place}function is${id}(u: unknown): boolean {\n${[...body, 'return true;'].join('\n')}\n}\n`;
    const parameters = 'u: unknown, context: t.Context, errors: t.ValidationError[]';
    return `${place}function collect${id}(${parameters}): void {\n${body.join('\n')}\n}\n`;
  }

  #evaluation({ id, schema, direction }: Slot): string {
    const body = evaluateBody(schema, direction, this);
    return `function evaluate${id}(u: unknown, evaluated: Set<string>, own: boolean): void {\n${body.join('\n')}\n}\n`;
  }
}

/** The functions of one schema beside each other, schemas in the order in which they were met. */
function inOrder(functions: ReadonlyMap<Call, string>): string[] {
  const sorted = [...functions].sort(([a], [b]) => a.slot.id - b.slot.id || (a.mode < b.mode ? 1 : -1));
  return sorted.map(([, text]) => text);
}
