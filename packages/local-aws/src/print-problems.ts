import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StartProblem } from './parts.js';
import type { Place } from './system.js';

/** Longer lines are cut: a minified template would fill the screen. */
const widestLine = 160;

function byPlace({ place: a }: StartProblem, { place: b }: StartProblem): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** The line of the place with one before and one after it, numbered, and a caret under the column. */
function excerpt({ file, line, column }: Place, directory: string): string[] {
  const path = resolve(directory, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const width = String(line + 1).length;
  return [line - 1, line, line + 1].flatMap((number) => {
    const text = lines[number - 1];
    if (text === undefined) return [];
    const shown = `  ${String(number).padStart(width)} | ${text.slice(0, widestLine)}`.trimEnd();
    const caret = `  ${' '.repeat(width)} | ${' '.repeat(Math.min(column, widestLine) - 1)}^`;
    return number === line ? [shown, caret] : [shown];
  });
}

function printProblem({ place, code, what, remedy }: StartProblem, directory: string): string {
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column} `;
  const lines = place === undefined ? [] : excerpt(place, directory);
  return [`${where}error ${code}: ${what}`, ...lines, `  do: ${remedy}`, ''].join('\n');
}

/**
 * `file:line:column error CODE: what`, the lines around it and what to do, in the order of the files; then how many
 * problems there are. `directory` is what the files are relative to.
 */
export function printProblems(problems: readonly StartProblem[], directory: string): string {
  const printed = [...problems].sort(byPlace).map((problem) => printProblem(problem, directory));
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${printed.join('\n')}\n${count} kept local-aws from starting`;
}
