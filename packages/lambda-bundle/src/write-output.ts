import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

function isSame(path: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    // Absent or unreadable: writing it tells what is wrong, if anything is.
    return false;
  }
}

/** Puts the files in place whole, since a function may start at that moment; returns the paths of those that changed. */
export function writeOutput(files: readonly { path: string; contents: Uint8Array }[]): string[] {
  const changed = files.filter(({ path, contents }) => !isSame(path, contents));
  for (const { path, contents } of changed) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.tmp`;
    writeFileSync(temporary, contents);
    renameSync(temporary, path);
  }
  return changed.map(({ path }) => path);
}
