import { isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';
import { escapePointer, type Located } from './located.js';
import { type SourceText, TextPlace } from './source-text.js';
import { yamlFaults } from './yaml-errors.js';
import { YamlList, YamlMap, YamlScalar } from './yaml-node.js';

/** A text that YAML itself takes and the compiler does not. */
class YamlLimitError extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.name = 'YamlLimitError';
    this.offset = offset;
  }
}

interface Parsing {
  readonly source: SourceText;
  readonly deepest: number;
  readonly anchors: Map<string, Node>;
  /** What an alias leads to is located once: a document with aliases is a graph and stays as small as its text. */
  readonly located: Map<Node, Located>;
  /** How many values a node stands for when its aliases are written out. */
  readonly sizes: Map<Located, number>;
  /** Aliases that lead nowhere. */
  readonly unknown: { readonly offset: number; readonly what: string }[];
  /** Nodes that are just being located: an alias to one of them would never end. */
  readonly open: Set<Node>;
}

function placeOf({ source }: Parsing, node: Node, pointer: string): Place {
  return new TextPlace(source, node.range?.[0] ?? 0, { pointer });
}

/** Entries that `<<` brings in; the map's own keys and earlier maps win (YAML's merge key). */
function merged(parsing: Parsing, value: Node, pointer: string): [string, Located, Place][] {
  const located = locate(parsing, value, pointer);
  const maps = located.kind === 'list' ? located.items : [located];
  return maps.flatMap((each) =>
    each.kind === 'map'
      ? Array.from(each.entries, ([key, node]): [string, Located, Place] => [key, node, each.keyPlace(key)])
      : [],
  );
}

function locateMap(parsing: Parsing, map: YAMLMap, pointer: string): Located {
  const entries = new Map<string, Located>();
  const keys = new Map<string, Place>();
  const inherited: [string, Located, Place][] = [];
  for (const pair of map.items) {
    const keyNode = pair.key as Node;
    const key = isScalar(keyNode) ? String(keyNode.value) : String(keyNode);
    const below = `${pointer}/${escapePointer(key)}`;
    const value = isNode(pair.value) ? pair.value : null;
    if (key === '<<' && (isAlias(value) || isMap(value) || isSeq(value))) {
      inherited.push(...merged(parsing, value, below));
      continue;
    }
    const keyPlace = placeOf(parsing, keyNode, below);
    keys.set(key, keyPlace);
    entries.set(key, value === null ? new YamlScalar(keyPlace, null) : locate(parsing, value, below));
  }
  for (const [key, value, place] of inherited) {
    if (entries.has(key)) continue;
    entries.set(key, value);
    keys.set(key, place);
  }
  return new YamlMap(placeOf(parsing, map, pointer), entries, keys);
}

function locate(parsing: Parsing, node: Node, pointer: string): Located {
  const target = isAlias(node) ? parsing.anchors.get(node.source) : node;
  const known = target === undefined ? undefined : parsing.located.get(target);
  if (known !== undefined) return known;
  if (target === undefined || isScalar(target)) {
    if (isAlias(node) && target === undefined) {
      const what = `no '&${node.source}' is there for the alias '*${node.source}': a text that begins with '*' is quoted`;
      parsing.unknown.push({ offset: node.range?.[0] ?? 0, what });
    }
    const value = target === undefined ? null : target.value;
    const plain = typeof value === 'bigint' ? Number(value) : (value as string | number | boolean | null);
    return new YamlScalar(placeOf(parsing, node, pointer), plain);
  }
  const offset = node.range?.[0] ?? 0;
  if (parsing.open.has(target)) throw new YamlLimitError(offset, 'the alias leads back to what it stands in');
  if (parsing.open.size >= parsing.deepest)
    throw new YamlLimitError(offset, `it is nested deeper than ${parsing.deepest} levels`);
  parsing.open.add(target);
  const located = locateContainer(parsing, target, pointer);
  parsing.open.delete(target);
  measure(parsing, located, offset);
  parsing.located.set(target, located);
  return located;
}

/** Aliases can make a small text stand for more values than any machine holds. */
const mostValues = 10_000_000;

function measure({ sizes }: Parsing, located: Located, offset: number): void {
  let size = 1;
  const inside =
    located.kind === 'map' ? located.entries.values() : located.kind === 'list' ? located.items : [];
  for (const each of inside) size += sizes.get(each) ?? 1;
  if (size > mostValues)
    throw new YamlLimitError(offset, `its aliases stand for more than ${mostValues} values`);
  sizes.set(located, size);
}

function locateContainer(parsing: Parsing, node: Node, pointer: string): Located {
  if (isMap(node)) return locateMap(parsing, node, pointer);
  const items = isSeq(node) ? (node.items as Node[]) : [];
  const located = items.map((item, index) => locate(parsing, item, `${pointer}/${index}`));
  return new YamlList(placeOf(parsing, node, pointer), located);
}

function anchorsOf(root: Node): Map<string, Node> {
  const anchors = new Map<string, Node>();
  const queue: unknown[] = [root];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) continue;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) for (const { key, value } of node.items) queue.push(key ?? null, value ?? null);
    if (isSeq(node)) for (const item of node.items) queue.push(item ?? null);
  }
  return anchors;
}

/** Reads YAML 1.2; undefined when it is none or exceeds a limit, which `diagnostics` then tells. */
export function parseYaml(
  source: SourceText,
  deepest: number,
  diagnostics: Diagnostics,
): Located | undefined {
  try {
    return parse(source, deepest, diagnostics);
  } catch (error) {
    // The package `yaml` parses by recursion: a RangeError is the end of its stack.
    if (error instanceof RangeError) {
      const what = `it is nested deeper than ${deepest} levels`;
      diagnostics.error('unsupported', new TextPlace(source, 0, { pointer: '' }), what);
    } else if (error instanceof YamlLimitError)
      diagnostics.error('unsupported', new TextPlace(source, error.offset, { pointer: '' }), error.message);
    else throw error;
    return undefined;
  }
}

function parse(source: SourceText, deepest: number, diagnostics: Diagnostics): Located | undefined {
  const document = parseDocument(source.text, {
    prettyErrors: false,
    uniqueKeys: true,
    intAsBigInt: false,
    logLevel: 'error',
  });
  // `yaml` tells the end of its stack as an error of syntax.
  if (document.errors.some(({ message }) => message.startsWith('Maximum call stack'))) throw new RangeError();
  for (const { offset, what } of yamlFaults(document.errors, source.text))
    diagnostics.error('yaml-syntax', new TextPlace(source, offset, { pointer: '' }), what);
  if (document.errors.length > 0) return undefined;
  const root = document.contents;
  if (root === null) return new YamlScalar(new TextPlace(source, 0, { pointer: '' }), null);
  const parsing: Parsing = {
    source,
    deepest,
    anchors: anchorsOf(root),
    located: new Map(),
    sizes: new Map(),
    unknown: [],
    open: new Set(),
  };
  const located = locate(parsing, root, '');
  for (const { offset, what } of parsing.unknown)
    diagnostics.error('yaml-syntax', new TextPlace(source, offset, { pointer: '' }), what);
  return parsing.unknown.length === 0 ? located : undefined;
}
