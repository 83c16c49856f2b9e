import type { CodecOptions, Contract, Schema } from '../../model.js';
import { pascalCase } from '../../read/name-schemas.js';
import type { Side } from '../body-types.js';
import type { GeneratedFile } from '../generated-file.js';
import type { FunctionKind, FunctionText, SchemaFunction } from './function-text.js';
import { runtimeImports } from './runtime-imports.js';
import { SchemaTexts } from './schema-texts.js';
import { type NameOf, TypeText } from './type-text.js';
import type { Direction } from './variant.js';
import { type WireType, writeBrands, writeWireTypes } from './wire-types.js';

/** How other generated files refer to a schema. */
export interface SchemaUse {
  /** A TypeScript type expression. */
  readonly type: string;
  /** The exported codec. */
  readonly codec: string;
  /** What `type` and `codec` need from schemas.ts. */
  readonly imports: readonly string[];
}

/** What an exported name stands for. Schemas of one shape share their functions, and each keeps its own type. */
interface Exported {
  readonly is: SchemaFunction;
  readonly schema: Schema;
}

interface ExportedText {
  readonly name: string;
  /** The declaration of its type, with its comment. */
  readonly type: string;
  readonly codecType: string;
  /** The expression of its codec, and the same in JavaScript. */
  readonly codec: string;
  readonly plainCodec: string;
}

interface Printed {
  readonly exported: readonly ExportedText[];
  readonly conversions: readonly FunctionText[];
  readonly functions: readonly { readonly place: string; readonly text: FunctionText }[];
}

/** Some thousand schemas; below this the type checker reads the functions in less time than its libraries. */
const mostTypedCharacters = 2_000_000;

/** Collects the schemas that a file uses and prints them all: interfaces, codecs, functions. */
export class SchemaPlan {
  readonly #texts: SchemaTexts;
  readonly #exported = new Map<string, Exported>();
  /** The functions that something calls: a schema that is checked where it stands needs none. */
  readonly #functions = new Set<SchemaFunction>();
  readonly #used = new Set<string>();
  readonly #constants = new Set<string>();

  constructor(options: CodecOptions = {}, texts = new SchemaTexts(options)) {
    this.#texts = texts;
  }

  /** A plan of a file that belongs to the contract, for all of whose files each schema is printed once. */
  static of(contract: Contract, options: CodecOptions, side: Side): SchemaPlan {
    return new SchemaPlan(options, SchemaTexts.of(contract, options, side));
  }

  get decoding(): SchemaTexts['decoding'] {
    return this.#texts.decoding;
  }

  /** Exports a schema: by its own name, else by one that is made of the words of `hint`. */
  export(given: Schema, direction: Direction, hint: string): SchemaUse {
    const schema = this.#texts.read(given, direction);
    const name = this.#exportedName(schema, direction) ?? this.#freeName(schema, direction, pascalCase(hint));
    return { type: name, codec: name, imports: [name] };
  }

  /** The type of a schema where it stands, with the names that are part of it. */
  inline(schema: Schema, direction: Direction): Omit<SchemaUse, 'codec'> {
    const imports = new Set<string>();
    const nameOf: NameOf = (each, way) => {
      const name = this.#exportedName(each, way);
      if (name !== undefined) imports.add(name);
      return name;
    };
    const types = new TypeText(nameOf, (each) => this.#texts.decoding.of(each));
    return { type: types.use(this.#texts.read(schema, direction), direction), imports: [...imports] };
  }

  /** The hint, numbered where another schema has it already. */
  #freeName(schema: Schema, direction: Direction, hint: string): string {
    const is = this.#texts.function(schema, direction, 'is');
    const isTaken = (name: string) => {
      if (this.#texts.isTaken(name)) return true;
      const known = this.#exported.get(name);
      return known !== undefined && (known.is !== is || known.schema !== schema);
    };
    // A schema that has the name may come later, or stand in another file.
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
    const more = this.#moreTypes(header);
    // What is too long without its types is not printed with them to see how long it is then.
    if (!isLong(printed, 'plain') && !isLong(printed, 'typed'))
      return [{ path: 'schemas.ts', text: this.#typed(header, printed) }, ...more];
    const declared = printed.exported.map(
      ({ name, type, codecType }) => `${type}export declare const ${name}: ${codecType};\n`,
    );
    const codecs = printed.exported.map(({ name, plainCodec }) => `export const ${name} = ${plainCodec};\n`);
    const code = [
      this.#constantsText(),
      ...printed.conversions.map(({ plain }) => plain),
      codecs.join(''),
      ...printed.functions.map(({ place, text }) => place + text.plain),
    ];
    return [
      { path: 'schemas.d.ts', text: [`${header}${this.#typeImports()}`, ...declared].join('\n') },
      { path: 'schemas.js', text: [`${header}${runtimeImports(this.#used)}`, ...code].join('\n') },
      ...more,
    ];
  }

  /** Types that stand in files of their own, where no name of theirs can be one of a schema. */
  #moreTypes(header: string): GeneratedFile[] {
    const wire = this.#wireTypes();
    const brands = this.#brands();
    return [
      ...(wire.length === 0 ? [] : [{ path: 'wire.ts', text: header + writeWireTypes(wire) }]),
      ...(brands.length === 0 ? [] : [{ path: 'brands.ts', text: header + writeBrands(brands) }]),
    ];
  }

  #typeImports(): string {
    return [
      "import type * as t from 'io-ts';\n",
      ...(this.#brands().length === 0 ? [] : ["import type * as brands from './brands.js';\n"]),
      ...(this.#wireNames().size === 0 ? [] : ["import type * as wire from './wire.js';\n"]),
    ].join('');
  }

  /** Exported names whose type on the wire is another one. */
  #wireNames(): ReadonlyMap<string, Exported> {
    return new Map([...this.#exported].filter(([, { schema }]) => this.decoding.differs(schema)));
  }

  #wireTypes(): WireType[] {
    const own = this.#wireNames();
    return Array.from(own, ([name, { is, schema }]) => {
      const imports = new Set<string>();
      const types = new TypeText((each, direction) => {
        const known = this.#exportedName(each, direction);
        if (known !== undefined && !own.has(known)) imports.add(known);
        return known;
      });
      return { name, body: types.body(schema, is.direction), imports };
    });
  }

  #brands(): string[] {
    const all = [...this.#exported.values()].map(({ schema }) => schema);
    const branded = all.filter((schema) => this.decoding.of(schema)?.type === 'brand');
    return [...new Set(branded.map(({ name = '' }) => name))];
  }

  #typed(header: string, { exported, conversions, functions }: Printed): string {
    if (exported.length === 0) return `${header}export {};\n`;
    const declared = exported.map(
      ({ name, type, codecType, codec }) => `${type}export const ${name}: ${codecType} = ${codec};\n`,
    );
    const conversion =
      conversions.length === 0 ? '' : "import type { Conversion } from './runtime/codec/conversion.js';\n";
    const imports = `${header}${this.#typeImports()}${conversion}${runtimeImports(this.#used)}`;
    const converting = conversions.map(({ typed }) => typed).join('');
    const texts = functions.map(({ place, text }) => place + text.typed);
    const sections = [imports, this.#constantsText(), converting, declared.join('\n'), texts.join('\n')];
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
    const all = inOrder(this.#functions);
    return {
      exported,
      conversions: all.filter(({ kind }) => kind === 'convert').map((each) => this.#texts.text(each)),
      functions: all.filter(({ kind }) => kind !== 'convert').map((each) => this.#placed(each)),
    };
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
    this.#used.add('codec');
    const wire = this.decoding.differs(schema) ? `wire.${name}` : name;
    const codecType = `t.Type<${name}, ${wire}, unknown>`;
    const guarded = (type: string) =>
      `codec('${name}', (u: unknown): u is ${type} => ${is.name}(u), ${collect.name})`;
    const plain = `codec('${name}', ${is.name}, ${collect.name})`;
    if (!this.decoding.converts(schema))
      return { name, type: text, codecType, codec: guarded(name), plainCodec: plain };
    const convert = this.#texts.function(schema, is.direction, 'convert');
    this.#functions.add(convert);
    this.#used.add('converting');
    const parts = (codec: string) =>
      `('${name}', { wire: ${codec}, conversion: () => ${convert.name}, proved: ${this.decoding.needsProof(schema)} })`;
    return {
      name,
      type: text,
      codecType,
      codec: `converting<${name}, ${wire}>${parts(guarded(wire))}`,
      plainCodec: `converting${parts(plain)}`,
    };
  }
}

function isLong({ functions }: Printed, language: 'plain' | 'typed'): boolean {
  let length = 0;
  for (const { place, text } of functions) length += place.length + text[language].length;
  return length > mostTypedCharacters;
}

const ranks: Readonly<Record<FunctionKind, number>> = { convert: -1, is: 0, collect: 1, evaluate: 2 };

/** The functions of one schema beside each other, in the order in which schemas were met. */
function inOrder(functions: Iterable<SchemaFunction>): SchemaFunction[] {
  return [...functions].sort(
    (a, b) =>
      a.shape - b.shape ||
      (a.direction === b.direction ? ranks[a.kind] - ranks[b.kind] : a.direction === 'response' ? -1 : 1),
  );
}
