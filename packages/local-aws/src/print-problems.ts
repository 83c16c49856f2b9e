import type { StartProblem } from './parts.js';

function byPlace({ place: a }: StartProblem, { place: b }: StartProblem): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** `file:line:column error CODE: what` with what to do below, in the order of the files; then how many there are. */
export function printProblems(problems: readonly StartProblem[]): string {
  const printed = [...problems].sort(byPlace).map(({ place, code, what, remedy }) => {
    const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column} `;
    return `${where}error ${code}: ${what}\n  do: ${remedy}\n`;
  });
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${printed.join('\n')}\n${count} kept local-aws from starting`;
}
