import { listKeywords, singleKeywords } from '../../children-of.js';
import type { CodecOptions, Json, Schema } from '../../model.js';
import { distinction } from '../schemas/alternatives.js';
import { type Direction, requiredIn, Variants } from '../schemas/variant.js';
import { PythonNames } from './names.js';
import { pythonPattern } from './pattern.js';

const plain = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minContains',
  'maxContains',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;
const maps = ['properties', 'dependentSchemas'] as const;

type Draft = { [keyword: string]: Json };

/** Which property tells the alternatives apart, and which alternative each of its values means. */
function distinctionOf({ oneOf, anyOf, discriminator }: Schema, direction: Direction): Json | undefined {
  const alternatives = oneOf ?? anyOf;
  // Both keywords at once have two distinctions, of which one could not be told from the other.
  if (alternatives === undefined || (oneOf !== undefined && anyOf !== undefined)) return undefined;
  const known = distinction(alternatives, direction, discriminator?.propertyName);
  if (known === undefined) return undefined;
  const values = known.cases.flatMap((each, index) => each.values.map((value) => [value, index] as const));
  return { property: known.property, values: Object.fromEntries(values) };
}

/** The schemas of a contract as one JSON Schema (2020-12) document with `$defs`. */
export class Definitions {
  readonly #variants = new Variants();
  readonly #names = new PythonNames();
  readonly #keys = new Map<Schema, Map<Direction, string>>();
  readonly #assertsFormats: boolean;
  readonly #queue: { readonly key: string; readonly schema: Schema; readonly direction: Direction }[] = [];

  constructor({ formats }: CodecOptions) {
    this.#assertsFormats = formats !== 'annotate';
  }

  /** The key of a schema's definition. */
  use(schema: Schema, wanted: Direction, hint: string): string {
    const direction = this.#variants.differ(schema) ? wanted : 'response';
    const keys = this.#keys.get(schema) ?? new Map<Direction, string>();
    this.#keys.set(schema, keys);
    const known = keys.get(direction);
    if (known !== undefined) return known;
    const name = schema.name ?? hint.replaceAll(/[^A-Za-z0-9_]+/g, '_');
    const key = this.#names.free(direction === 'request' ? `${name}Input` : name);
    keys.set(direction, key);
    this.#queue.push({ key, schema, direction });
    return key;
  }

  /** All definitions that have been used, with all that they refer to. Error: UntranslatablePattern. */
  toJson(): Json {
    const definitions: Draft = {};
    for (const { key, schema, direction } of this.#queue) definitions[key] = this.#json(schema, direction);
    return definitions;
  }

  #json(schema: Schema, direction: Direction): Json {
    if (schema.boolean !== undefined) return schema.boolean;
    const each = (child: Schema) => this.#json(child, direction);
    const draft: Draft = {};
    if (schema.ref !== undefined) draft.$ref = `#/$defs/${this.use(schema.ref, direction, 'schema')}`;
    if (schema.types !== undefined)
      draft.type = schema.types.length === 1 ? (schema.types[0] ?? '') : schema.types;
    if (schema.const !== undefined) draft.const = schema.const.value;
    if (schema.enum !== undefined) draft.enum = schema.enum;
    for (const name of plain) if (schema[name] !== undefined) draft[name] = schema[name];
    if (this.#assertsFormats && schema.format !== undefined) draft.format = schema.format;
    for (const name of singleKeywords)
      if (name !== 'ref' && schema[name] !== undefined) draft[name] = each(schema[name]);
    for (const name of listKeywords) if (schema[name] !== undefined) draft[name] = schema[name].map(each);
    for (const name of maps) {
      if (schema[name] === undefined) continue;
      draft[name] = Object.fromEntries(Array.from(schema[name], ([key, child]) => [key, each(child)]));
    }
    const told = distinctionOf(schema, direction);
    if (told !== undefined) draft['x-distinction'] = told;
    this.#patterns(schema, draft, each);
    const required = requiredIn(schema, direction);
    if (required.length > 0) draft.required = required;
    if (schema.dependentRequired !== undefined)
      draft.dependentRequired = Object.fromEntries(schema.dependentRequired);
    return draft;
  }

  #patterns(schema: Schema, draft: Draft, each: (child: Schema) => Json): void {
    if (schema.pattern !== undefined) {
      draft.pattern = pythonPattern(schema.pattern);
      // What is told to people is the contract's own pattern.
      draft['x-pattern'] = schema.pattern;
    }
    if (schema.patternProperties === undefined) return;
    const entries = Array.from(schema.patternProperties, ([key, child]) => [pythonPattern(key), each(child)]);
    draft.patternProperties = Object.fromEntries(entries);
  }
}
