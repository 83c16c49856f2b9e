import { relative, resolve } from 'node:path';
import type { Message } from 'esbuild';

/** `file` is relative to the working directory; `line` and `column` count from 1. */
export interface BundleProblem {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
  readonly lineText?: string;
}

/** The sources of a function cannot be bundled; the message names every place as `file:line:column`. */
export class BundleError extends Error {
  readonly problems: readonly BundleProblem[];
  constructor(problems: readonly BundleProblem[]) {
    super(problems.map(printProblem).join('\n'));
    this.name = 'BundleError';
    this.problems = problems;
  }
}

function printProblem({ file, line, column, text, lineText }: BundleProblem): string {
  if (file === undefined) return text;
  const head = [file, line, column].filter((each) => each !== undefined).join(':');
  if (lineText === undefined || column === undefined) return `${head} ${text}`;
  return `${head} ${text}\n  ${lineText}\n  ${' '.repeat(column - 1)}^`;
}

/** esbuild counts columns in UTF-8 bytes from 0. */
function columnOf(lineText: string, byteColumn: number): number {
  return Buffer.from(lineText).subarray(0, byteColumn).toString().length + 1;
}

/** esbuild's messages as problems; their files are relative to `workingDirectory`. */
export function problemsOf(messages: readonly Message[], workingDirectory: string): BundleProblem[] {
  return messages.map(({ text, location, notes }) => {
    const whole = [text, ...notes.map((note) => note.text)].join('\n  ');
    if (location === null) return { text: whole };
    return {
      file: relative(process.cwd(), resolve(workingDirectory, location.file)),
      line: location.line,
      column: columnOf(location.lineText, location.column),
      text: whole,
      lineText: location.lineText,
    };
  });
}
