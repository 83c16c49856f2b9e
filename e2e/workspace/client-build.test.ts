import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'client build '));
afterAll(() => rmSync(folder, { recursive: true }));

test('codecs that are generated as JavaScript stand in dist with their declarations, and nothing else does', () => {
  const files = { 'schemas.js': 'export const a = 1;', 'schemas.d.ts': 'export declare const a: 1;' };
  mkdirSync(join(folder, 'src', 'large'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, 'src', name), text);
    writeFileSync(join(folder, 'src', 'large', name), text);
  }
  writeFileSync(join(folder, 'src', 'index.ts'), "export { a } from './schemas.js';");
  writeFileSync(join(folder, 'src', 'alone.js'), '');
  execFileSync(process.execPath, [join(workspace, 'scripts', 'copy-declared.mjs'), folder]);
  expect(readdirSync(join(folder, 'dist'), { recursive: true }).sort()).toEqual([
    'large',
    'large/schemas.d.ts',
    'large/schemas.js',
    'schemas.d.ts',
    'schemas.js',
  ]);
  expect(readFileSync(join(folder, 'dist', 'schemas.js'), 'utf8')).toBe(files['schemas.js']);
});
