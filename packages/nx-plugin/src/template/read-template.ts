import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Json, JsonMap } from './json.js';
import { TemplateError } from './template-error.js';

export interface Template {
  /** Absolute path. */
  readonly path: string;
  readonly value: JsonMap;
  /** `file:line:column` of the key at the end of the path, or of the nearest one around it that exists. */
  place(...path: readonly string[]): string;
}

const functions = new Set(
  'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Not Or Select Split Sub Transform'.split(
    ' ',
  ),
);

/** `Fn::Sub` for `!Sub`. Undefined for a tag that CloudFormation does not have. */
function longForm(tag: string): string | undefined {
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return name;
  return functions.has(name) ? `Fn::${name}` : undefined;
}

/** CloudFormation takes `!GetAtt A.B` and `!GetAtt A.Outputs.B`: the first dot parts resource and attribute. */
function argumentOf(name: string, value: Json): Json {
  if (name !== 'Fn::GetAtt' || typeof value !== 'string') return value;
  const at = value.indexOf('.');
  return at < 0 ? value : [value.slice(0, at), value.slice(at + 1)];
}

class Reader {
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #document: Document;

  constructor(file: string, lines: LineCounter, document: Document) {
    this.#file = file;
    this.#lines = lines;
    this.#document = document;
  }

  placeAt(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  /** Of the key, which is where a person looks; of the item in a list. */
  place(path: readonly string[]): string {
    for (let length = path.length; length > 0; length--) {
      const parent = this.#document.getIn(path.slice(0, length - 1), true);
      const name = path[length - 1];
      const key = isMap(parent)
        ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === name)?.key
        : this.#document.getIn(path.slice(0, length), true);
      const range = (key as Node | undefined)?.range;
      if (range) return this.placeAt(range[0]);
    }
    return `${this.#file}:1:1`;
  }

  json(node: unknown): Json {
    const value = this.#untagged(node);
    const { tag, range } = node as Node;
    if (tag === undefined || !tag.startsWith('!')) return value;
    const name = longForm(tag);
    if (name === undefined)
      throw new TemplateError(
        this.placeAt(range?.[0] ?? 0),
        `${tag} is no tag of CloudFormation`,
        'Write one of its intrinsic functions: !Ref, !Sub, !GetAtt …',
      );
    return { [name]: argumentOf(name, value) };
  }

  #untagged(node: unknown): Json {
    if (isMap(node))
      return Object.fromEntries(
        node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), this.json(value)]),
      );
    if (isSeq(node)) return node.items.map((item) => this.json(item));
    if (isScalar(node)) return node.value as Json;
    const range = (node as Node | null)?.range;
    if (!range) return null;
    throw new TemplateError(this.placeAt(range[0]), 'an alias stands here', 'Write out what it stands for.');
  }
}

/**
 * Reads a template, or a file that it includes, with every short tag in its long form. YAML 1.1, as CloudFormation
 * does ("CloudFormation template formats").
 *
 * Errors: TemplateError; those of `readFileSync`.
 */
export function readTemplate(path: string): Template {
  return parseTemplate(readFileSync(path, 'utf8'), path);
}

/** The same for text that is in no file; `path` stands in messages. Errors: TemplateError. */
export function parseTemplate(text: string, path: string): Template {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    merge: false,
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const reader = new Reader(relative(process.cwd(), path).split(sep).join('/'), lines, document);
  const [error] = document.errors;
  if (error !== undefined)
    throw new TemplateError(reader.placeAt(error.pos[0]), error.message, 'Mend the YAML here.');
  const value = reader.json(document.contents);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TemplateError(reader.place([]), 'this is no map', 'A template is a map with Resources.');
  return { path, value: value as JsonMap, place: (...at) => reader.place(at) };
}
