import type { Diagnostics } from '../diagnostics.js';
import type { Discriminator, Json, JsonType, Schema } from '../model.js';
import { Fields } from './fields.js';
import { escapePointer, type Located, toJson } from './located.js';
import { didYouMean, type References } from './references.js';
import {
  checkNumber,
  jsonTypes,
  type KeywordKind,
  keywordKinds,
  knownKeywords,
  readPattern,
} from './schema-keywords.js';

type Draft = { -readonly [K in keyof Schema]?: Schema[K] };
/** Keywords whose value the reader puts under their own name. */
type Plain = Record<string, unknown>;

interface Pending {
  readonly fields: Fields;
  readonly draft: Draft;
}

/**
 * Reads schemas: a node is read once, so whatever refers to it shares one object and recursion is a cycle. Schemas
 * wait in a queue for their keywords, so that no document is nested or chained deeper than the stack.
 */
export class SchemaReader {
  readonly #references: References;
  readonly #diagnostics: Diagnostics;
  readonly #dialect: '3.0' | '3.1';
  readonly #read = new Map<Located, Schema>();
  readonly #pending: Pending[] = [];
  /** Discriminators name alternatives by their references, so they are read when those are. */
  readonly #discriminators: Pending[] = [];
  #draining = false;

  constructor(references: References, diagnostics: Diagnostics, dialect: '3.0' | '3.1') {
    this.#references = references;
    this.#diagnostics = diagnostics;
    this.#dialect = dialect;
  }

  /** Every schema that has been read. */
  all(): Iterable<Schema> {
    return this.#read.values();
  }

  /** The schema of a node: whole when the outermost call returns. */
  read(node: Located): Schema {
    const known = this.#read.get(node);
    if (known !== undefined) return known;
    const draft: Draft & Pick<Schema, 'place'> = { place: node.place };
    this.#read.set(node, draft);
    if (node.kind === 'map') this.#pending.push({ fields: new Fields(node, this.#diagnostics), draft });
    else if (node.kind === 'scalar' && typeof node.value === 'boolean') draft.boolean = node.value;
    else this.#diagnostics.error('wrong-type', node.place, 'a schema is an object or a boolean');
    if (!this.#draining) this.#drain();
    return draft;
  }

  #drain(): void {
    this.#draining = true;
    for (;;) {
      const next = this.#pending.pop();
      const discriminator = next === undefined ? this.#discriminators.pop() : undefined;
      if (next !== undefined) this.#readKeywords(next);
      else if (discriminator !== undefined) this.#readDiscriminator(discriminator);
      else break;
    }
    this.#draining = false;
  }

  #readKeywords({ fields, draft }: Pending): void {
    const reference = fields.get('$ref');
    if (reference !== undefined) {
      const target = this.#references.target(reference);
      if (target !== undefined) draft.ref = this.read(target);
      // OpenAPI 3.0: siblings of `$ref` are ignored.
      if (this.#dialect === '3.0') return;
    }
    const extensions = new Map<string, Json>();
    for (const [name, node] of fields.node.entries) {
      const kind = keywordKinds.get(name);
      if (kind !== undefined) this.#readKeyword(kind, name, node, { fields, draft });
      else if (name.startsWith('x-')) extensions.set(name, toJson(node));
      else this.#unknown(fields, name);
    }
    if (extensions.size > 0) draft.extensions = extensions;
    if (fields.get('nullable') !== undefined) this.#readNullable(fields, draft);
    for (const [exclusive, bound] of exclusiveBounds)
      this.#readExclusive(exclusive, bound, { fields, draft });
  }

  /** JSON Schema lets a schema carry any other keyword as an annotation (Core, 6.5); most often it is a slip. */
  #unknown(fields: Fields, name: string): void {
    const what = `'${name}' is no field here${didYouMean(name, knownKeywords)}`;
    this.#diagnostics.warning('unknown-field', fields.node.keyPlace(name), what);
  }

  #readKeyword(kind: KeywordKind, name: string, node: Located, { fields, draft }: Pending): void {
    const plain = draft as Plain;
    if (kind === 'string') set(plain, name, fields.scalar(node, 'string', name));
    else if (kind === 'boolean') set(plain, name, fields.scalar(node, 'boolean', name));
    else if (kind === 'number' || kind === 'count') {
      const value = fields.scalar(node, 'number', name);
      if (value !== undefined && checkNumber(node, name, value, this.#diagnostics)) plain[name] = value;
    } else if (kind === 'schema') plain[name] = this.read(node);
    else if (kind === 'schemas') set(plain, name, this.#readList(fields, name, node));
    else if (kind === 'schemaMap') set(plain, name, this.#readMap(fields, name));
    else if (kind === 'refused')
      this.#diagnostics.error('unsupported', node.place, `the keyword '${name}' is not supported`);
    else if (kind !== 'annotation') this.#readSpecial(name, node, { fields, draft });
  }

  #readSpecial(name: string, node: Located, { fields, draft }: Pending): void {
    if (name === 'type') this.#readTypes(fields, node, draft);
    else if (name === 'pattern') {
      const source = fields.scalar(node, 'string', name);
      if (source !== undefined)
        set(
          draft,
          'pattern',
          readPattern(source, () => node.place, this.#diagnostics),
        );
    } else if (name === 'patternProperties') set(draft, name, this.#readPatternMap(fields));
    else if (name === 'const' || name === 'default') draft[name] = lazyValue(node);
    else if (name === 'enum') draft.enum = fields.list('enum').map(toJson);
    else if (name === 'example' || name === 'examples') addExamples(draft, name, node);
    else if (name === 'required') this.#readRequired(fields, node, draft);
    else if (name === 'dependentRequired') this.#readDependent(fields, draft);
    else if (name === 'discriminator') {
      const map = fields.map('discriminator');
      if (map !== undefined) this.#discriminators.push({ fields: new Fields(map, this.#diagnostics), draft });
    }
  }

  /** Draft 3's `required: true` within a property says nothing in OpenAPI. */
  #readRequired(fields: Fields, node: Located, draft: Draft): void {
    if (node.kind === 'scalar' && typeof node.value === 'boolean') {
      const what = "'required' lists the names of properties here, not a boolean; it is ignored";
      this.#diagnostics.warning('wrong-type', node.place, what);
    } else draft.required = [...new Set(fields.strings('required'))];
  }

  #readTypes(fields: Fields, node: Located, draft: Draft): void {
    const items = node.kind === 'list' ? node.items : [node];
    const types = items.flatMap((item) => {
      const type = fields.scalar(item, 'string', 'type');
      if (type === undefined || isType(type)) return type ?? [];
      const what = `'${type}' is no type; the types are ${jsonTypes.join(', ')}`;
      this.#diagnostics.error('invalid-keyword', item.place, what);
      return [];
    });
    if (types.length > 0 || node.kind === 'list') draft.types = [...new Set(types)];
  }

  /** 3.0's `nullable: true` widens `type` by null, and an `enum` beside it. */
  #readNullable(fields: Fields, draft: Draft): void {
    if (this.#dialect === '3.1') {
      const what = "'nullable' says nothing in OpenAPI 3.1: write `type: [string, 'null']`";
      this.#diagnostics.warning('unknown-field', fields.node.keyPlace('nullable'), what);
    } else if (fields.boolean('nullable') === true && draft.types !== undefined) {
      if (!draft.types.includes('null')) draft.types = [...draft.types, 'null'];
    }
  }

  #readDependent(fields: Fields, draft: Draft): void {
    const map = fields.map('dependentRequired');
    if (map === undefined) return;
    const names = new Fields(map, this.#diagnostics);
    draft.dependentRequired = new Map(Array.from(map.entries.keys(), (name) => [name, names.strings(name)]));
  }

  #readList(fields: Fields, name: string, node: Located): readonly Schema[] | undefined {
    if (node.kind === 'list') return node.items.map((item) => this.read(item));
    return fields.list(name).map((item) => this.read(item));
  }

  #readMap(fields: Fields, name: string): ReadonlyMap<string, Schema> | undefined {
    const map = fields.map(name);
    if (map === undefined) return undefined;
    const schemas = new Map<string, Schema>();
    for (const [key, value] of map.entries) schemas.set(key, this.read(value));
    return schemas;
  }

  #readPatternMap(fields: Fields): ReadonlyMap<string, Schema> | undefined {
    const map = fields.map('patternProperties');
    if (map === undefined) return undefined;
    const schemas = new Map<string, Schema>();
    for (const [source, value] of map.entries) {
      const pattern = readPattern(source, () => map.keyPlace(source), this.#diagnostics);
      if (pattern !== undefined) schemas.set(pattern, this.read(value));
    }
    return schemas;
  }

  /** 3.0 writes exclusive bounds as booleans beside `minimum` and `maximum`. */
  #readExclusive(exclusive: Exclusive, bound: Bound, { fields, draft }: Pending): void {
    const node = fields.get(exclusive);
    if (node === undefined) return;
    if (this.#dialect === '3.1') set(draft, exclusive, fields.number(exclusive));
    else if (fields.boolean(exclusive) === true && draft[bound] !== undefined) {
      draft[exclusive] = draft[bound];
      delete draft[bound];
    }
  }

  #readDiscriminator({ fields, draft }: Pending): void {
    const propertyName =
      fields.require('propertyName') === undefined ? undefined : fields.string('propertyName');
    const mapping = new Map<string, Schema>();
    for (const [value, target] of fields.map('mapping')?.entries ?? []) {
      const node = this.#references.target(asReference(target));
      if (node !== undefined) mapping.set(value, this.read(node));
    }
    const mapped = new Set(mapping.values());
    for (const { ref } of draft.oneOf ?? draft.anyOf ?? []) {
      const name = ref?.place.pointer.split('/').at(-1);
      if (name !== undefined && ref !== undefined && !mapped.has(ref)) mapping.set(name, ref);
    }
    if (propertyName !== undefined) draft.discriminator = { propertyName, mapping } satisfies Discriminator;
  }
}

const exclusiveBounds = [
  ['exclusiveMinimum', 'minimum'],
  ['exclusiveMaximum', 'maximum'],
] as const;
type Exclusive = (typeof exclusiveBounds)[number][0];
type Bound = (typeof exclusiveBounds)[number][1];

function isType(type: string): type is JsonType {
  return (jsonTypes as readonly string[]).includes(type);
}

/** Long examples are read by who wants them, and most runs do not. */
function lazyValue(node: Located): { readonly value: Json } {
  return {
    get value() {
      return toJson(node);
    },
  };
}

function addExamples(draft: Draft, name: string, node: Located): void {
  const more = name === 'examples' && node.kind === 'list' ? node.items : [node];
  draft.examples = [...(draft.examples ?? []), ...more.map(toJson)];
}

/** A mapping value is a reference or the bare name of a component schema (OpenAPI 3.1, 4.8.25.3). */
function asReference(node: Located): Located {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || /[/#]|\.(json|ya?ml)$/.test(node.value))
    return node;
  const value = `#/components/schemas/${escapePointer(node.value)}`;
  return { kind: 'scalar', place: node.place, value, toJson: () => value };
}

function set<K extends string>(draft: { [P in K]?: unknown }, name: K, value: unknown): void {
  if (value !== undefined) draft[name] = value;
}
