import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

const tools =
  process.env.ATOLL_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'atoll', 'tools');

/** A CloudFormation of this machine. */
export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const up = await fetch(url).then(
      () => true,
      // Not yet: it is asked again until it answers or ends.
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the emulator ended with exit code ${child.exitCode}`);
}

/** Starts it on a free port, with nothing in it. */
export async function startEmulator(directory: string): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const python = join(tools, 'ministack', 'bin', 'python');
  const child = spawn(python, [join(import.meta.dirname, 'emulator.py')], {
    cwd: directory,
    env: {
      ...process.env,
      GATEWAY_PORT: String(port),
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    stdio: 'ignore',
  });
  await answers(url, child);
  return {
    url,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
