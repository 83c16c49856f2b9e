import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printProblems } from './print-problems.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'start problems '));
});

afterEach(() => rmSync(directory, { recursive: true }));

const problem = (file: string, line: number, code: string) => ({
  place: { file, line, column: 3 },
  code,
  what: 'it is wrong',
  remedy: 'mend it',
});

test('problems are printed in the order of files and lines, each with what to do', () => {
  const homeless = { code: 'c', what: 'no place', remedy: 'look around' };
  const problems = [
    problem('b.yaml', 1, 'x'),
    problem('a.yaml', 10, 'y'),
    problem('a.yaml', 9, 'z'),
    homeless,
  ];
  expect(printProblems(problems, directory)).toBe(`error c: no place
  do: look around

a.yaml:9:3 error z: it is wrong
  do: mend it

a.yaml:10:3 error y: it is wrong
  do: mend it

b.yaml:1:3 error x: it is wrong
  do: mend it

4 problems kept local-aws from starting`);
});

test('the lines around a place are shown with a caret under its column', () => {
  const lines = Array.from({ length: 12 }, (_, index) => `  line ${index + 1}`);
  writeFileSync(join(directory, 'a.yaml'), lines.join('\n'));
  expect(printProblems([problem('a.yaml', 9, 'z')], directory)).toBe(`a.yaml:9:3 error z: it is wrong
   8 |   line 8
   9 |   line 9
     |   ^
  10 |   line 10
  do: mend it

1 problem kept local-aws from starting`);
});

test('at the ends of a file there are fewer lines, and a long line is cut', () => {
  writeFileSync(join(directory, 'a.yaml'), 'a'.repeat(200));
  expect(
    printProblems(
      [{ ...problem('a.yaml', 1, 'z'), place: { file: 'a.yaml', line: 1, column: 190 } }],
      directory,
    ),
  ).toBe(`a.yaml:1:190 error z: it is wrong
  1 | ${'a'.repeat(160)}
    | ${' '.repeat(159)}^
  do: mend it

1 problem kept local-aws from starting`);
});
