import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Order, Outcome } from './compile-document.js';

/** Twice what the largest published document takes (47 MB, of Microsoft Graph). */
const memoryMb = 5120;
const timeLimitMs = 300_000;

function startChild(): ChildProcess {
  const execArgv = [`--max-old-space-size=${memoryMb}`, '--conditions=@atoll/source', '--import', 'tsx'];
  return fork(join(import.meta.dirname, 'compile-document.ts'), {
    execArgv,
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  });
}

/** Compiles in a process of its own, so that neither a crash nor a loop without end takes the others along. */
class Compiler {
  #child: ChildProcess | undefined;

  async compile(order: Order): Promise<Outcome> {
    const child = this.#child ?? startChild();
    this.#child = child;
    const outcome = await new Promise<Outcome>((resolve) => {
      const end = (why: string) => {
        this.#child = undefined;
        child.kill('SIGKILL');
        resolve({ kind: 'failed', why });
      };
      const timer = setTimeout(() => end(`it takes longer than ${timeLimitMs / 1000} s`), timeLimitMs);
      child.once('message', (told: Outcome) => {
        clearTimeout(timer);
        resolve(told);
      });
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        end(`its process ends with ${code ?? signal}; it may take ${memoryMb} MB`);
      });
      child.send(order);
    });
    child.removeAllListeners('message');
    child.removeAllListeners('exit');
    return outcome;
  }

  close(): void {
    this.#child?.kill('SIGKILL');
  }
}

/** Compiles all of them, some at a time; `done` is called as each is, and what it promises waited for. */
export async function compileAll<T extends Order>(
  orders: readonly T[],
  jobs: number,
  done: (order: T, outcome: Outcome) => void | Promise<void>,
): Promise<void> {
  const waiting = [...orders];
  const work = async () => {
    const compiler = new Compiler();
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift())
      await done(order, await compiler.compile(order));
    compiler.close();
  };
  await Promise.all(Array.from({ length: jobs }, work));
}
