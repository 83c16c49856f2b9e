import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { catalogue, type Diagnostic } from './diagnostics.js';
import type { Place } from './model.js';
import { SourceText } from './read/source-text.js';

/** The texts of files, each read once: a large contract can have thousands of places. */
class Sources {
  readonly #directory: string;
  readonly #texts = new Map<string, SourceText | undefined>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Undefined where the file is not there. */
  text(file: string): SourceText | undefined {
    if (!this.#texts.has(file)) {
      const path = resolve(this.#directory, file);
      const text = existsSync(path) ? new SourceText(file, readFileSync(path, 'utf8')) : undefined;
      this.#texts.set(file, text);
    }
    return this.#texts.get(file);
  }
}

const widest = 160;

/** The line of the place with one before and one after it, numbered, and a caret under the column. */
function excerpt(place: Place, sources: Sources): string[] {
  const text = sources.text(place.file);
  if (text === undefined) return [];
  const width = String(place.line + 1).length;
  // JSON often stands in one line: what is shown of it is what is around the column.
  const from = place.column > widest ? place.column - widest / 2 : 0;
  const shown: string[] = [];
  for (const line of [place.line - 1, place.line, place.line + 1]) {
    const shownText = text.line(line);
    if (shownText !== undefined)
      shown.push(`  ${String(line).padStart(width)} | ${shownText.slice(from, from + widest)}`);
    if (line === place.line) shown.push(`  ${' '.repeat(width)} | ${' '.repeat(place.column - from - 1)}^`);
  }
  return shown;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const files = a.place.file < b.place.file ? -1 : Number(a.place.file > b.place.file);
  return files || a.place.line - b.place.line || a.place.column - b.place.column;
}

/** `file:line:column severity code what`, why it matters, what to do and the lines around it; in the order of the files. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], directory: string): string {
  const sources = new Sources(directory);
  const printed = [...diagnostics].sort(byPlace).map(({ code, severity, place, what }) => {
    const { why, remedy } = catalogue[code];
    const head = `${place.file}:${place.line}:${place.column} ${severity} ${code}: ${what}`;
    return [head, ...excerpt(place, sources), `  why: ${why}`, `  do:  ${remedy}`].join('\n');
  });
  return printed.join('\n\n');
}
