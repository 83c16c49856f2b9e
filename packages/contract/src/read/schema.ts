import { Diagnostics } from '../diagnostics.js';
import type { Discriminator, Json, JsonType, Schema, Writable } from '../model.js';
import { checkSchemaExtension } from './codec-options.js';
import { type Dialect, openApiDialects } from './dialect.js';
import { DynamicReach, DynamicScope } from './dynamic-scope.js';
import { readExternalDocs } from './external-docs.js';
import { Fields } from './fields.js';
import { escapePointer, type Located, toJson, typeName } from './located.js';
import { didYouMean, type References } from './references.js';
import {
  jsonTypes,
  type KeywordKind,
  keywordKinds,
  knownKeywords,
  readPattern,
  refusesNumber,
  typeHint,
  validationKeywords,
} from './schema-keywords.js';

type Draft = Partial<Writable<Schema>>;
/** An object that begins empty has room for the few keywords of most schemas, which then need no second one. */
function newDraft({ place }: Located): Draft & Pick<Schema, 'place'> {
  const draft: Draft = {};
  draft.place = place;
  return draft as Draft & Pick<Schema, 'place'>;
}

/** Keywords whose value the reader puts under their own name. */
type Plain = Record<string, unknown>;

interface Pending {
  readonly fields: Fields;
  readonly draft: Draft;
  readonly scope: DynamicScope;
  readonly dialect: Dialect;
}

function notOne(node: Located): string {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  if (text === undefined) return `not ${typeName(node)}`;
  if (/^(true|false)$/i.test(text)) return `not a string: write ${text.toLowerCase()} without quotes`;
  return `not a string; another one is named by $ref: '#/components/schemas/${text}'`;
}

/**
 * Reads schemas: a node is read once, so whatever refers to it shares one object and recursion is a cycle. Schemas
 * wait in a queue for their keywords, so that no document is nested or chained deeper than the stack.
 */
export class SchemaReader {
  readonly #references: References;
  readonly #diagnostics: Diagnostics;
  readonly #dialect: Dialect;
  readonly #outside = new DynamicScope(new Map());
  readonly #reach: DynamicReach;
  readonly #pending: Pending[] = [];
  /** Discriminators name alternatives by their references, so they are read when those are. */
  readonly #discriminators: Pending[] = [];
  #draining = false;

  constructor(references: References, diagnostics: Diagnostics, dialect: '3.0' | '3.1') {
    this.#references = references;
    this.#diagnostics = diagnostics;
    this.#dialect = openApiDialects[dialect];
    this.#reach = new DynamicReach(references);
  }

  /** Every schema that has been read. */
  all(): readonly Schema[] {
    return Array.from(this.#outside.all).flatMap(({ schemas }) => [...schemas.values()]);
  }

  /** The schema of a node: whole when the outermost call returns. */
  read(node: Located): Schema {
    return this.#read(node, this.#outside);
  }

  #read(node: Located, from: DynamicScope): Schema {
    const scope = this.#scope(node, from);
    const known = scope.schemas.get(node);
    if (known !== undefined) return known;
    const draft = newDraft(node);
    // What is read again in another scope has been judged already.
    const seen = scope !== this.#outside && Array.from(scope.all).some(({ schemas }) => schemas.has(node));
    scope.schemas.set(node, draft);
    if (node.kind === 'map') {
      const fields = new Fields(node, seen ? new Diagnostics() : this.#diagnostics);
      const dialect = this.#references.dialectOf(node) ?? this.#dialect;
      this.#pending.push({ fields, draft, scope, dialect });
    } else if (node.kind === 'scalar' && typeof node.value === 'boolean') draft.boolean = node.value;
    else
      this.#diagnostics.error(
        'wrong-type',
        node.place,
        `a schema is an object or a boolean, ${notOne(node)}`,
      );
    if (!this.#draining) this.#drain();
    return draft;
  }

  #scope(node: Located, from: DynamicScope): DynamicScope {
    const resource = this.#references.resourceOf(node);
    const scope = resource === undefined ? from : from.enter(resource);
    return scope === this.#outside || this.#reach.has(node) ? scope : this.#outside;
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

  #readKeywords(pending: Pending): void {
    const { fields, draft, dialect } = pending;
    const reference = fields.get('$ref');
    if (reference !== undefined) {
      const target = this.#references.target(reference);
      if (target !== undefined) draft.ref = this.#read(target, pending.scope);
      if (dialect.refStandsAlone === true) return;
    }
    let extensions: Map<string, Json> | undefined;
    let more = false;
    fields.node.forEach((name, node) => {
      if (dialect.withoutValidation === true && validationKeywords.has(name)) return;
      if (dialect.tupleItems === true && name === 'prefixItems') return;
      const kind = keywordKinds.get(name);
      if (kind === 'annotation') more = true;
      else if (kind !== undefined) this.#readKeyword(name, kind, { node, pending });
      else if (name.startsWith('x-')) {
        extensions ??= new Map();
        extensions.set(name, toJson(node));
        checkSchemaExtension(name, node, fields.diagnostics);
      } else if (name !== 'additionalItems' && name !== dialect.id) this.#unknown(fields, name);
    });
    if (extensions !== undefined) draft.extensions = extensions;
    if (more) this.#readRest(pending);
  }

  /** What is read beside other keywords, once those are there. */
  #readRest(pending: Pending): void {
    const { fields, dialect } = pending;
    if (fields.get('nullable') !== undefined) this.#readNullable(pending);
    if (dialect.withoutValidation !== true)
      for (const [exclusive, bound] of exclusiveBounds) this.#readExclusive(exclusive, bound, pending);
    this.#readDynamicRef(pending);
  }

  /** Beside a `$ref` it is one more schema that the value must meet. */
  #readDynamicRef({ fields, draft, scope }: Pending): void {
    const reference = fields.get('$dynamicRef');
    const target =
      reference === undefined ? undefined : this.#references.dynamicTarget(reference, scope.bindings);
    if (target === undefined) return;
    const schema = this.#read(target, scope);
    if (draft.ref === undefined) draft.ref = schema;
    else draft.allOf = [...(draft.allOf ?? []), schema];
  }

  /** JSON Schema lets a schema carry any other keyword as an annotation (Core, 6.5); most often it is a slip. */
  #unknown(fields: Fields, name: string): void {
    const what = `'${name}' is no field here${didYouMean(name, knownKeywords)}`;
    fields.diagnostics.warning('unknown-field', fields.node.keyPlace(name), what);
  }

  #readKeyword(
    name: string,
    kind: KeywordKind,
    { node, pending }: { node: Located; pending: Pending },
  ): void {
    const { fields, draft, scope } = pending;
    const plain = draft as Plain;
    if (kind === 'string') set(plain, name, fields.scalar(node, 'string', name));
    else if (kind === 'boolean') set(plain, name, fields.scalar(node, 'boolean', name));
    else if (kind === 'number' || kind === 'count') {
      set(plain, name, this.#readNumber(fields, name, node));
    } else if (kind === 'schema') plain[name] = this.#read(node, scope);
    else if (kind === 'schemas') set(plain, name, this.#readList(name, node, pending));
    else if (kind === 'schemaMap') set(plain, name, this.#readMap(name, pending));
    else if (kind === 'refused')
      fields.diagnostics.error('unsupported', node.place, `the keyword '${name}' is not supported`);
    else this.#readSpecial(name, node, pending);
  }

  #readNumber(fields: Fields, name: string, node: Located): number | undefined {
    const value = fields.scalar(node, 'number', name);
    const expected = value === undefined ? undefined : refusesNumber(name, value);
    if (expected === undefined) return value;
    fields.diagnostics.error('invalid-keyword', node.place, `'${name}' takes ${expected}, not ${value}`);
    return undefined;
  }

  #readSpecial(name: string, node: Located, pending: Pending): void {
    const { fields, draft } = pending;
    if (name === 'type') this.#readTypes(fields, node, draft);
    else if (name === 'pattern') {
      const source = fields.scalar(node, 'string', name);
      if (source !== undefined)
        set(
          draft,
          'pattern',
          readPattern(source, () => node.place, fields.diagnostics),
        );
    } else if (name === 'patternProperties') set(draft, name, this.#readPatternMap(pending));
    else if (name === 'const' || name === 'default') draft[name] = lazyValue(node);
    else if (name === 'enum') draft.enum = fields.list('enum').map(toJson);
    else if (name === 'example' || name === 'examples') addExamples(draft, name, node);
    else if (name === 'required') this.#readRequired(fields, node, draft);
    else if (name === 'dependentRequired') this.#readDependent(fields, draft);
    else if (name === 'dependencies') this.#readDependencies(pending);
    else if (name === 'items') this.#readItems(node, pending);
    else if (name === 'externalDocs') set(draft, name, readExternalDocs(fields));
    else if (name === 'discriminator') {
      const map = fields.map('discriminator');
      if (map !== undefined)
        this.#discriminators.push({ ...pending, fields: new Fields(map, fields.diagnostics) });
    }
  }

  /** Draft 3's `required: true` within a property says nothing in OpenAPI. */
  #readRequired(fields: Fields, node: Located, draft: Draft): void {
    if (node.kind === 'scalar' && typeof node.value === 'boolean') {
      const what =
        "'required' lists the names of properties, not a boolean; it is ignored: the object that has the property lists it";
      fields.diagnostics.warning('wrong-type', node.place, what);
    } else draft.required = [...new Set(fields.strings('required'))];
  }

  #readTypes(fields: Fields, node: Located, draft: Draft): void {
    const single = node.kind === 'scalar' ? singleTypes.get(node.value) : undefined;
    if (single !== undefined) {
      draft.types = single;
      return;
    }
    const items = node.kind === 'list' ? node.items : [node];
    const types = items.flatMap((item) => {
      const type = fields.scalar(item, 'string', 'type');
      if (type === undefined || isType(type)) return type ?? [];
      const what = `'${type}' is no type; the types are ${jsonTypes.join(', ')}${typeHint(type)}`;
      fields.diagnostics.error('invalid-keyword', item.place, what);
      return [];
    });
    if (types.length > 0 || node.kind === 'list') draft.types = [...new Set(types)];
  }

  /** 3.0's `nullable: true` widens `type` by null, and an `enum` beside it. */
  #readNullable({ fields, draft, dialect }: Pending): void {
    if (dialect.nullable !== true) {
      const others = (draft.types ?? ['string']).filter((type) => type !== 'null').join(', ');
      const what = `'nullable' says nothing in OpenAPI 3.1: write \`type: [${others}, 'null']\``;
      fields.diagnostics.warning('unknown-field', fields.node.keyPlace('nullable'), what);
    } else if (fields.boolean('nullable') === true && draft.types !== undefined) {
      if (!draft.types.includes('null')) draft.types = [...draft.types, 'null'];
    }
  }

  #readDependent(fields: Fields, draft: Draft): void {
    const map = fields.map('dependentRequired');
    if (map === undefined) return;
    const names = new Fields(map, fields.diagnostics);
    const required = Array.from(map.entries.keys(), (name) => [name, names.strings(name)] as const);
    draft.dependentRequired = new Map([...(draft.dependentRequired ?? []), ...required]);
  }

  /** `dependencies`, which 2019-09 parted in two, is still read (2020-12 Validation, appendix on compatibility). */
  #readDependencies({ fields, draft, scope }: Pending): void {
    const map = fields.map('dependencies');
    if (map === undefined) return;
    const names = new Fields(map, fields.diagnostics);
    const required = new Map(draft.dependentRequired);
    const schemas = new Map(draft.dependentSchemas);
    for (const [name, node] of map.entries) {
      if (node.kind === 'list') required.set(name, names.strings(name));
      else schemas.set(name, this.#read(node, scope));
    }
    if (required.size > 0) draft.dependentRequired = required;
    if (schemas.size > 0) draft.dependentSchemas = schemas;
  }

  /** Before 2020-12 a list of items was what `prefixItems` is, and `additionalItems` what `items` is beside it. */
  #readItems(node: Located, { fields, draft, scope, dialect }: Pending): void {
    if (dialect.tupleItems !== true || node.kind !== 'list') {
      draft.items = this.#read(node, scope);
      return;
    }
    const rest = fields.get('additionalItems');
    if (node.items.length > 0) draft.prefixItems = node.items.map((item) => this.#read(item, scope));
    if (rest !== undefined) draft.items = this.#read(rest, scope);
  }

  #readList(name: string, node: Located, { fields, scope }: Pending): readonly Schema[] | undefined {
    const items = node.kind === 'list' ? node.items : fields.list(name);
    if (node.kind === 'list' && items.length === 0)
      fields.diagnostics.error('invalid-keyword', node.place, `'${name}' has at least one schema`);
    return items.map((item) => this.#read(item, scope));
  }

  #readMap(name: string, { fields, scope }: Pending): ReadonlyMap<string, Schema> | undefined {
    const map = fields.map(name);
    if (map === undefined) return undefined;
    const schemas = new Map<string, Schema>();
    map.forEach((key, value) => {
      schemas.set(key, this.#read(value, scope));
    });
    return schemas;
  }

  #readPatternMap({ fields, scope }: Pending): ReadonlyMap<string, Schema> | undefined {
    const map = fields.map('patternProperties');
    if (map === undefined) return undefined;
    const schemas = new Map<string, Schema>();
    for (const [source, value] of map.entries) {
      const pattern = readPattern(source, () => map.keyPlace(source), fields.diagnostics);
      if (pattern !== undefined) schemas.set(pattern, this.#read(value, scope));
    }
    return schemas;
  }

  /** 3.0 writes exclusive bounds as booleans beside `minimum` and `maximum`. */
  #readExclusive(exclusive: Exclusive, bound: Bound, { fields, draft, dialect }: Pending): void {
    if (fields.get(exclusive) === undefined) return;
    if (dialect.booleanBounds !== true) set(draft, exclusive, fields.number(exclusive));
    else if (fields.boolean(exclusive) === true && draft[bound] !== undefined) {
      draft[exclusive] = draft[bound];
      delete draft[bound];
    }
  }

  #readDiscriminator({ fields, draft, scope }: Pending): void {
    const propertyName =
      fields.require('propertyName') === undefined ? undefined : fields.string('propertyName');
    const mapping = new Map<string, Schema>();
    for (const [value, target] of fields.map('mapping')?.entries ?? []) {
      const reference = asReference(target);
      const node = this.#references.leads(reference) ? this.#references.target(reference) : undefined;
      if (node !== undefined) mapping.set(value, this.#read(node, scope));
      else
        this.#diagnostics.warning(
          'broken-reference',
          target.place,
          `'${value}' is mapped to '${target.kind === 'scalar' ? String(target.value) : typeName(target)}', which is not there`,
        );
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

/** Most schemas have one of these, which they share. */
const singleTypes: ReadonlyMap<unknown, readonly JsonType[]> = new Map(
  jsonTypes.map((type) => [type, [type]]),
);

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
