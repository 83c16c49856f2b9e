import {
  type BigIntStats,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { GeneratedFile } from '../write/generated-file.js';

const unfinished = /\.\d+\.tmp$/;
const abandonedMs = 60_000;

/** Whether another run is just writing the file; what is older was left by one that was ended. */
function isBeingWritten(file: string): boolean {
  if (!unfinished.test(file)) return false;
  const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedMs === undefined || Date.now() - modifiedMs < abandonedMs;
}

/** Paths relative to the folder, with `/`. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isBeingWritten(file))
    .map((file) => relative(folder, file).replaceAll('\\', '/'));
}

/** A reader, be it a watcher or another task, sees the old file or the new one and never a part of it. */
function writeWhole(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const whole = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(whole, text);
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    throw error;
  }
}

function statOf(file: string): BigIntStats | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false });
}

/** A file as it was found or written last. */
interface Seen {
  readonly text: string;
  readonly stats: BigIntStats;
}

/**
 * Writes what has changed and removes what is no longer generated, so that a folder is its contract and nothing else.
 * One that remembers does not read a file again which nobody has touched since.
 */
export class FolderWriter {
  readonly #remembers: boolean;
  readonly #seen = new Map<string, Seen>();

  constructor({ remembers }: { readonly remembers: boolean }) {
    this.#remembers = remembers;
  }

  /** The number of files that were written. */
  write(folder: string, files: readonly GeneratedFile[]): number {
    const wanted = new Map(files.map(({ path, text }) => [path, text]));
    for (const path of filesBelow(folder)) if (!wanted.has(path)) rmSync(join(folder, path), { force: true });
    let written = 0;
    for (const [path, text] of wanted) if (this.#writeFile(join(folder, path), text)) written++;
    return written;
  }

  #writeFile(file: string, text: string): boolean {
    const isChanged = this.#text(file) !== text;
    if (isChanged) writeWhole(file, text);
    const stats = this.#remembers ? statOf(file) : undefined;
    if (stats !== undefined) this.#seen.set(file, { text, stats });
    return isChanged;
  }

  #text(file: string): string | undefined {
    const stats = statOf(file);
    if (stats === undefined) return undefined;
    const seen = this.#seen.get(file);
    const isTouched =
      seen?.stats.mtimeNs !== stats.mtimeNs || seen.stats.size !== stats.size || seen.stats.ino !== stats.ino;
    return isTouched ? readFileSync(file, 'utf8') : seen.text;
  }
}
