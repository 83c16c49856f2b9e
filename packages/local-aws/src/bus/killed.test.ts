import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileLog } from '@atoll/embedded-dynamodb';
import { createQueues } from '../queues/create-queues.js';
import { queueArn, queueSpec, RecordedInvocations, systemOf } from './system-fixture.js';

/** Puts events without end and prints the number of each one that PutEvents has acknowledged. */
const script = (directory: string) => `
import { fileLog } from '@atoll/embedded-dynamodb';
import { writeSync } from 'node:fs';
import { createQueues } from '../queues/create-queues.ts';
import { createBus } from './create-bus.ts';
import { functionArn, queueArn, queueSpec, RecordedInvocations, RecordedOutput, ruleSpec, systemOf, targetSpec } from './system-fixture.ts';
const log = fileLog(${JSON.stringify(directory)});
const targets = [targetSpec(queueArn('work')), targetSpec(functionArn('audit'), { id: 'audit' })];
const system = systemOf({ queues: [queueSpec('work')], rules: [ruleSpec('all', { eventPattern: { source: ['s'] }, targets })] });
const queues = createQueues({ system, log, queueUrl: (name) => name });
const functions = new RecordedInvocations('audit');
log.join('functions', functions);
const bus = createBus({ system, log, queues, functions, output: new RecordedOutput() });
await log.open();
for (let n = 0; ; n++) {
  const Entries = [{ Source: 's', DetailType: 'd', Detail: JSON.stringify({ n }), EventBusName: 'shop' }];
  await bus.call('PutEvents', { Entries });
  writeSync(1, n + '\\n');
}`;

/** The last number that was acknowledged before the process was killed in the middle of its work. */
async function putUntilKilled(directory: string): Promise<number> {
  const args = [
    '--import',
    'tsx',
    '--conditions=@atoll/source',
    '--input-type=module',
    '-e',
    script(directory),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let last = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === 200) child.kill('SIGKILL');
  }
  await gone;
  return last;
}

test('after kill -9 every acknowledged event has all its deliveries, and no event has some of them', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'killed bus '));
  try {
    const last = await putUntilKilled(directory);
    expect(last).toBeGreaterThanOrEqual(200);
    const log = fileLog(directory);
    const system = systemOf({ queues: [queueSpec('work')] });
    const queues = createQueues({ system, log, queueUrl: (name) => name });
    const functions = new RecordedInvocations();
    log.join('functions', functions);
    log.join('bus', { apply: () => undefined, snapshot: () => [] });
    await log.open();
    const numberIn = (event: string) => (JSON.parse(event) as { detail: { n: number } }).detail.n;
    const queued: number[] = [];
    for (let more = true; more; ) {
      const messages = await queues.receive(queueArn('work'), { maxMessages: 10, waitS: 0 });
      queued.push(...messages.map(({ body }) => numberIn(body)));
      more = messages.length > 0;
    }
    const invoked = functions.invocations.map(({ payload }) => numberIn(payload));
    expect(queued.sort((a, b) => a - b)).toEqual(invoked);
    expect(invoked).toEqual(Array.from(invoked, (_, n) => n));
    expect(invoked.length).toBeGreaterThanOrEqual(last + 1);
    await log.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
}, 60_000);
