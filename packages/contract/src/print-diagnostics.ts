import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { catalogue, type Diagnostic } from './diagnostics.js';
import type { Place } from './model.js';

/** The lines of files, each read once: a large contract can have thousands of places. */
class Sources {
  readonly #directory: string;
  readonly #lines = new Map<string, readonly string[]>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** None where the file is not there. */
  lines(file: string): readonly string[] {
    const known = this.#lines.get(file);
    if (known !== undefined) return known;
    const path = resolve(this.#directory, file);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    this.#lines.set(file, lines);
    return lines;
  }
}

const widest = 160;

/** The line of the place with one before and one after it, numbered, and a caret under the column. */
function excerpt(place: Place, sources: Sources): string[] {
  const lines = sources.lines(place.file);
  if (lines.length === 0) return [];
  const width = String(place.line + 1).length;
  // JSON often stands in one line: what is shown of it is what is around the column.
  const from = place.column > widest ? place.column - widest / 2 : 0;
  const numbered = (line: number) =>
    `  ${String(line).padStart(width)} | ${(lines[line - 1] ?? '').slice(from, from + widest)}`;
  const shown: string[] = [];
  for (const line of [place.line - 1, place.line, place.line + 1]) {
    if (line >= 1 && line <= lines.length) shown.push(numbered(line));
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
