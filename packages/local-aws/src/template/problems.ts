import type { StartProblem } from '../parts.js';
import type { Place } from '../system.js';

/** Collects problems, each once: a value that is read twice is told once. */
export class Problems {
  private readonly found = new Map<string, StartProblem>();

  add(place: Place | undefined, problem: Omit<StartProblem, 'place'>): void {
    const key = JSON.stringify([place, problem.code, problem.what]);
    this.found.set(key, place === undefined ? problem : { place, ...problem });
  }

  /** In the order of the files and lines. */
  all(): StartProblem[] {
    return [...this.found.values()].sort((a, b) => compare(a.place, b.place));
  }
}

function compare(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
