import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile } from './parse-file.js';
import { Problems } from './problems.js';

const directory = mkdtempSync(join(tmpdir(), 'parse file '));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function problemsOf(text: string): string[] {
  const path = join(directory, 'template.yaml');
  writeFileSync(path, text);
  const problems = new Problems();
  expect(parseFile({ path, file: 'template.yaml', shortTags: true }, problems)).toBeUndefined();
  return problems.all().map(({ place, what }) => `${place?.line}:${place?.column} ${what}`);
}

test('of broken syntax the first place is told, and not what follows from it', () => {
  expect(problemsOf('A: { b: 1\nC: { d: 2\nE: [\n')).toEqual([
    '2:1 Flow map in block collection must be sufficiently indented and end with a }',
  ]);
});

test('keys that stand twice are told each, before the syntax that breaks and without what comes after it', () => {
  expect(problemsOf('A: 1\nA: 2\nB: 3\nB: 4\n')).toEqual([
    '2:1 Map keys must be unique',
    '4:1 Map keys must be unique',
  ]);
  expect(problemsOf('A: 1\nA: 2\nB: "\nC: 3\nC: 4\n')[0]).toBe('2:1 Map keys must be unique');
  expect(problemsOf('A: 1\nA: 2\nB: "\nC: 3\nC: 4\n')).toHaveLength(2);
});
