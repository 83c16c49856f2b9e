import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How often a running function's memory is looked at. */
const intervalMs = 50;

function residentKbFromProc(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    // The process has ended between two looks.
    return 0;
  }
}

function residentKbFromPs(pid: number): Promise<number> {
  return new Promise((resolve) =>
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (_error, stdout) => resolve(Number(stdout) || 0)),
  );
}

/** Resident memory of a process in KB, 0 when it is gone; on Linux without starting a program to ask. */
export function residentKb(pid: number, platform = process.platform): number | Promise<number> {
  return platform === 'linux' ? residentKbFromProc(pid) : residentKbFromPs(pid);
}

export interface Watched {
  readonly pid: number | undefined;
  readonly memoryMb: number;
  /** A process that is stopped cannot grow. */
  readonly isRunning: boolean;
  exceededMemory(): void;
}

/** Ends processes whose resident memory is larger than their function's, since V8 limits its own heap alone. */
export class MemoryWatch {
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#look(), intervalMs).unref();
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    for (const each of this.#watched) {
      if (!each.isRunning || each.pid === undefined) continue;
      const kb = await residentKb(each.pid);
      if (kb > each.memoryMb * 1024) each.exceededMemory();
    }
  }
}
