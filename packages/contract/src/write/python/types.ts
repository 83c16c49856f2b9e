import { mergeSchemas } from '../../mock/merge-schemas.js';
import type { Json, JsonType, Schema } from '../../model.js';
import type { OpenEnums } from '../schemas/open-enums.js';
import { type Direction, requiredIn, Variants } from '../schemas/variant.js';
import { docstring, pyString } from './literal.js';
import { isIdentifier, PythonNames } from './names.js';

/** Where a type is used. */
export interface Where {
  readonly direction: Direction;
  /** What stands before declared names: empty in their own module. */
  readonly prefix: string;
}

interface Declared {
  readonly name: string;
  readonly schema: Schema;
  readonly direction: Direction;
}

/** What a value that nothing is said of is. */
const anything = 'Any';

function literalType(value: Json): string | undefined {
  if (value === null) return 'None';
  if (typeof value === 'string') return `Literal[${pyString(value)}]`;
  if (typeof value === 'boolean') return `Literal[${value ? 'True' : 'False'}]`;
  return Number.isInteger(value) ? `Literal[${value}]` : undefined;
}

/** `Literal["a"] | Literal["b"]` is written as one. */
function withoutRepeatedLiterals(types: readonly string[]): string[] {
  const form = /^Literal\[(.*)\]$/s;
  const values = types.flatMap((type) => form.exec(type)?.[1] ?? []);
  const others = types.filter((type) => !form.test(type));
  return values.length === 0 ? others : [`Literal[${values.join(', ')}]`, ...others];
}

function union(types: readonly string[]): string {
  const distinct = withoutRepeatedLiterals([...new Set(types)]);
  return distinct.includes(anything) || distinct.length === 0 ? anything : distinct.join(' | ');
}

/** Whether every part describes an object: then the whole is one object with the members of all. */
function isObject(schema: Schema): boolean {
  if (schema.types !== undefined) return schema.types.length === 1 && schema.types[0] === 'object';
  return schema.properties !== undefined;
}

/** The schema with the members of what it refers to and of its `allOf`; undefined when that is no object. */
function asObject(schema: Schema, above: readonly Schema[] = []): Schema | undefined {
  if (above.includes(schema) || schema.oneOf !== undefined || schema.anyOf !== undefined) return undefined;
  const inside = [...above, schema];
  const parts = [...(schema.ref === undefined ? [] : [schema.ref]), ...(schema.allOf ?? [])];
  const { ref, allOf, ...own } = schema;
  if (parts.length === 0) return isObject(schema) ? own : undefined;
  let whole: Schema = own;
  for (const part of parts) {
    const object = asObject(part, inside);
    if (object === undefined && (part.types !== undefined || part.ref !== undefined)) return undefined;
    if (object !== undefined) whole = mergeSchemas(whole, object);
  }
  return whole.properties === undefined ? undefined : whole;
}

/** Python types of schemas; those with a name are declared once, as TypedDict or alias. */
export class PythonTypes {
  readonly #variants = new Variants();
  readonly #names = new PythonNames(['Any', 'Literal', 'NotRequired', 'TypeAlias', 'TypedDict']);
  readonly #declared = new Map<Schema, Map<Direction, Declared>>();
  readonly #queue: Declared[] = [];
  readonly #open: OpenEnums;

  /** @param open the enums that answers may have further values of; handlers' answers are held to the known ones. */
  constructor(open: OpenEnums) {
    this.#open = open;
  }

  /** A type expression. */
  use(wanted: Schema, where: Where): string {
    const schema = where.direction === 'response' ? this.#open.opened(wanted) : wanted;
    if (schema.name === undefined) return this.#inline(schema, where);
    return where.prefix + this.#declare(schema, where.direction).name;
  }

  #declare(schema: Schema, wanted: Direction): Declared {
    const differs = this.#variants.differ(schema) || this.#open.leads(schema);
    const direction = differs ? wanted : 'response';
    const byDirection = this.#declared.get(schema) ?? new Map<Direction, Declared>();
    this.#declared.set(schema, byDirection);
    const known = byDirection.get(direction);
    if (known !== undefined) return known;
    const wantedName = direction === 'request' ? `${schema.name}Input` : (schema.name ?? '');
    const declared = { name: this.#names.free(wantedName), schema, direction };
    byDirection.set(direction, declared);
    this.#queue.push(declared);
    return declared;
  }

  /** The declarations of everything that has been used. */
  write(): string {
    const written: string[] = [];
    for (const declared of this.#queue) written.push(this.#declaration(declared));
    return written.join('\n\n');
  }

  #declaration({ name, schema, direction }: Declared): string {
    const object = asObject(schema);
    const about = [
      schema.description ?? schema.title,
      schema.deprecated === true ? 'Deprecated.' : undefined,
    ];
    if (object === undefined || isMap(object)) {
      const type = this.#inline(schema, { direction, prefix: '' });
      return `${name}: TypeAlias = ${pyString(type)}\n${docstring(about, '')}`;
    }
    const required = new Set(requiredIn(object, direction));
    const members = this.#members(object, direction, required);
    if (members.some(([key]) => !isIdentifier(key))) {
      const entries = members.map(([key, type]) => `    ${pyString(key)}: ${pyString(type)},\n`).join('');
      return `${name} = TypedDict(\n    ${pyString(name)},\n    {\n${entries.replaceAll(/^/gm, '    ').trimEnd()}\n    },\n)\n${docstring(about, '')}`;
    }
    const lines = members
      .map(([key, type]) => `${remark(object.properties?.get(key))}    ${key}: ${type}\n`)
      .join('');
    return `class ${name}(TypedDict):\n${docstring(about, '    ')}${lines}`;
  }

  #members(schema: Schema, direction: Direction, required: ReadonlySet<string>): [string, string][] {
    const declared = Array.from(schema.properties ?? [], ([key, property]): [string, string] => {
      const type = this.use(property, { direction, prefix: '' });
      return [key, required.has(key) ? type : `NotRequired[${type}]`];
    });
    const unnamed = [...required].filter((key) => schema.properties?.has(key) !== true);
    return [...declared, ...unnamed.map((key): [string, string] => [key, anything])];
  }

  #inline(schema: Schema, where: Where): string {
    if (schema.boolean !== undefined) return anything;
    if (schema.const !== undefined) return literalType(schema.const.value) ?? anything;
    if (schema.openEnum !== undefined)
      return union([...schema.openEnum.map((value) => literalType(value) ?? anything), 'str']);
    if (schema.enum !== undefined) return union(schema.enum.map((value) => literalType(value) ?? anything));
    if (schema.ref !== undefined) return this.use(schema.ref, where);
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (alternatives !== undefined) return union(alternatives.map((each) => this.use(each, where)));
    const [only, ...others] = schema.allOf ?? [];
    if (only !== undefined && others.length === 0 && schema.properties === undefined)
      return this.use(only, where);
    if (schema.allOf !== undefined) return schema.allOf.some(isObject) ? `dict[str, ${anything}]` : anything;
    const types = schema.types ?? (schema.properties === undefined ? undefined : (['object'] as const));
    return types === undefined ? anything : union(types.map((type) => this.#ofType(type, schema, where)));
  }

  #ofType(type: JsonType, schema: Schema, where: Where): string {
    if (type === 'array') return `list[${this.#items(schema, where)}]`;
    if (type === 'object') {
      const rest = schema.additionalProperties;
      const open = rest === undefined || rest.boolean !== undefined || schema.properties !== undefined;
      return `dict[str, ${open ? anything : this.use(rest, where)}]`;
    }
    const names = { string: 'str', integer: 'int', number: 'float', boolean: 'bool', null: 'None' } as const;
    return names[type];
  }

  #items({ items, prefixItems = [] }: Schema, where: Where): string {
    const rest = items?.boolean === false ? [] : [items];
    const all = [...prefixItems, ...rest];
    return union(all.map((each) => (each === undefined ? anything : this.use(each, where))));
  }
}

/** What the contract says of a member, as a comment above it. */
function remark(schema: Schema | undefined): string {
  const lines = (schema?.description ?? '').trim().split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/);
  return lines.map((line) => (line.trim() === '' ? '' : `    # ${line.trim()}\n`)).join('');
}

/** An object without names of its own: a mapping. */
function isMap({ properties, required = [] }: Schema): boolean {
  return (properties?.size ?? 0) === 0 && required.length === 0;
}
