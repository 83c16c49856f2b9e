import { availableParallelism } from 'node:os';
import { arnOf, call, Fixture, until } from './fixture.js';
import { FunctionCode } from './function-code.js';
import { FunctionPool } from './function-pool.js';
import { MemoryWatch } from './memory-watch.js';
import { onLinux, untilStopped } from './process-state.js';
import { Spares } from './spares.js';
import { Watchdog } from './watchdog.js';

// Processes start slowly on a machine that is busy.
jest.setTimeout(30_000);
// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

/** Says that it has begun and answers with its process id once the file `go` is there. */
const waits = `import { existsSync } from 'node:fs';
export const handler = async () => {
  console.log('begun');
  while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 5));
  return process.pid;
};`;
const go = () => fixture.write('it/go', '');
const begun = () => fixture.lines.length;

onLinux(
  'events at the same time have a process each, and later ones the process that was used last',
  async () => {
    fixture.add('it', waits);
    const functions = await fixture.start();
    const calls = [1, 2, 3].map(() => call(functions, 'it'));
    await until(() => begun() === 3);
    go();
    const pids = (await Promise.all(calls)).map(({ payload }) => payload);
    expect(new Set(pids).size).toBe(3);
    await Promise.all(pids.map(untilStopped));
    const { payload: next } = await call(functions, 'it');
    expect(pids).toContain(next);
    await untilStopped(next);
    expect((await call(functions, 'it')).payload).toBe(next);
  },
);

test('an event that follows an answer at once is not a reason for another process', async () => {
  fixture.add('it', 'export const handler = async () => process.pid;');
  const functions = await fixture.start();
  const pids = new Set<unknown>();
  for (let i = 0; i < 500; i++) pids.add((await call(functions, 'it')).payload);
  // A machine that is busy may now and then not give the process its turn in time.
  expect(pids.size).toBeLessThan(5);
});

test('a process that works on after its answer is not waited for', async () => {
  // Now and then a process asks for its next event before it goes on working, and then gets it: hence several.
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names)
    fixture.add(
      name,
      `import { existsSync } from 'node:fs';
export const handler = async () => { setTimeout(() => { while (!existsSync('go')); }, 0); return process.pid; };`,
    );
  const functions = await fixture.start();
  const notWaitedFor = async (name: string) => {
    const first = (await call(functions, name)).payload;
    const end = setTimeout(() => fixture.write(`${name}/go`, ''), 2000);
    const second = (await call(functions, name)).payload;
    clearTimeout(end);
    fixture.write(`${name}/go`, '');
    return second !== first;
  };
  let found = false;
  for (const name of names) found ||= await notWaitedFor(name);
  expect(found).toBe(true);
});

test('beyond the reserved concurrency an event is refused with TooManyRequestsException', async () => {
  fixture.add('it', waits, { reservedConcurrency: 2 });
  const functions = await fixture.start();
  const calls = [1, 2].map(() => call(functions, 'it'));
  await expect(call(functions, 'it')).rejects.toMatchObject({
    code: 'TooManyRequestsException',
    statusCode: 429,
    message: 'Rate Exceeded.',
    details: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  });
  go();
  await Promise.all(calls);
  expect((await call(functions, 'it')).functionError).toBeUndefined();
});

test('a function with a reserved concurrency of 0 is switched off', async () => {
  fixture.add('it', waits, { reservedConcurrency: 0 });
  await expect(call(await fixture.start(), 'it')).rejects.toMatchObject({ statusCode: 429 });
});

test('events beyond the processes of one machine wait for one that is free', async () => {
  const most = 10 * availableParallelism();
  fixture.add('it', 'export const handler = async () => process.pid;');
  const functions = await fixture.start();
  const pids = await Promise.all(
    Array.from({ length: 3 * most }, async () => (await call(functions, 'it')).payload),
  );
  expect(new Set(pids).size).toBeLessThanOrEqual(most);
});

test('events that wait for a start are served by whichever process is free first', async () => {
  fixture.add(
    'it',
    `import { writeFileSync, existsSync } from 'node:fs';
let first = true;
try { writeFileSync('started', '', { flag: 'wx' }); } catch { first = false; }
if (!first) while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 5));
export const handler = async () => process.pid;`,
  );
  const functions = await fixture.start();
  const pids = await Promise.all([call(functions, 'it'), call(functions, 'it')]);
  expect(pids[0]?.payload).toBe(pids[1]?.payload);
  go();
});

test('an unknown function is not found', async () => {
  const functions = await fixture.start();
  await expect(call(functions, 'gone')).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    statusCode: 404,
    message: `Function not found: ${arnOf('gone')}`,
  });
});

test('a request above 6 MB is refused', async () => {
  fixture.add('it', 'export const handler = async (event) => event.length;');
  const functions = await fixture.start();
  const invoke = (bytes: number) => functions.invoke(arnOf('it'), JSON.stringify('x'.repeat(bytes - 2)), {});
  expect((await invoke(6291456)).payload).toBe('6291454');
  await expect(invoke(6291457)).rejects.toMatchObject({
    code: 'RequestTooLargeException',
    statusCode: 413,
    message:
      '6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
  });
});

test('close ends every process, those that work and those that wait, and refuses what comes after', async () => {
  fixture.add('it', waits);
  const functions = await fixture.start({ spares: 1 });
  const outcome = call(functions, 'it');
  await until(() => begun() === 1);
  await functions.close();
  expect((await outcome).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
  await expect(call(functions, 'it')).rejects.toMatchObject({ code: 'ServiceException' });
});

test('a debugged function has one process, which listens for the debugger and is not stopped at its timeout', async () => {
  fixture.add(
    'it',
    `import inspector from 'node:inspector';
export const handler = async () => { await new Promise((resolve) => setTimeout(resolve, 60)); return [process.pid, inspector.url()]; };`,
    { timeoutS: 0.03 },
  );
  const functions = await fixture.start({ inspect: { it: 0 } });
  const [one, two] = await Promise.all([call(functions, 'it'), call(functions, 'it')]);
  expect(one?.payload).toEqual([expect.any(Number), expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\//)]);
  expect(two?.payload).toEqual(one?.payload);
});

test('variables that Node.js reads when it starts reach a function in spite of spares', async () => {
  fixture.add('it', 'export const handler = async () => process.execArgv.length + process.title;', {
    environment: { NODE_OPTIONS: '--title=mine' },
  });
  const functions = await fixture.start({ spares: 1 });
  expect((await call(functions, 'it')).payload).toBe('1mine');
});

onLinux('environments that have been idle for five minutes end, the others stay', async () => {
  fixture.add('it', waits);
  const [spec] = fixture.system.functions;
  if (spec === undefined) throw new Error('no function');
  const watchdog = new Watchdog();
  const pool = new FunctionPool(
    spec,
    {
      region: 'eu-central-1',
      endpointUrl: () => '',
      log: (_name, line) => void fixture.lines.push(line),
      watchdog,
      spares: new Spares([], 0, watchdog),
      memoryWatch: new MemoryWatch(),
      now: Date.now,
    },
    { code: new FunctionCode(spec, fixture.output, false) },
  );
  const invoke = (requestId: string) => pool.invoke({ requestId, payload: '{}', traceId: '' });
  const calls = [invoke('1'), invoke('2')];
  await until(() => begun() === 2);
  go();
  const pids = (await Promise.all(calls)).map(({ payload }) => payload);
  await Promise.all(pids.map(untilStopped));
  const startedMs = performance.now();
  const now = jest.spyOn(performance, 'now').mockReturnValue(startedMs + 299_000);
  pool.reap();
  const last = (await invoke('3')).payload;
  await untilStopped(last);
  now.mockReturnValue(startedMs + 301_000);
  pool.reap();
  const kept = (await invoke('4')).payload;
  now.mockReturnValue(startedMs + 900_000);
  await untilStopped(kept);
  now.mockReturnValue(startedMs + 1300_000);
  pool.reap();
  const fresh = (await invoke('5')).payload;
  now.mockRestore();
  expect([pids.includes(last), kept, pids.includes(fresh)]).toEqual([true, last, false]);
  await pool.close();
  watchdog.close();
});
