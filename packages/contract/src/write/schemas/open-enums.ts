import { childrenOf, replaceChildren } from '../../children-of.js';
import { everySchema } from '../../every-schema.js';
import type { Contract, Schema, Writable } from '../../model.js';
import { openEnumsExtension } from '../../read/codec-options.js';
import { distinction, propertySchemas } from './alternatives.js';
import { decisive } from './inlining.js';
import { Reaching } from './reaching.js';

/** Whether the contract asks for a schema's enum to be open: by the schema's own word, else as all are. */
function isAsked({ extensions }: Schema, byDefault: boolean): boolean {
  const own = extensions?.get(openEnumsExtension);
  return typeof own === 'boolean' ? own : byDefault;
}

/** An enum of several strings, and null. One value alone is a constant, by which alternatives are told apart. */
export function isOpenable({ enum: values = [], const: constant, types }: Schema): boolean {
  const strings = values.filter((each) => typeof each === 'string');
  const others = values.some((each) => each !== null && typeof each !== 'string');
  return strings.length > 1 && !others && constant === undefined && types?.includes('string') !== false;
}

/** Subschemas whose verdict is turned round or counted: what they took more, the whole might take less. */
function judging({ not, if: test, contains, propertyNames }: Schema): Schema[] {
  return [not, test, contains, propertyNames].filter((each) => each !== undefined);
}

/** The properties by which alternatives are told apart, as each of them has them. */
function distinguishing(schema: Schema): Schema[] {
  const { anyOf = [], oneOf = [], discriminator } = schema;
  const told = [anyOf, oneOf].flatMap(
    (each) => distinction(each, 'response', discriminator?.propertyName) ?? [],
  );
  const names = [...told.map(({ property }) => property), discriminator?.propertyName ?? []].flat();
  return names.flatMap((name) =>
    [schema, ...anyOf, ...oneOf].flatMap((each) => propertySchemas(each, name)).map(decisive),
  );
}

/** Schemas whose values must be known, with all that is reached below what only judges. */
function closedSchemas(schemas: readonly Schema[]): ReadonlySet<Schema> {
  const judged = new Set(schemas.flatMap(judging));
  for (const schema of judged) for (const each of childrenOf(schema)) judged.add(each);
  return new Set([...judged, ...schemas.flatMap(distinguishing)]);
}

/**
 * The enums that may get further values, and schemas as those take them who read what others write: a value that the
 * schema itself accepts is always among what they take.
 */
export class OpenEnums {
  /** Of whom reads values as they are written. */
  static readonly none = new OpenEnums(new Set(), false);

  /** Whether enums are open whose schemas say nothing of it. */
  readonly byDefault: boolean;
  readonly #open: ReadonlySet<Schema>;
  readonly #opened = new Map<Schema, Schema>();
  readonly #leading = new Reaching(childrenOf, (each) => this.#open.has(each));

  /** @param all schemas of a contract. */
  constructor(all: Iterable<Schema>, byDefault: boolean) {
    this.byDefault = byDefault;
    const schemas = [...all];
    const asked = schemas.filter((each) => isAsked(each, byDefault) && isOpenable(each));
    const closed = asked.length === 0 ? new Set<Schema>() : closedSchemas(schemas);
    this.#open = new Set(asked.filter((each) => !closed.has(each)));
  }

  static of(contract: Contract, byDefault = contract.codecs?.openEnums ?? false): OpenEnums {
    return new OpenEnums(everySchema(contract), byDefault);
  }

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.#open.size === 0;
  }

  has(schema: Schema): boolean {
    return this.#open.has(schema);
  }

  /** Whether an open enum is reached from the schema. */
  leads(schema: Schema): boolean {
    return !this.isEmpty && this.#leading.leads(schema);
  }

  /** The schema as its reader takes it: itself where no open enum is reached from it. */
  opened(schema: Schema): Schema {
    if (!this.leads(schema)) return schema;
    const known = this.#opened.get(schema);
    if (known !== undefined) return known;
    const copy: Writable<Schema> = { ...schema };
    this.#opened.set(schema, copy);
    replaceChildren(schema, copy, (each) => this.opened(each));
    if (this.has(schema)) openEnum(copy);
    if (copy.oneOf !== undefined) openAlternatives(copy, copy.oneOf);
    return copy;
  }
}

/** What is left to check is that it is a string, or null where that is a value. */
function openEnum(schema: Writable<Schema>): void {
  const { enum: values = [], types } = schema;
  const isNullable = values.includes(null) && types?.includes('null') !== false;
  schema.types = isNullable ? ['string', 'null'] : ['string'];
  schema.openEnum = isNullable ? values : values.filter((each) => each !== null);
  delete schema.enum;
}

/** A value of one alternative may be one of another too, once both take more. */
function openAlternatives(schema: Writable<Schema>, oneOf: readonly Schema[]): void {
  const { place, discriminator, allOf = [] } = schema;
  delete schema.oneOf;
  if (schema.anyOf === undefined) schema.anyOf = oneOf;
  else schema.allOf = [...allOf, { place, anyOf: oneOf, ...(discriminator && { discriminator }) }];
}
