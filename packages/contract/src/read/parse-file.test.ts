import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Diagnostics } from '../diagnostics.js';
import { toJson } from './located.js';
import { parseFile } from './parse-file.js';

const directory = mkdtempSync(join(tmpdir(), 'parse file '));
afterAll(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'openapi.yaml');

function parsed() {
  const diagnostics = new Diagnostics();
  const file = parseFile({ path, file: 'openapi.yaml' }, diagnostics);
  return { file, told: diagnostics.all.map(({ code, what }) => `${code}: ${what}`) };
}

test.each<[string, BufferEncoding, string]>([
  ['UTF-16', 'utf16le', 'openapi.yaml is UTF-16: save it as UTF-8'],
  ['Latin 1', 'latin1', 'openapi.yaml is no UTF-8: save it as UTF-8'],
])('a file in %s is refused', (_name, encoding, expected) => {
  const mark = encoding === 'utf16le' ? '\ufeff' : '';
  writeFileSync(path, `${mark}a: Größe\n`, encoding);
  expect(parsed()).toEqual({ file: undefined, told: [`file-unreadable: ${expected}`] });
});

test.each(['', '\ufeff'])('a file that begins with %j is read from its first character', (mark) => {
  writeFileSync(path, `${mark}a: Größe\n`);
  const { file, told } = parsed();
  expect(told).toEqual([]);
  expect(file?.text).toBe('a: Größe\n');
  expect(file && toJson(file.root)).toEqual({ a: 'Größe' });
});

test.each<[string, unknown]>([
  ['', null],
  ['\ufeff', null],
  ['1', 1],
  ['ab', 'ab'],
])('a file of %j is read to its end', (text, value) => {
  writeFileSync(path, text);
  const { file } = parsed();
  expect(file && toJson(file.root)).toBe(value);
});
