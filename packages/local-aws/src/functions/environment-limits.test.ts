import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call, Fixture } from './fixture.js';
import { onLinux, processState, untilGone, untilStopped } from './process-state.js';

// Processes start slowly on a machine that is busy.
jest.setTimeout(30_000);
// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(() => fixture.remove());

/** Adds a function, invokes it once, and returns how that ended. */
async function outcomeOf(code: string, change: Parameters<Fixture['add']>[2] = {}) {
  fixture.add('it', code, change);
  const { payload, functionError } = await call(await fixture.start(), 'it');
  return { payload, functionError };
}

test('a function whose memory grows beyond its limit is killed', async () => {
  expect(
    await outcomeOf(
      `export const handler = async () => {
  const kept = [];
  for (;;) { kept.push(Buffer.alloc(4 * 1024 * 1024, 1)); await new Promise((r) => setTimeout(r, 1)); }
};`,
      { memoryMb: 128 },
    ),
  ).toMatchObject({
    functionError: 'Unhandled',
    payload: {
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    },
  });
});

test('V8 has the memory of the function, from a spare too', async () => {
  const code = 'export const handler = async () => process.execArgv;';
  fixture.add('small', code, { memoryMb: 200 });
  fixture.add('large', code, { memoryMb: 900 });
  const functions = await fixture.start({ spares: 1 });
  expect((await call(functions, 'small')).payload).toEqual(['--max-old-space-size=200']);
  expect((await call(functions, 'large')).payload).toEqual(['--max-old-space-size=900']);
});

test('an answer above 6 MB is an error of the function', async () => {
  const { payload, functionError } = await outcomeOf(
    `export const handler = async () => 'x'.repeat(6 * 1024 * 1024 + 99);`,
  );
  expect([functionError, payload]).toEqual([
    'Unhandled',
    {
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    },
  ]);
});

test('an answer of just 6 MB passes', async () => {
  const { payload } = await outcomeOf(`export const handler = async () => 'x'.repeat(6 * 1024 * 1024 + 98);`);
  expect(payload).toHaveLength(6 * 1024 * 1024 + 98);
});

onLinux('nothing of a function runs between two events', async () => {
  fixture.add(
    'it',
    'let ticks = 0; setInterval(() => { ticks += 1; }, 1); export const handler = async () => process.pid;',
  );
  const functions = await fixture.start();
  const { payload: pid } = await call(functions, 'it');
  await untilStopped(pid);
  expect((await call(functions, 'it')).payload).toBe(pid);
  expect(processState(pid)?.state).not.toBe('T');
});

onLinux(
  'a connection that was closed while the function was stopped is not used by its next event',
  async () => {
    const server = createServer((_, response) => response.end('ok'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    fixture.add(
      'it',
      `import http from 'node:http';
const agent = new http.Agent({ keepAlive: true });
export const handler = () => new Promise((resolve, reject) => {
  const request = http.request({ host: '127.0.0.1', port: ${port}, method: 'POST', agent }, (response) => {
    response.resume().on('end', () => resolve(process.pid));
  });
  request.on('error', reject);
  request.end('x');
});`,
    );
    const functions = await fixture.start();
    try {
      for (let i = 0; i < 3; i++) {
        const { payload: pid } = await call(functions, 'it');
        expect(pid).toEqual(expect.any(Number));
        await untilStopped(pid);
        server.closeIdleConnections();
      }
    } finally {
      server.close();
    }
  },
);

onLinux('processes that a function has started stop and end with it', async () => {
  fixture.add(
    'it',
    `import { spawn } from 'node:child_process';
const child = spawn('sleep', ['99']);
export const handler = async () => child.pid;`,
  );
  const functions = await fixture.start();
  const { payload: pid } = await call(functions, 'it');
  await untilStopped(pid);
  await functions.close();
  await untilGone(pid);
});
