import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderWriter } from './folder-writer.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder writer '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = [
  { path: 'a.ts', text: 'a' },
  { path: 'runtime/b.ts', text: 'b' },
];

test.each([true, false])('what has not changed is left alone (remembers: %j)', (remembers) => {
  const writer = new FolderWriter({ remembers });
  expect(writer.write(folder, files)).toBe(2);
  const { ino } = statSync(join(folder, 'a.ts'));
  expect(writer.write(folder, files)).toBe(0);
  expect(statSync(join(folder, 'a.ts')).ino).toBe(ino);
  expect(writer.write(folder, [{ path: 'a.ts', text: 'c' }])).toBe(1);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('c');
  expect(readdirSync(join(folder, 'runtime'))).toEqual([]);
});

test.each([
  ['is longer', 'aa'],
  ['is as long', 'x'],
])('what somebody else has written since is written again where it %s', (_how, text) => {
  const writer = new FolderWriter({ remembers: true });
  writer.write(folder, files);
  writeFileSync(join(folder, 'a.ts'), text);
  expect(writer.write(folder, files)).toBe(1);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('a');
});

test('what somebody else has removed since is written again', () => {
  const writer = new FolderWriter({ remembers: true });
  writer.write(folder, files);
  rmSync(join(folder, 'a.ts'));
  expect(writer.write(folder, files)).toBe(1);
});
