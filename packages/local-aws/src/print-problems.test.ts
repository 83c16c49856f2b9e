import { printProblems } from './print-problems.js';

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
  expect(printProblems(problems)).toBe(`error c: no place
  do: look around

a.yaml:9:3 error z: it is wrong
  do: mend it

a.yaml:10:3 error y: it is wrong
  do: mend it

b.yaml:1:3 error x: it is wrong
  do: mend it

4 problems kept local-aws from starting`);
});

test('one problem is one', () => {
  expect(printProblems([problem('a.yaml', 1, 'x')])).toMatch(/\n1 problem kept local-aws from starting$/);
});
