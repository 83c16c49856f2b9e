import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A data directory that another living process holds. */
export class DirectoryInUseError extends Error {
  readonly directory: string;
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(
      `the data directory ${directory} is in use by process ${pid}: stop that process, or name another directory`,
    );
    this.name = 'DirectoryInUseError';
    this.directory = directory;
    this.pid = pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holderOf(file: string): number | undefined {
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isNaN(pid) || !isAlive(pid) ? undefined : pid;
}

/**
 * Takes the directory for this process and returns what gives it back. A lock whose process is dead, as kill -9
 * leaves it, is taken over. Error: DirectoryInUseError.
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, 'LOCK');
  for (;;) {
    try {
      const descriptor = openSync(file, 'wx');
      writeSync(descriptor, `${process.pid}\n`);
      closeSync(descriptor);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = holderOf(file);
      if (pid !== undefined) throw new DirectoryInUseError(directory, pid);
      rmSync(file, { force: true });
    }
  }
}
