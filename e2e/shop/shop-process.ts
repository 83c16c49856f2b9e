import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { target } from './target.js';

const workspace = join(import.meta.dirname, '..', '..');

/** The shop as `npm start` runs it, in a process of its own. */
export interface ShopProcess {
  readonly apiUrl: string;
  readonly endpointUrl: string;
  /** Everything that it has printed so far. */
  output(): string;
  /** An access token of its issuer; `scopes` are separated by blanks. */
  token(sub: string, scopes: string): Promise<string>;
  /** SIGTERM, or the signal told, which SIGKILL is for all its processes; resolves when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text;
}

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the shop ended with exit code ${code} before it was ready:\n${output()}`);
  });
  const printed = (async () => {
    const running = () => child.exitCode === null && child.signalCode === null;
    while (running() && !/^ {2}data {6}/m.test(output()))
      await new Promise((resolve) => setTimeout(resolve, 20));
    if (!running()) await exited;
  })();
  await Promise.race([printed, exited]);
}

const freePorts = ['--port', '0', '--endpoint-port', '0'];
const seeds = ['catalog', 'inventory'].flatMap((name) => ['--seed', `apps/${name}/seed.json`]);
const commands = {
  local: ['packages/local-aws/bin/local-aws.js', 'start', ...freePorts, '--no-watch', ...seeds],
  sam: ['scripts/sam/start.mjs', ...freePorts],
};

/** Resolves once no process of the group is left: the last ones may outlive the first. */
async function goneGroup(group: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts the shop on free ports with its products and stock, and waits until it is ready. `args` go to `local-aws start`. */
export async function startShop(args: readonly string[] = []): Promise<ShopProcess> {
  const child = spawn(process.execPath, [...commands[target], ...args], {
    cwd: workspace,
    detached: target === 'sam',
  });
  const output = collect(child);
  await ready(child, output);
  const url = (name: string) => new RegExp(`^  ${name} +(http\\S+)`, 'm').exec(output())?.[1] ?? '';
  const [apiUrl, endpointUrl, issuerUrl] = [url('API'), url('endpoint'), url('issuer')];
  return {
    apiUrl,
    endpointUrl,
    output,
    async token(sub, scope) {
      const body = new URLSearchParams({ grant_type: 'client_credentials', sub, scope });
      const answer = await fetch(`${issuerUrl}/oauth2/token`, { method: 'POST', body });
      return ((await answer.json()) as { access_token: string }).access_token;
    },
    async stop(signal = 'SIGTERM') {
      const gone = once(child, 'exit');
      // local-aws and SAM CLI are processes of their own: a kill that is to take all takes their group.
      const group = target === 'sam' && signal === 'SIGKILL' ? child.pid : undefined;
      if (group === undefined) child.kill(signal);
      else process.kill(-group, signal);
      await gone;
      if (group !== undefined) await goneGroup(group);
    },
  };
}
