import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { workspace } from './clone.js';

/** A registry on this machine, empty at first. */
export interface Registry {
  readonly url: string;
  /** Variables with which npm installs from it and publishes to it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Why a tool that only a release needs is not to be had here. Undefined when it is. */
export function missingTool(...names: string[]): string | undefined {
  const args = ['scripts/registry-tool.mjs', ...names];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: workspace, encoding: 'utf8' });
  return status === 0 ? undefined : stderr.trim();
}

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the registry ended with exit code ${code}:\n${output()}`);
  });
  const printed = (async () => {
    while (!output().includes('Ctrl-C')) await new Promise((resolve) => setTimeout(resolve, 20));
  })();
  await Promise.race([printed, exited]);
}

/** `npm run registry -- --port 0 --empty`. */
export async function startRegistry(): Promise<Registry> {
  const child = spawn(process.execPath, ['scripts/registry.mjs', '--port', '0', '--empty'], {
    cwd: workspace,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (data: string) => {
      text += data;
    });
  await ready(child, () => text);
  const told = (name: string) => new RegExp(`^${name} +(.+)$`, 'm').exec(text)?.[1] ?? '';
  return {
    url: told('registry'),
    env: { NPM_CONFIG_USERCONFIG: told('userconfig') },
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
