import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printDiagnostics } from './print-diagnostics.js';

const directory = mkdtempSync(join(tmpdir(), 'excerpts '));
afterAll(() => rmSync(directory, { recursive: true }));

function excerptAt(line: number, column: number): string[] {
  const place = { file: 'a.json', line, column, pointer: '' };
  const printed = printDiagnostics([{ code: 'unsupported', severity: 'error', place, what: 'x' }], directory);
  return printed.split('\n').slice(1, -2);
}

test('of a long line, what is around the column is shown', () => {
  writeFileSync(join(directory, 'a.json'), `${'-'.repeat(300)}X${'+'.repeat(300)}`);
  const [text = '', caret = '', ...more] = excerptAt(1, 301);
  expect(more).toEqual([]);
  expect(text).toHaveLength('  1 | '.length + 160);
  expect(text[caret.indexOf('^')]).toBe('X');
});

test('the first line has none before it, and a short line is shown from its beginning', () => {
  writeFileSync(join(directory, 'a.json'), 'one\ntwo\nthree');
  expect(excerptAt(1, 2)).toEqual(['  1 | one', '    |  ^', '  2 | two']);
  expect(excerptAt(3, 1)).toEqual(['  2 | two', '  3 | three', '    | ^']);
});
