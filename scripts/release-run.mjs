import { spawn, spawnSync } from 'node:child_process';

/** Something that whoever releases can mend; the message says how. */
export class ReleaseError extends Error {}

/** Runs a command and returns what it prints. Error: ReleaseError with its output. */
export function output(command, args, cwd) {
  const run = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.status === 0) return run.stdout;
  const said = run.error?.message ?? `${run.stdout}${run.stderr}`.trim();
  throw new ReleaseError(`${[command, ...args].join(' ')} failed:\n${said}`);
}

/** Runs npm without waiting in the way of others. */
export async function npm(args, cwd) {
  const child = spawn('npm', args, { cwd });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'])
    child[name].setEncoding('utf8').on('data', (data) => {
      text[name] += data;
    });
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, ...text };
}
