/**
 * `node scripts/copy-declared.mjs packages/<name>-client`: after tsc, puts beside its output what is not TypeScript: of a
 * large contract some sources are generated as `.js` with their `.d.ts`, which tsc takes as they are and does not emit.
 */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param folder of the package, with `src` and `dist`. Returns what was copied, relative to both. */
export function copyDeclared(folder) {
  const source = join(folder, 'src');
  const scripts = readdirSync(source, { recursive: true }).filter(
    (file) => file.endsWith('.js') && existsSync(join(source, file.replace(/js$/, 'd.ts'))),
  );
  const files = scripts.flatMap((file) => [file, file.replace(/js$/, 'd.ts')]);
  for (const file of files) {
    mkdirSync(dirname(join(folder, 'dist', file)), { recursive: true });
    cpSync(join(source, file), join(folder, 'dist', file));
  }
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) copyDeclared(process.argv[2]);
