import type { Diagnostics } from '../diagnostics.js';
import type { Discriminator, Json, JsonType, Schema } from '../model.js';
import { Fields } from './fields.js';
import { type Located, type LocatedMap, toJson } from './located.js';
import type { References } from './references.js';
import { checkKeywords, jsonTypes, knownKeywords, refusedKeywords } from './schema-keywords.js';

type Draft = { -readonly [K in keyof Schema]?: Schema[K] };

const numbers = [
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
] as const;
const strings = ['pattern', 'format', 'contentEncoding', 'contentMediaType', 'title', 'description'] as const;
const booleans = ['uniqueItems', 'deprecated', 'readOnly', 'writeOnly'] as const;
const children = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'not',
  'if',
  'then',
  'else',
] as const;
const lists = ['prefixItems', 'allOf', 'anyOf', 'oneOf'] as const;
const maps = ['properties', 'patternProperties', 'dependentSchemas'] as const;

/** Reads schemas: a node is read once, so whatever refers to it shares one object and recursion is a cycle. */
export class SchemaReader {
  readonly #references: References;
  readonly #diagnostics: Diagnostics;
  readonly #dialect: '3.0' | '3.1';
  readonly #read = new Map<Located, Schema>();

  constructor(references: References, diagnostics: Diagnostics, dialect: '3.0' | '3.1') {
    this.#references = references;
    this.#diagnostics = diagnostics;
    this.#dialect = dialect;
  }

  /** Every schema that has been read. */
  all(): Iterable<Schema> {
    return this.#read.values();
  }

  read(node: Located): Schema {
    const known = this.#read.get(node);
    if (known !== undefined) return known;
    const draft: Draft & Pick<Schema, 'place'> = { place: node.place };
    this.#read.set(node, draft);
    if (node.kind === 'map') this.#readKeywords(new Fields(node, this.#diagnostics), draft);
    else if (node.kind === 'scalar' && typeof node.value === 'boolean') draft.boolean = node.value;
    else this.#diagnostics.error('wrong-type', node.place, 'a schema is an object or a boolean');
    return draft;
  }

  #readKeywords(fields: Fields, draft: Draft): void {
    const reference = fields.get('$ref');
    if (reference !== undefined) {
      const target = this.#references.target(reference);
      if (target !== undefined) draft.ref = this.read(target);
      // OpenAPI 3.0: siblings of `$ref` are ignored.
      if (this.#dialect === '3.0') return;
    }
    for (const keyword of refusedKeywords) {
      const node = fields.get(keyword);
      if (node !== undefined)
        this.#diagnostics.error('unsupported', node.place, `the keyword '${keyword}' is not supported`);
    }
    // JSON Schema 2020-12 lets a schema carry any other keyword as an annotation (Core, 6.5).
    fields.allow(knownKeywords, this.#dialect === '3.1' ? 'warning' : 'error');
    this.#readScalars(fields, draft);
    this.#readTypes(fields, draft);
    this.#readValues(fields, draft);
    this.#readSubschemas(fields, draft);
    this.#readBounds(fields, draft);
    const discriminator = fields.map('discriminator');
    if (discriminator !== undefined)
      this.#readDiscriminator(new Fields(discriminator, this.#diagnostics), draft);
    checkKeywords(fields, this.#diagnostics);
  }

  #readScalars(fields: Fields, draft: Draft): void {
    for (const name of numbers) set(draft, name, fields.number(name));
    for (const name of strings) set(draft, name, fields.string(name));
    for (const name of booleans) set(draft, name, fields.boolean(name));
    const extensions = fields.extensions();
    if (extensions.size > 0) draft.extensions = extensions;
  }

  /** 3.0's `nullable: true` widens `type` by null, and an `enum` beside it. */
  #readTypes(fields: Fields, draft: Draft): void {
    const node = fields.get('type');
    if (node === undefined) return;
    const items = node.kind === 'list' ? node.items : [node];
    const types = items.flatMap((item) => {
      const type = fields.scalar(item, 'string', 'type');
      if (type === undefined || (jsonTypes as readonly string[]).includes(type))
        return (type as JsonType | undefined) ?? [];
      this.#diagnostics.error(
        'invalid-keyword',
        item.place,
        `'${type}' is no type; the types are ${jsonTypes.join(', ')}`,
      );
      return [];
    });
    const nullable = this.#dialect === '3.0' && fields.boolean('nullable') === true;
    draft.types = nullable && !types.includes('null') ? [...types, 'null'] : types;
  }

  #readValues(fields: Fields, draft: Draft): void {
    const constant = fields.get('const');
    if (constant !== undefined) draft.const = { value: toJson(constant) };
    const value = fields.get('default');
    if (value !== undefined) draft.default = { value: toJson(value) };
    if (fields.get('enum') !== undefined) draft.enum = fields.list('enum').map(toJson);
    const examples: Json[] = fields.get('examples') === undefined ? [] : fields.list('examples').map(toJson);
    const example = fields.get('example');
    if (example !== undefined) examples.push(toJson(example));
    if (examples.length > 0) draft.examples = examples;
    if (fields.get('required') !== undefined) draft.required = fields.strings('required');
    const dependent = fields.map('dependentRequired');
    if (dependent === undefined) return;
    const names = new Fields(dependent, this.#diagnostics);
    draft.dependentRequired = new Map(
      Array.from(dependent.entries.keys(), (name) => [name, names.strings(name)]),
    );
  }

  #readSubschemas(fields: Fields, draft: Draft): void {
    for (const name of children) {
      const node = fields.get(name);
      if (node !== undefined) draft[name] = this.read(node);
    }
    for (const name of lists) {
      if (fields.get(name) !== undefined) draft[name] = fields.list(name).map((item) => this.read(item));
    }
    for (const name of maps) {
      const node = fields.map(name);
      if (node !== undefined) draft[name] = this.#readMap(node);
    }
  }

  #readMap(node: LocatedMap): ReadonlyMap<string, Schema> {
    return new Map(Array.from(node.entries, ([name, value]) => [name, this.read(value)]));
  }

  /** 3.0 writes exclusive bounds as booleans beside `minimum` and `maximum`. */
  #readBounds(fields: Fields, draft: Draft): void {
    for (const [exclusive, bound] of [
      ['exclusiveMinimum', 'minimum'],
      ['exclusiveMaximum', 'maximum'],
    ] as const) {
      if (this.#dialect === '3.1') {
        set(draft, exclusive, fields.number(exclusive));
      } else if (fields.boolean(exclusive) === true && draft[bound] !== undefined) {
        draft[exclusive] = draft[bound];
        delete draft[bound];
      }
    }
  }

  #readDiscriminator(fields: Fields, draft: Draft): void {
    const propertyName =
      fields.require('propertyName') === undefined ? undefined : fields.string('propertyName');
    const mapping = new Map<string, Schema>();
    const explicit = fields.map('mapping');
    for (const [value, target] of explicit?.entries ?? []) {
      const node = this.#references.target(asReference(target));
      if (node !== undefined) mapping.set(value, this.read(node));
    }
    for (const member of draft.oneOf ?? draft.anyOf ?? []) {
      const name = member.ref?.place.pointer.split('/').at(-1);
      const mapped = member.ref !== undefined && [...mapping.values()].includes(member.ref);
      if (name !== undefined && member.ref !== undefined && !mapped) mapping.set(name, member.ref);
    }
    if (propertyName !== undefined) draft.discriminator = { propertyName, mapping } satisfies Discriminator;
  }
}

/** A mapping value is a reference or the bare name of a component schema (OpenAPI 3.1, 4.8.25.3). */
function asReference(node: Located): Located {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || /[/#.]/.test(node.value)) return node;
  return { ...node, value: `#/components/schemas/${node.value}` };
}

function set<K extends keyof Draft>(draft: Draft, name: K, value: Draft[K] | undefined): void {
  if (value !== undefined) draft[name] = value;
}
