import { Problems } from './problems.js';

const at = (file: string, line: number, column: number) => ({ file, line, column });
const problem = (what: string) => ({ code: 'case', what, remedy: 'Mend it.' });

test('problems are told in the order of files, lines and columns, those of no place first', () => {
  const problems = new Problems();
  problems.add(at('b.yaml', 1, 1), problem('of another file'));
  problems.add(at('a.yaml', 10, 1), problem('of a later line'));
  problems.add(at('a.yaml', 9, 12), problem('of a later column'));
  problems.add(at('a.yaml', 9, 3), problem('first'));
  problems.add(undefined, problem('of no place'));
  expect(problems.all().map(({ what }) => what)).toEqual([
    'of no place',
    'first',
    'of a later column',
    'of a later line',
    'of another file',
  ]);
});

test('a problem is told once for each place', () => {
  const problems = new Problems();
  for (const place of [at('a.yaml', 1, 1), at('a.yaml', 1, 1), at('a.yaml', 2, 1), undefined, undefined])
    problems.add(place, problem('the same'));
  expect(problems.all().map(({ place }) => place?.line)).toEqual([undefined, 1, 2]);
});
