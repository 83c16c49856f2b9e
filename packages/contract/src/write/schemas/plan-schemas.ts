import type { Contract, Schema } from '../../model.js';
import { pascalCase } from '../../read/name-schemas.js';
import type { GeneratedFile } from '../generated-file.js';
import type { FunctionKind, FunctionText, SchemaFunction } from './function-text.js';
import { SchemaTexts } from './schema-texts.js';
import { TypeText } from './type-text.js';
import type { Direction } from './variant.js';
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

/** What an exported name stands for. Schemas of one shape share their functions, and each keeps its own type. */
interface Exported {
  readonly is: SchemaFunction;
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
  readonly functions: readonly { readonly place: string; readonly text: FunctionText }[];
}

/** Some thousand schemas; below this the type checker reads the functions in less time than its libraries. */
const mostTypedCharacters = 2_000_000;

function codecType(name: string): string {
  return `t.Type<${name}, ${name}, unknown>`;
}

/** Collects the schemas that a file uses and prints them all: interfaces, codecs, functions. */
export class SchemaPlan {
  readonly #texts: SchemaTexts;
  readonly #exported = new Map<string, Exported>();
  /** The functions that something calls: a schema that is checked where it stands needs none. */
  readonly #functions = new Set<SchemaFunction>();
  readonly #used = new Set<string>(['codec']);
  readonly #constants = new Set<string>();

  constructor(options: CodecOptions = {}, texts = new SchemaTexts(options)) {
    this.#texts = texts;
  }

  /** A plan of a file that belongs to the contract, for all of whose files each schema is printed once. */
  static of(contract: Contract, options: CodecOptions): SchemaPlan {
    return new SchemaPlan(options, SchemaTexts.of(contract, options));
  }

  /** Exports a schema: by its own name, else by one that is made of the words of `hint`. */
  export(schema: Schema, direction: Direction, hint: string): SchemaUse {
    const name = this.#exportedName(schema, direction) ?? this.#freeName(schema, direction, pascalCase(hint));
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
    const is = this.#texts.function(schema, direction, 'is');
    const isTaken = (name: string) => {
      const known = this.#exported.get(name);
      return known !== undefined && (known.is !== is || known.schema !== schema);
    };
    let name = hint;
    for (let count = 2; isTaken(name); count++) name = `${hint}${count}`;
    this.#exported.set(name, { is, schema });
    return name;
  }

  #exportedName(schema: Schema, direction: Direction): string | undefined {
    const name = this.#texts.name(schema, direction);
    if (name !== undefined && !this.#exported.has(name))
      this.#exported.set(name, { is: this.#texts.function(schema, direction, 'is'), schema });
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
    const size = printed.functions.reduce(
      (sum, { place, text }) => sum + place.length + text.typed.length,
      0,
    );
    if (size <= mostTypedCharacters) return [{ path: 'schemas.ts', text: this.#typed(header, printed) }];
    const declared = printed.exported.map(
      ({ name, type }) => `${type}export declare const ${name}: ${codecType(name)};\n`,
    );
    const codecs = printed.exported.map(
      ({ name, is, collect }) => `export const ${name} = codec('${name}', ${is}, ${collect});\n`,
    );
    const constants = withoutTypes(this.#constantsText());
    const code = [
      constants,
      codecs.join(''),
      ...printed.functions.map(({ place, text }) => place + text.plain),
    ];
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
    const texts = functions.map(({ place, text }) => place + text.typed);
    const sections = [imports, this.#constantsText(), declared.join('\n'), texts.join('\n')];
    return sections.filter((section) => section !== '').join('\n');
  }

  #constantsText(): string {
    const constants = [...this.#constants].sort();
    return constants.map((name) => `const ${name} = ${this.#texts.expression(name)};\n`).join('');
  }

  #print(): Printed {
    const exported: ExportedText[] = [];
    // Printing one thing brings in further ones, which the loops come to in turn.
    for (const [name, each] of this.#exported) exported.push(this.#exportedText(name, each));
    for (const each of this.#functions) {
      const { calls, helpers: used, constants } = this.#texts.text(each).needs;
      for (const called of calls) this.#functions.add(called);
      for (const helper of used) this.#used.add(helper);
      for (const constant of constants) this.#constants.add(constant);
    }
    return { exported, functions: inOrder(this.#functions).map((each) => this.#placed(each)) };
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

  #placed(of: SchemaFunction): Printed['functions'][number] {
    const { file, line } = this.#texts.schema(of).place;
    return { place: of.kind === 'evaluate' ? '' : `// ${file}:${line}\n`, text: this.#texts.text(of) };
  }

  #exportedText(name: string, { is, schema }: Exported): ExportedText {
    const { text, names } = this.#texts.type(name, schema, is.direction);
    for (const each of names) this.#exportedName(each.schema, each.direction);
    const collect = this.#texts.function(schema, is.direction, 'collect');
    this.#functions.add(is).add(collect);
    return { name, type: text, is: is.name, collect: collect.name };
  }
}

const ranks: Readonly<Record<FunctionKind, number>> = { is: 0, collect: 1, evaluate: 2 };

/** The functions of one schema beside each other, in the order in which schemas were met. */
function inOrder(functions: Iterable<SchemaFunction>): SchemaFunction[] {
  return [...functions].sort(
    (a, b) =>
      a.shape - b.shape ||
      (a.direction === b.direction ? ranks[a.kind] - ranks[b.kind] : a.direction === 'response' ? -1 : 1),
  );
}
