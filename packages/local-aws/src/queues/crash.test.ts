import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileLog } from '@atoll/embedded-dynamodb';
import { buildSync } from 'esbuild';
import { crashQueues } from './crash-queues.js';
import { createQueues } from './create-queues.js';
import { arnOf, queueUrl, systemOf } from './queues-in-memory.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'queues crash '));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** What the writer said, up to the kill after that many lines. */
async function runAndKill(program: string, round: number, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, join(directory, 'data'), `${round}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const over = Promise.all([once(reader, 'close'), once(child, 'exit')]);
  reader.on('line', (line) => {
    said.push(line);
    if (said.length === lines) child.kill('SIGKILL');
  });
  await over;
  return said;
}

/** Every body that is in the queues, as often as it is there. */
async function present(): Promise<string[]> {
  const log = fileLog(join(directory, 'data'));
  const queues = createQueues({ system: systemOf(crashQueues), log, queueUrl });
  await log.open();
  const found: string[] = [];
  for (const name of ['work', 'dead']) {
    for (;;) {
      const messages = await queues.receive(arnOf(name), { maxMessages: 10, waitS: 0 });
      if (messages.length === 0) break;
      found.push(...messages.map(({ body }) => body));
    }
  }
  queues.close();
  await log.close();
  return found;
}

function named(said: readonly string[], verb: string): Set<string> {
  return new Set(
    said.filter((line) => line.startsWith(`${verb} `)).map((line) => line.slice(verb.length + 1)),
  );
}

test('after kill -9 nothing acknowledged is lost, nothing is there twice, nothing deleted comes back', async () => {
  const program = join(directory, 'writer.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'crash-writer.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@atoll/source'],
  });
  const said: string[] = [];
  for (let round = 0; round < 5; round++) {
    said.push(...(await runAndKill(program, round, 40 + 37 * round)));
    const found = await present();
    const there = new Set(found);
    expect(there.size).toBe(found.length);
    const deleting = named(said, 'deleting');
    const lost = [...named(said, 'sent')].filter((body) => !there.has(body) && !deleting.has(body));
    const back = [...named(said, 'deleted')].filter((body) => there.has(body));
    expect({ lost, back }).toEqual({ lost: [], back: [] });
  }
  expect(named(said, 'deleted').size).toBeGreaterThan(50);
});
