import { spawn } from 'node:child_process';

/** What a command printed, and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** Runs this Node with the arguments. */
export async function runNode(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Run> {
  return run(process.execPath, args, { cwd, env });
}

/** Runs a command without npm's own variables of the run that the tests stand in, which would tell it of another project. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Run> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(npm_|GITHUB_|CI$)/i.test(name));
  const child = spawn(command, args, { cwd, env: { ...Object.fromEntries(inherited), ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, output };
}
