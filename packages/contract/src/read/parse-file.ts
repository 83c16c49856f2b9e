import { readFileSync } from 'node:fs';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';
import type { Located } from './located.js';

interface Parsing {
  readonly file: string;
  readonly lines: LineCounter;
  readonly anchors: Map<string, Node>;
  readonly diagnostics: Diagnostics;
}

function placeAt(parsing: Parsing, offset: number, pointer: string): Place {
  const { line, col } = parsing.lines.linePos(offset);
  return { file: parsing.file, line: Math.max(line, 1), column: Math.max(col, 1), pointer };
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function locateMap(parsing: Parsing, pairs: readonly Pair[], place: Place): Located {
  const entries = new Map<string, Located>();
  const keys = new Map<string, Place>();
  for (const pair of pairs) {
    const keyNode = pair.key as Node;
    const key = isScalar(keyNode) ? String(keyNode.value) : String(keyNode);
    const pointer = `${place.pointer}/${escapePointer(key)}`;
    const keyPlace = placeAt(parsing, keyNode.range?.[0] ?? 0, pointer);
    keys.set(key, keyPlace);
    const value = pair.value as Node | null;
    entries.set(
      key,
      value === null ? { kind: 'scalar', place: keyPlace, value: null } : locate(parsing, value, pointer),
    );
  }
  return { kind: 'map', place, entries, keys };
}

function locate(parsing: Parsing, node: Node, pointer: string): Located {
  const place = placeAt(parsing, node.range?.[0] ?? 0, pointer);
  if (isAlias(node)) {
    const target = parsing.anchors.get(node.source);
    if (target !== undefined) return locate(parsing, target, pointer);
  }
  if (isMap(node)) return locateMap(parsing, node.items as Pair[], place);
  if (isSeq(node)) {
    const items = (node.items as Node[]).map((item, index) => locate(parsing, item, `${pointer}/${index}`));
    return { kind: 'list', place, items };
  }
  const value = isScalar(node) ? node.value : null;
  return {
    kind: 'scalar',
    place,
    value: typeof value === 'bigint' ? Number(value) : (value as string | number | boolean | null),
  };
}

function anchorsOf(root: Node): Map<string, Node> {
  const anchors = new Map<string, Node>();
  const visit = (node: unknown): void => {
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isMap(node)) for (const { key, value } of node.items) [key, value].forEach(visit);
      if (isSeq(node)) node.items.forEach(visit);
    }
  };
  visit(root);
  return anchors;
}

/** Reads a YAML 1.2 or JSON file; undefined when it cannot be read or parsed, which `diagnostics` then tells. */
export function parseFile(path: string, file: string, diagnostics: Diagnostics): Located | undefined {
  const start: Place = { file, line: 1, column: 1, pointer: '' };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    diagnostics.error('file-unreadable', start, (error as Error).message.replace(path, file));
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    intAsBigInt: false,
  });
  const root = document.contents;
  const parsing: Parsing = { file, lines, anchors: root === null ? new Map() : anchorsOf(root), diagnostics };
  for (const error of document.errors)
    diagnostics.error('yaml-syntax', placeAt(parsing, error.pos[0], ''), error.message);
  if (document.errors.length > 0) return undefined;
  return root === null ? { kind: 'scalar', place: start, value: null } : locate(parsing, root, '');
}
