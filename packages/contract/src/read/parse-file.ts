import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';
import { jsonRoot } from './json-node.js';
import { deepestLevel, JsonTapeError } from './json-tape.js';
import type { Located } from './located.js';
import { parseYaml } from './parse-yaml.js';
import { readJsonTape } from './read-json-tape.js';
import { SourceText, TextPlace } from './source-text.js';

/** The largest descriptions that are published have some 60 MB. */
const largestMegabytes = 200;

export interface ParsedFile {
  readonly text: string;
  readonly root: Located;
}

export interface FileName {
  readonly path: string;
  /** What places call it. */
  readonly file: string;
  /** Who refers to it. */
  readonly from?: Place;
}

function unreadable(error: NodeJS.ErrnoException, { path, file }: FileName): string {
  if (error.code === 'ENOENT') return `there is no file ${file}`;
  return error.message.replace(path, file);
}

/** Without the byte order mark, which is no character of its line. Errors: Error for another encoding than UTF-8. */
function textOf(bytes: Buffer, file: string): string {
  const [first, second, third] = bytes;
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  if (isUtf8(bytes)) return bytes.toString('utf8', isMarked ? 3 : 0);
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  throw new Error(`${file} is ${isUtf16 ? 'UTF-16' : 'no UTF-8'}: save it as UTF-8`);
}

/** Reads a YAML 1.2 or JSON file; undefined when it cannot be read or parsed, which `diagnostics` then tells. */
export function parseFile(name: FileName, diagnostics: Diagnostics): ParsedFile | undefined {
  const { path, file } = name;
  let text: string;
  try {
    if (statSync(path).size > largestMegabytes * 2 ** 20)
      throw new Error(`${file} is larger than ${largestMegabytes} MB`);
    text = textOf(readFileSync(path), file);
  } catch (error) {
    const place = name.from ?? { file, line: 1, column: 1, pointer: '' };
    diagnostics.error('file-unreadable', place, unreadable(error as Error, name));
    return undefined;
  }
  const root = parseText(new SourceText(file, text), diagnostics);
  return root && { text, root };
}

function parseText(source: SourceText, diagnostics: Diagnostics): Located | undefined {
  // What begins like JSON is tried as JSON, which is faster by far; YAML takes all that JSON does, and more.
  if (/^[\uFEFF\s]*[{[]/.test(source.text)) {
    try {
      return parseJson(source, diagnostics);
    } catch (error) {
      if (!(error instanceof JsonTapeError)) throw error;
      const place = new TextPlace(source, error.offset, { pointer: '' });
      if (error.kind === 'depth') {
        diagnostics.error('unsupported', place, error.message);
        return undefined;
      }
      if (source.file.endsWith('.json')) {
        diagnostics.error('yaml-syntax', place, error.message);
        return undefined;
      }
    }
  }
  return parseYaml(source, deepestLevel, diagnostics);
}

function parseJson(source: SourceText, diagnostics: Diagnostics): Located {
  const duplicate = (place: Place, key: string) =>
    diagnostics.warning('yaml-syntax', place, `the key '${key}' is there twice; the last one counts`);
  return jsonRoot(source, readJsonTape(source.text), duplicate);
}
