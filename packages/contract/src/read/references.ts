import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';
import { type Dialect, dialectOf, openApiDialects, validationVocabulary } from './dialect.js';
import type { Located, LocatedScalar } from './located.js';
import { type FileName, type ParsedFile, parseFile } from './parse-file.js';
import { type Resource, ResourceIndex, resolveUri, resource } from './resources.js';

/** Says which file holds what a URL names; undefined where none does. Nothing is ever fetched. */
export type LocateFile = (url: string) => string | undefined;

interface File {
  readonly root: Located;
  readonly dialect: Dialect;
  readonly resource: Resource;
  /** Undefined where no schema of the file has an identifier. */
  readonly index?: ResourceIndex;
}

/** How a file has come to be opened. */
interface Opening {
  /** The URI that it was asked for by; the file's own where there is no other. */
  readonly uri?: string;
  /** The dialect of who refers to it, which is its own unless it names one. */
  readonly dialect: Dialect;
  /** Who refers to it. */
  readonly from?: Place;
}

/** The files of one contract and the way from a `$ref` to the node that it names. */
export class References {
  readonly #directory: string;
  #diagnostics: Diagnostics;
  readonly #locate: LocateFile;
  readonly #files = new Map<string, File | undefined>();
  /** By the name that places have. */
  readonly #named = new Map<string, File>();
  /** By URI, without fragment. */
  readonly #resources = new Map<string, Resource>();
  /** By file and pointer. */
  readonly #told = new Set<string>();
  /** What references lead through and is not there: it is told once, however many references it breaks. */
  #missing = new Set<string>();

  /** @param directory absolute; places name files relative to it. */
  constructor(directory: string, diagnostics: Diagnostics, locate: LocateFile = () => undefined) {
    this.#directory = directory;
    this.#diagnostics = diagnostics;
    this.#locate = locate;
  }

  /** The root node of a file, parsed once. */
  open(path: string): Located | undefined {
    return this.#open(path, { dialect: openApiDialects['3.1'] })?.root;
  }

  #open(path: string, opening: Opening): File | undefined {
    const absolute = resolve(this.#directory, path);
    if (!this.#files.has(absolute)) {
      const name = relative(this.#directory, absolute).replaceAll('\\', '/');
      const file: FileName = { path: absolute, file: name, ...(opening.from && { from: opening.from }) };
      const parsed = parseFile(file, this.#diagnostics);
      this.#files.set(absolute, undefined);
      if (parsed === undefined) return undefined;
      const registered = this.#register(parsed, absolute, opening);
      this.#files.set(absolute, registered);
      this.#named.set(name, registered);
    }
    return this.#files.get(absolute);
  }

  #register({ root, text }: ParsedFile, absolute: string, opening: Opening): File {
    const own = root.kind === 'map' ? this.#ownDialect(root.entries, opening.dialect) : undefined;
    const dialect = own ?? opening.dialect;
    const file = resource(opening.uri ?? pathToFileURL(absolute).href, root);
    this.#resources.set(file.uri, file);
    if (!mayIdentify(text, dialect)) return { root, dialect, resource: file };
    const index = new ResourceIndex(file, dialect);
    for (const each of index.all) this.#resources.set(each.uri, each);
    this.#resources.set(file.uri, index.at(''));
    return { root, dialect, resource: index.at(''), index };
  }

  /** The dialect that the root of a file names by `$schema`, or by its version of OpenAPI. */
  #ownDialect(entries: ReadonlyMap<string, Located>, inherited: Dialect): Dialect | undefined {
    const version = entries.get('openapi');
    if (version?.kind === 'scalar')
      return openApiDialects[/^3\.0/.test(String(version.value)) ? '3.0' : '3.1'];
    const schema = entries.get('$schema');
    if (schema?.kind !== 'scalar' || typeof schema.value !== 'string') return undefined;
    const path = dialectOf(schema.value) === undefined ? this.#locate(schema.value) : undefined;
    const meta =
      path === undefined
        ? undefined
        : this.#open(path, { uri: schema.value, dialect: inherited, from: schema.place });
    const vocabulary = meta?.root.kind === 'map' ? meta.root.get('$vocabulary') : undefined;
    if (vocabulary?.kind !== 'map') return dialectOf(schema.value);
    const validates = vocabulary.get(validationVocabulary) !== undefined;
    return validates ? openApiDialects['3.1'] : { ...openApiDialects['3.1'], withoutValidation: true };
  }

  /** Absolute paths of all files that have been opened. */
  files(): string[] {
    return [...this.#files.keys()];
  }

  #fileOf({ place }: Located): File | undefined {
    return this.#named.get(place.file);
  }

  dialectOf(node: Located): Dialect | undefined {
    return this.#fileOf(node)?.dialect;
  }

  /** The resource that a node belongs to. */
  resourceOf(node: Located): Resource | undefined {
    const file = this.#fileOf(node);
    return file?.index === undefined ? file?.resource : file.index.at(node.place.pointer);
  }

  /** Follows `node` as long as it is a reference; undefined when it is broken or circular, which is told. */
  follow(node: Located): Located | undefined {
    const seen = new Set<Located>();
    let current: Located | undefined = node;
    while (current !== undefined) {
      const reference: Located | undefined = current.kind === 'map' ? current.get('$ref') : undefined;
      if (reference === undefined) return current;
      if (seen.has(current)) {
        this.#diagnostics.error('broken-reference', reference.place, 'the reference leads back to itself');
        return undefined;
      }
      seen.add(current);
      current = this.target(reference);
    }
    return undefined;
  }

  /** Whether a reference leads somewhere; nothing is told where it does not. */
  leads(reference: Located): boolean {
    const [diagnostics, missing] = [this.#diagnostics, this.#missing];
    this.#diagnostics = new Diagnostics();
    this.#missing = new Set();
    const leads = this.target(reference) !== undefined;
    if (leads) diagnostics.all.push(...this.#diagnostics.all);
    else this.#told.delete(placeKey(reference));
    this.#diagnostics = diagnostics;
    this.#missing = missing;
    return leads;
  }

  /** The node that the value of a `$ref` names. */
  target(reference: Located): Located | undefined {
    if (reference.kind !== 'scalar' || typeof reference.value !== 'string') {
      this.#tell('wrong-type', reference, '`$ref` takes a string');
      return undefined;
    }
    const [path = '', fragment = ''] = reference.value.split('#', 2);
    const within = path === '' ? this.resourceOf(reference) : this.#resource(path, reference);
    return within === undefined ? undefined : this.#inside(within, decoded(fragment), reference);
  }

  /**
   * The node that the value of a `$dynamicRef` names where `bindings` is the dynamic scope: only what leads to a
   * `$dynamicAnchor` at first is looked up there (Core, 8.2.3.2).
   */
  dynamicTarget(reference: Located, bindings: ReadonlyMap<string, Located>): Located | undefined {
    const target = this.target(reference);
    if (target === undefined || reference.kind !== 'scalar') return target;
    const name = decoded(String(reference.value).split('#', 2)[1] ?? '');
    const isDynamic = this.resourceOf(target)?.dynamicAnchors.get(name) === target;
    return isDynamic ? (bindings.get(name) ?? target) : target;
  }

  #resource(path: string, reference: LocatedScalar): Resource | undefined {
    const from = this.#fileOf(reference);
    const base = this.resourceOf(reference)?.uri ?? '';
    const opening = { dialect: from?.dialect ?? openApiDialects['3.1'], from: reference.place };
    const absolute = resolve(this.#directory, reference.place.file);
    const isAbsolute = /^[a-z][a-z0-9+.-]+:/i.test(path);
    if (!isAbsolute && base === pathToFileURL(absolute).href) {
      const target = resolve(dirname(absolute), decoded(path));
      const known = this.#resources.get(pathToFileURL(target).href);
      return known ?? this.#open(target, opening)?.resource;
    }
    const uri = resolveUri(path, base);
    const known = uri === undefined ? undefined : this.#resources.get(uri);
    if (uri === undefined || known !== undefined) return known ?? this.#unknown(reference);
    const located =
      this.#locate(uri) ?? (!isAbsolute && uri.startsWith('file:') ? fileURLToPath(uri) : undefined);
    return located === undefined
      ? this.#unknown(reference)
      : this.#open(located, { uri, ...opening })?.resource;
  }

  #unknown(reference: LocatedScalar): undefined {
    const what = `the reference '${reference.value}' is not a relative path, nor the $id of a schema that has been read`;
    this.#tell('unsupported', reference, what);
  }

  #inside(within: Resource, fragment: string, reference: LocatedScalar): Located | undefined {
    if (fragment === '' || fragment.startsWith('/')) {
      const known = within.pointers.get(fragment) ?? this.#descend(within.root, fragment, reference);
      if (known !== undefined) within.pointers.set(fragment, known);
      return known;
    }
    const anchor = within.anchors.get(fragment);
    if (anchor === undefined) {
      const isPointer = fragment.includes('/');
      const hint = isPointer
        ? ` (a way through the document begins with '#/': '#/${fragment}')`
        : didYouMean(fragment, [...within.anchors.keys()]);
      const what = `there is no anchor '${fragment}' where '${reference.value}' leads${hint}`;
      this.#tell('broken-reference', reference, what);
    }
    return anchor;
  }

  #descend(root: Located, fragment: string, reference: LocatedScalar): Located | undefined {
    const steps = fragment.split('/').slice(1);
    let node: Located | undefined = root;
    for (const [at, each] of steps.entries()) {
      const step = each.replaceAll('~1', '/').replaceAll('~0', '~');
      const parent: Located | undefined = node;
      node = child(parent, step);
      if (node === undefined) {
        if (at < steps.length - 1 && this.#isKnownMissing(root, steps.slice(0, at + 1))) return undefined;
        const names = parent?.kind === 'map' ? [...parent.keys()] : [];
        const known = steps[0] === 'components' && at === 1 ? componentKinds : [];
        const near = didYouMean(step, [...names, ...known]);
        const hint = near === '' ? elsewhere(root, steps.at(-1) ?? '') : near;
        const what = `there is no '${step}' on the way of '${reference.value}'${hint}`;
        this.#tell('broken-reference', reference, what);
        return undefined;
      }
    }
    return node;
  }

  #isKnownMissing({ place }: Located, steps: readonly string[]): boolean {
    const name = `${place.file}#${place.pointer}/${steps.join('/')}`;
    const isKnown = this.#missing.has(name);
    this.#missing.add(name);
    return isKnown;
  }

  /** A reference is followed on many ways; what is wrong with it is told once. */
  #tell(code: 'broken-reference' | 'unsupported' | 'wrong-type', reference: Located, what: string): void {
    const key = placeKey(reference);
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#diagnostics.error(code, reference.place, what);
  }
}

function placeKey({ place }: Located): string {
  return `${place.file}#${place.pointer}`;
}

/** One of which a document has none yet may be meant all the same. */
const componentKinds =
  'schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems'.split(
    ' ',
  );

const identifiers = ['$id', '$anchor', '$dynamicAnchor'];

/** Whether a file may hold an identifier: walking through a large file only to find none is dear. */
function mayIdentify(text: string, { id }: Dialect): boolean {
  if (id === 'id') return true;
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', at + 1))
    if (identifiers.some((each) => text.startsWith(each, at))) return true;
  return false;
}

/** Percent-decoded where it is encoded; a lone `%` is what it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function child(node: Located | undefined, step: string): Located | undefined {
  if (node?.kind === 'map') return node.get(step);
  return node?.kind === 'list' && /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
}

/** Where among the components the name is: `#/definitions/Thing` is Swagger's way to `#/components/schemas/Thing`. */
function elsewhere(root: Located, name: string): string {
  const components = child(root, 'components');
  if (components?.kind !== 'map') return '';
  const kind = [...components.keys()].find((each) => child(child(components, each), name) !== undefined);
  return kind === undefined ? '' : ` (did you mean '#/components/${kind}/${name}'?)`;
}

/** Edit distance (Levenshtein) of two names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Beyond these a guess costs more than it helps. */
const longestGuess = 80;
const mostGuesses = 5000;

/** ` (did you mean 'x'?)` when one of the names is close, else an empty string. */
export function didYouMean(
  name: string,
  names: readonly string[],
  limit = Math.max(2, name.length / 3),
): string {
  if (name.length > longestGuess || names.length > mostGuesses) return '';
  let near: { readonly name: string; readonly far: number } | undefined;
  for (const each of names) {
    if (Math.abs(each.length - name.length) > limit) continue;
    const far = distance(name, each);
    if (far <= limit && (near === undefined || far < near.far)) near = { name: each, far };
  }
  return near === undefined ? '' : ` (did you mean '${near.name}'?)`;
}
