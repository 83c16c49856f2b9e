import { spawnSync } from 'node:child_process';

const found = new Map<string, string | undefined>();

/** Asked for the interpreter itself: what is on PATH may be a script that needs variables which functions do not have. */
function executableOf(command: string): string | undefined {
  const { status, stdout } = spawnSync(command, ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** The Python for a Lambda runtime: that very version if it is on PATH, else `python3`; undefined without any. */
export function pythonFor(runtime: string): string | undefined {
  if (!found.has(runtime)) found.set(runtime, executableOf(runtime) ?? executableOf('python3'));
  return found.get(runtime);
}
