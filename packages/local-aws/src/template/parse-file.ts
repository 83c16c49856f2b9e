import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLParseError,
} from 'yaml';
import type { Place } from '../system.js';
import { type Located, mapNode } from './located.js';
import type { Problems } from './problems.js';
import { longForm } from './short-tags.js';

interface Parsing {
  readonly file: string;
  readonly lines: LineCounter;
  readonly anchors: ReadonlyMap<string, Node>;
  readonly problems: Problems;
  readonly shortTags: boolean;
}

/** CloudFormation reads YAML 1.1 without these types (its page "CloudFormation template formats"). */
const refusedYamlTypes = /(timestamp|binary|omap|pairs|set|merge)$/;

function placeAt(parsing: Parsing, offset: number): Place {
  const { line, col } = parsing.lines.linePos(offset);
  return { file: parsing.file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

function locateMap(parsing: Parsing, pairs: readonly Pair[], place: Place): Located {
  const entries = new Map<string, Located>();
  const keys = new Map<string, Place>();
  for (const { key: keyNode, value } of pairs as readonly { key: Node; value: Node | null }[]) {
    const key = isScalar(keyNode) ? (keyNode.source ?? String(keyNode.value)) : String(keyNode);
    const keyPlace = placeAt(parsing, keyNode.range?.[0] ?? 0);
    keys.set(key, keyPlace);
    entries.set(
      key,
      value === null ? { kind: 'scalar', place: keyPlace, value: null, text: '' } : locate(parsing, value),
    );
  }
  return { kind: 'map', place, entries, keys };
}

function locateScalar(node: unknown, place: Place): Located {
  const value = isScalar(node) ? (node.value as string | number | boolean | null) : null;
  const text =
    typeof value === 'number' && isScalar(node) ? (node.source ?? String(value)) : String(value ?? '');
  return { kind: 'scalar', place, value, text };
}

function locateUntagged(parsing: Parsing, node: Node): Located {
  const place = placeAt(parsing, node.range?.[0] ?? 0);
  if (isAlias(node)) {
    const target = parsing.anchors.get(node.source);
    if (target !== undefined) return locate(parsing, target);
  }
  if (isMap(node)) return locateMap(parsing, node.items as Pair[], place);
  if (isSeq(node))
    return { kind: 'list', place, items: (node.items as Node[]).map((item) => locate(parsing, item)) };
  return locateScalar(node, place);
}

/** A short tag becomes the long form: `!Ref X` reads as `{ Ref: X }`. */
function locate(parsing: Parsing, node: Node): Located {
  const located = locateUntagged(parsing, node);
  const { tag } = node as { tag?: string };
  if (tag === undefined || !tag.startsWith('!')) return located;
  if (!parsing.shortTags) {
    tellShortTag(parsing, located.place, tag);
    return { kind: 'unresolved', place: located.place };
  }
  const name = longForm(tag);
  if (name !== undefined) return mapNode(located.place, [[name, located]]);
  parsing.problems.add(located.place, {
    code: 'unknown-tag',
    what: `${tag} is no tag of CloudFormation`,
    remedy: 'Write one of the intrinsic functions of CloudFormation: !Ref, !Sub, !GetAtt …',
  });
  return { kind: 'unresolved', place: located.place };
}

/** AWS::Include takes no short forms in YAML (its page of the CloudFormation guide). */
function tellShortTag({ problems }: Parsing, place: Place, tag: string): void {
  problems.add(place, {
    code: 'short-tag-in-include',
    what: `${tag} stands in a file that the template names, where AWS takes the long form only`,
    remedy: `Write ${longForm(tag) ?? 'Fn::Sub'}: as a key.`,
  });
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

/** How a place names a file: relative to the working directory, with `/`. */
export function displayPath(workingDirectory: string, path: string): string {
  return relative(workingDirectory, path).split(sep).join('/');
}

export interface FileToParse {
  readonly path: string;
  /** How places name it. */
  readonly file: string;
  /** Whether `!Ref` and the like may stand for the long forms. */
  readonly shortTags: boolean;
}

/** What comes after text that could not be read follows from it; a key that stands twice leads to nothing else. */
function toldErrors(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const syntax = errors.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  return syntax < 0 ? errors : errors.slice(0, syntax + 1);
}

/** Reads YAML or JSON; undefined when it cannot be parsed, which `problems` then tells. Throws what readFileSync throws. */
export function parseFile({ path, file, shortTags }: FileToParse, problems: Problems): Located | undefined {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), {
    version: '1.1',
    merge: false,
    lineCounter: lines,
    prettyErrors: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !refusedYamlTypes.test(tag.tag)),
  });
  const root = document.contents as Node | null;
  const parsing: Parsing = {
    file,
    lines,
    problems,
    shortTags,
    anchors: root === null ? new Map<string, Node>() : anchorsOf(root),
  };
  for (const error of toldErrors(document.errors))
    problems.add(placeAt(parsing, error.pos[0]), {
      code: 'yaml-syntax',
      what: error.message,
      remedy: 'Mend the YAML or JSON here; nothing of the file can be read before.',
    });
  if (document.errors.length > 0) return undefined;
  return root === null
    ? { kind: 'scalar', place: { file, line: 1, column: 1 }, value: null, text: '' }
    : locate(parsing, root);
}
