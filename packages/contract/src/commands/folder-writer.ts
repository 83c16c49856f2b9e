import {
  type BigIntStats,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
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
  const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedMs === undefined || Date.now() - modifiedMs < abandonedMs;
}

/** What Python keeps beside the modules that it has loaded. */
const cached = /(^|\/)__pycache__\//;

/** Paths relative to the folder, with `/`. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !cached.test(path));
}

/** The first line of everything that the compiler writes, and of what its earlier versions wrote. */
const banner = /^(\/\/|#) (Generated from .+ by|Copied from) @atoll\/contract\b.*\. Do not edit\.$/;

/** Whether the compiler has written the text: what anybody else has written is not its to remove. */
export function isGenerated(text: string): boolean {
  return banner.test(text.slice(0, 5000).split(/\r?\n/, 1)[0] ?? '');
}

/** Undefined where another run has just removed it. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The first folder of a path; the empty string where it has none. */
function topFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** Removes the folders of a path that hold nothing any more, up to `folder`. */
function removeEmpty(folder: string, path: string): void {
  for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
    const each = join(folder, parent);
    if (!existsSync(each)) continue;
    if (readdirSync(each).length > 0) return;
    rmdirSync(each);
  }
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

export interface Written {
  /** The number of files that were written. */
  readonly count: number;
  /** Paths of files that are not generated, and stay. */
  readonly kept: readonly string[];
}

/**
 * Writes what has changed and removes what is no longer generated, so that nothing of an earlier contract stays. One
 * that remembers does not read a file again which nobody has touched since.
 */
export class FolderWriter {
  readonly #remembers: boolean;
  readonly #seen = new Map<string, Seen>();

  constructor({ remembers }: { readonly remembers: boolean }) {
    this.#remembers = remembers;
  }

  write(folder: string, files: readonly GeneratedFile[]): Written {
    const wanted = new Map(files.map(({ path, text }) => [path, text]));
    // A folder of its own may hold what another contract has generated.
    const folders = new Set(Array.from(wanted.keys(), topFolder));
    const kept = filesBelow(folder).filter(
      (path) => !wanted.has(path) && !(folders.has(topFolder(path)) && this.#remove(folder, path)),
    );
    let count = 0;
    for (const [path, text] of wanted) if (this.#writeFile(join(folder, path), text)) count++;
    return { count, kept };
  }

  /** Whether the file is gone, or is another run's. */
  #remove(folder: string, path: string): boolean {
    const file = join(folder, path);
    if (unfinished.test(path)) {
      if (isBeingWritten(file)) return true;
    } else {
      const text = textOf(file);
      if (text !== undefined && !isGenerated(text)) return false;
    }
    rmSync(file, { force: true });
    this.#seen.delete(file);
    removeEmpty(folder, path);
    return true;
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
