import { createHash } from 'node:crypto';
import { everySchema } from '../../every-schema.js';
import type { CodecOptions, Contract, Schema } from '../../model.js';
import type { Side } from '../body-types.js';
import { comment } from '../quote.js';
import { seeTag } from '../see-tag.js';
import { Decoding } from './decoding.js';
import { type FunctionKind, type FunctionText, printFunction, type SchemaFunction } from './function-text.js';
import { SchemaSizes } from './inlining.js';
import { OpenEnums } from './open-enums.js';
import { SchemaShapes } from './schema-shapes.js';
import { declaration, type NameOf, TypeText } from './type-text.js';
import { type Direction, Variants } from './variant.js';

/** The declaration of a schema's type under a name, and the schemas that it names. */
export interface PrintedType {
  readonly name: string;
  readonly text: string;
  readonly names: readonly { readonly schema: Schema; readonly direction: Direction }[];
}

/** The options of a contract's code: schemas may say that they are decoded, whether the document does or not. */
export function codecOptions({ codecs = {} }: Contract, given: CodecOptions = {}): CodecOptions {
  return {
    formats: given.formats ?? codecs.formats ?? 'assert',
    decode: given.decode !== false && { ...codecs.decode, ...given.decode },
    openEnums: given.openEnums ?? codecs.openEnums ?? false,
  };
}

/** Whether any scalar may be another value to code: where none is, no schema has to be asked. */
function decodesAnything(contract: Contract, { decode }: CodecOptions): boolean {
  if (decode === undefined || decode === false) return false;
  if (Object.keys(decode).length > 0) return true;
  for (const { extensions } of everySchema(contract)) if (extensions?.has('x-atoll-decode')) return true;
  return false;
}

/** The same text for the same options, in whatever order they are given. */
function keyOf({ formats, decode }: CodecOptions, open: OpenEnums): string {
  const targets = decode && Object.entries(decode).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([formats, targets, !open.isEmpty]);
}

/** By their options and by what they open. */
const ofContracts = new WeakMap<Contract, Map<string, SchemaTexts>>();

/**
 * Types and functions of schemas, each printed once however many files have it: client and service of a contract check
 * the same values.
 */
export class SchemaTexts {
  readonly sizes = new SchemaSizes();
  readonly assertsFormats: boolean;
  readonly decoding: Decoding;
  readonly #variants = new Variants();
  readonly #open: OpenEnums;
  readonly #key: string;
  /** Names that are no free ones, for the inputs of schemas that differ from their outputs. */
  readonly #taken: ReadonlySet<string>;
  #inputs: ReadonlySet<string> | undefined;
  readonly #shapes: SchemaShapes;
  readonly #types = { request: new Map<Schema, PrintedType>(), response: new Map<Schema, PrintedType>() };
  /** By their kind and direction, then by their shape: they are asked for at every call that is printed. */
  #functions: Record<Direction, Partial<Record<FunctionKind, (SchemaFunction | undefined)[]>>> = {
    request: {},
    response: {},
  };
  #texts = new Map<SchemaFunction, FunctionText>();
  #constants = new Map<string, string>();
  #expressions = new Map<string, string>();

  constructor(options: CodecOptions, taken: ReadonlySet<string> = new Set(), open = OpenEnums.none) {
    this.#open = open;
    this.#key = keyOf(options, open);
    this.#taken = taken;
    this.#shapes = new SchemaShapes((schema) => open.has(schema));
    this.assertsFormats = options.formats !== 'annotate';
    this.decoding = new Decoding(options);
  }

  /**
   * The texts that all files of a contract share, those of both sides where no enum is open: of what is open a client
   * takes values that it does not know. The document alone decides
   * how functions are numbered, so that a service is the same whether its client has been written before or not.
   */
  static of(contract: Contract, given: CodecOptions, side: Side = 'server'): SchemaTexts {
    const asked = codecOptions(contract, given);
    const options = decodesAnything(contract, asked) ? asked : { ...asked, decode: false as const };
    const open = side === 'client' ? OpenEnums.of(contract, options.openEnums) : OpenEnums.none;
    const ofContract = ofContracts.get(contract) ?? new Map<string, SchemaTexts>();
    ofContracts.set(contract, ofContract);
    const key = keyOf(options, open);
    const known = ofContract.get(key);
    if (known !== undefined) return known;
    const texts = new SchemaTexts(options, contract.schemaNames, open);
    for (const schema of everySchema(contract)) texts.#shapes.of(schema);
    if (!open.isEmpty) for (const schema of everySchema(contract)) texts.#shapes.of(open.opened(schema));
    ofContract.set(key, texts);
    return texts;
  }

  /**
   * Takes the functions of the contract before it was changed, where its schemas have changed in nothing but what they
   * say to readers: then no function has changed either.
   */
  static renew(before: Contract, contract: Contract, options: CodecOptions): void {
    for (const side of ['client', 'server'] as const) {
      const [last, texts] = [SchemaTexts.of(before, options, side), SchemaTexts.of(contract, options, side)];
      if (last.#key === texts.#key) texts.#take(last);
    }
  }

  #take(last: SchemaTexts): void {
    if (!this.#shapes.equals(last.#shapes)) return;
    this.#functions = last.#functions;
    this.#texts = last.#texts;
    this.#constants = last.#constants;
    this.#expressions = last.#expressions;
  }

  /** The name that a schema has in its contract, if any. */
  name(schema: Schema, direction: Direction): string | undefined {
    if (schema.name === undefined) return undefined;
    return this.#isInput(schema, direction) ? this.#inputName(schema.name) : schema.name;
  }

  /** The schema as a side takes it that gets what goes in a direction. */
  read(schema: Schema, direction: Direction): Schema {
    return direction === 'response' ? this.#open.opened(schema) : schema;
  }

  /** Whether a schema of the contract has the name, or its input may have it. */
  isTaken(name: string): boolean {
    this.#inputs ??= new Set(Array.from(this.#taken, (each) => this.#inputName(each)));
    return this.#taken.has(name) || this.#inputs.has(name);
  }

  #isInput(schema: Schema, direction: Direction): boolean {
    return direction === 'request' && (this.#variants.differ(schema) || this.#open.leads(schema));
  }

  /** Numbered where the contract has a schema of that name. */
  #inputName(name: string): string {
    const wanted = `${name}Input`;
    if (!this.#taken.has(wanted)) return wanted;
    let count = 2;
    while (this.#taken.has(`${wanted}${count}`)) count++;
    return `${wanted}${count}`;
  }

  /** What is the same in both directions has one function, and so have all schemas of one shape. */
  function(given: Schema, wanted: Direction, kind: FunctionKind): SchemaFunction {
    const { id: shape, schema } = this.#shapes.of(this.read(given, wanted));
    const direction = this.#isInput(schema, wanted) ? 'request' : 'response';
    const functions = this.#functionsOf(kind, direction);
    const known = functions[shape];
    if (known !== undefined) return known;
    const name = `${kind}${shape}${direction === 'request' ? 'Input' : ''}`;
    const made: SchemaFunction = { name, kind, shape, direction };
    functions[shape] = made;
    return made;
  }

  #functionsOf(kind: FunctionKind, direction: Direction): (SchemaFunction | undefined)[] {
    const known = this.#functions[direction][kind];
    if (known !== undefined) return known;
    const made: (SchemaFunction | undefined)[] = [];
    this.#functions[direction][kind] = made;
    return made;
  }

  /** The schema that a function is printed of: the first of its shape. */
  schema({ shape }: SchemaFunction): Schema {
    return this.#shapes.at(shape);
  }

  text(of: SchemaFunction): FunctionText {
    let text = this.#texts.get(of);
    if (text === undefined) {
      text = printFunction(of, this.schema(of), this);
      this.#texts.set(of, text);
    }
    return text;
  }

  /** A name for a constant expression: by what it is, so that it has the same one in every file. */
  constant(expression: string): string {
    const known = this.#constants.get(expression);
    if (known !== undefined) return known;
    const hash = createHash('sha256').update(expression).digest('hex');
    let length = 8;
    while (this.#expressions.has(`constant_${hash.slice(0, length)}`)) length++;
    const name = `constant_${hash.slice(0, length)}`;
    this.#constants.set(expression, name);
    this.#expressions.set(name, expression);
    return name;
  }

  expression(constant: string): string {
    return this.#expressions.get(constant) ?? '';
  }

  /** The declaration of a schema's type, with its comment. */
  type(name: string, schema: Schema, direction: Direction): PrintedType {
    const known = this.#types[direction].get(schema);
    if (known?.name === name) return known;
    const printed = this.#printType(name, schema, direction);
    this.#types[direction].set(schema, printed);
    return printed;
  }

  #printType(name: string, schema: Schema, direction: Direction): PrintedType {
    const names: { schema: Schema; direction: Direction }[] = [];
    const nameOf: NameOf = (each, way) => {
      const found = this.name(each, way);
      if (found !== undefined) names.push({ schema: each, direction: way });
      return found;
    };
    const types = new TypeText(nameOf, (each) => this.decoding.of(each));
    const { description, externalDocs, deprecated, place } = schema;
    const about = comment([
      description ?? schema.title,
      deprecated === true ? '@deprecated' : undefined,
      seeTag(externalDocs),
      `@see ${place.file}:${place.line}`,
    ]);
    return {
      name,
      text: about + declaration(name, types.body(this.read(schema, direction), direction)),
      names,
    };
  }
}
