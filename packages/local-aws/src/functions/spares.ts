import type { ChildProcess } from 'node:child_process';
import type { FunctionSpec } from '../system.js';
import { signalGroup, spawnParked } from './runtime-process.js';
import type { Watchdog } from './watchdog.js';

/** Some variables are options of Node.js that only its start reads: a process that is started cannot take them. */
function canUseSpare({ runtime, environment }: FunctionSpec): boolean {
  const isStartOption = (name: string) => name.startsWith('NODE_') && name !== 'NODE_ENV';
  return runtime.startsWith('nodejs') && !Object.keys(environment).some(isStartOption);
}

/** The cold start that has taken a spare has the processor for itself so long. */
const refillMs = 300;

/**
 * Node.js processes that are started but have no code yet: a cold start takes one instead of waiting 100 ms for Node.js.
 * The memory limit is an option of the start, so there are spares for the sizes that most functions have.
 */
export class Spares {
  readonly #watchdog: Watchdog;
  readonly #parked = new Map<number, ChildProcess[]>();
  readonly #wanted = new Map<number, number>();
  #closed = false;

  constructor(functions: readonly FunctionSpec[], count: number, watchdog: Watchdog) {
    this.#watchdog = watchdog;
    const uses = new Map<number, number>();
    for (const { memoryMb } of functions.filter(canUseSpare))
      uses.set(memoryMb, (uses.get(memoryMb) ?? 0) + 1);
    const sizes = Array.from(uses).sort((a, b) => b[1] - a[1]);
    for (let i = 0; i < count && sizes.length > 0; i++) {
      const size = sizes[i % sizes.length]?.[0] ?? 0;
      this.#wanted.set(size, (this.#wanted.get(size) ?? 0) + 1);
    }
  }

  /** Parks what is missing. */
  fill(): void {
    for (const [memoryMb, wanted] of this.#wanted) {
      const parked = this.#parked.get(memoryMb) ?? [];
      this.#parked.set(memoryMb, parked);
      while (!this.#closed && parked.length < wanted) parked.push(this.#park(memoryMb, parked));
    }
  }

  take(spec: FunctionSpec): ChildProcess | undefined {
    if (!canUseSpare(spec)) return undefined;
    const child = this.#parked.get(spec.memoryMb)?.shift();
    child?.removeAllListeners('exit');
    if (child !== undefined) setTimeout(() => this.fill(), refillMs).unref();
    return child;
  }

  close(): void {
    this.#closed = true;
    for (const child of Array.from(this.#parked.values()).flat()) signalGroup(child, 'SIGKILL');
  }

  #park(memoryMb: number, parked: ChildProcess[]): ChildProcess {
    const child = spawnParked(memoryMb);
    const { pid } = child;
    if (pid !== undefined) this.#watchdog.guard(pid);
    child.once('exit', () => {
      parked.splice(parked.indexOf(child), 1);
      if (pid !== undefined) this.#watchdog.release(pid);
    });
    child.once('error', () => parked.splice(parked.indexOf(child), 1));
    child.stdin?.on('error', () => undefined);
    return child;
  }
}
