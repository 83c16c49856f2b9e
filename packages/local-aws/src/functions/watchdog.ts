import { type ChildProcess, spawn } from 'node:child_process';

/** Keeps a list of process groups; when stdin ends, whoever wrote it is gone, and so must they be. */
const script = `groups=
while read -r sign group; do
  if [ "$sign" = + ]; then groups="$groups $group"; continue; fi
  rest=
  for each in $groups; do [ "$each" = "$group" ] || rest="$rest $each"; done
  groups=$rest
done
for each in $groups; do kill -9 "-$each"; done`;

/**
 * Kills the processes of functions when this process ends without doing so. Between two events they are stopped, and
 * a stopped process cannot notice by itself that its Runtime API is gone: it would stay for ever.
 */
export class Watchdog {
  #shell: ChildProcess | undefined;

  /** On Windows nothing is stopped, and a process that runs notices by itself that its Runtime API is gone. */
  guard(pid: number): void {
    if (process.platform === 'win32') return;
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`+ ${pid}\n`);
  }

  /** Its process has ended: the system may give its number to another. */
  release(pid: number): void {
    this.#shell?.stdin?.write(`- ${pid}\n`);
  }

  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
  }

  /** In a session of its own: Ctrl-C in the terminal must not take the watchdog before those it guards. */
  #start(): ChildProcess {
    const shell = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    shell.unref();
    // Whoever writes to a watchdog that was killed need not fall with it.
    shell.stdin?.on('error', () => undefined);
    return shell;
  }
}
