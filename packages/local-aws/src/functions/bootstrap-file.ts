import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The files that functions' processes start with stand beside the sources, and beside the bundle once that is built. */
export function bootstrapFile(name: 'bootstrap.mjs' | 'bootstrap.py'): string {
  const candidates = ['../bootstrap/', './bootstrap/'].map((folder) =>
    fileURLToPath(new URL(`${folder}${name}`, import.meta.url)),
  );
  const found = candidates.find(existsSync);
  if (found === undefined) throw new Error(`${name} is at none of ${candidates.join(', ')}`);
  return found;
}
