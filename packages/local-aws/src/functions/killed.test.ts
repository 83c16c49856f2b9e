import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileLog } from '@atoll/embedded-dynamodb';
import { Fixture, until } from './fixture.js';
import { onLinux, processState, untilGone } from './process-state.js';

// Processes start slowly on a machine that is busy.
jest.setTimeout(30_000);
// Which process gets its turn first is the machine's to say: a test is tried again before it counts as failed.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let fixture: Fixture;
let parent: ChildProcess | undefined;
beforeEach(() => {
  fixture = new Fixture();
});
afterEach(async () => {
  parent?.kill('SIGKILL');
  await fixture.remove();
});

/** Functions in a process of their own, which can be killed; `line` resolves with the next line that it prints. */
function startParent(script: string) {
  const text = `import { fileLog } from '@atoll/embedded-dynamodb';
import { Fixture, arnOf, call, until } from './fixture.ts';
const fixture = new Fixture();
const data = ${JSON.stringify(join(fixture.directory, 'data'))};
${script}`;
  const args = ['--import', 'tsx', '--conditions=@atoll/source', '--input-type=module', '-e', text];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: fixture.directory },
  });
  parent = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    line: async (): Promise<string | undefined> => (await lines.next()).value,
    kill: () => child.kill('SIGKILL'),
  };
}

const childrenOf = (pid: number) => readdirSync('/proc').filter((each) => processState(each)?.parent === pid);

onLinux('kill -9 leaves no process behind: none that works, none that is stopped, no spare', async () => {
  const { line, kill, pid } = startParent(`
fixture.add('it', 'export const handler = async ({ loop }) => { if (loop) { console.log("looping"); for (;;); } };');
const functions = await fixture.start({ spares: 1 });
await call(functions, 'it');
void call(functions, 'it', { loop: true });
await until(() => fixture.lines.length === 1);
await call(functions, 'it');
console.log('ready');
`);
  expect(await line()).toBe('ready');
  await until(() => childrenOf(pid).some((each) => processState(each)?.state === 'T'));
  const children = childrenOf(pid);
  kill();
  await Promise.all(children.map(untilGone));
});

test('an asynchronous invocation that was committed runs after kill -9', async () => {
  const code = `console.log('begun'); await new Promise((resolve) => setTimeout(resolve, 10_000)); export const handler = async () => {};`;
  const { line, kill } = startParent(`
fixture.add('it', ${JSON.stringify(code)});
const log = fixture.joined(fileLog(data));
const functions = await fixture.start({ log });
log.commit(functions.enqueue(arnOf('it'), '{"order":1}', {}));
await until(() => fixture.lines.length === 1);
console.log('running');
`);
  expect(await line()).toBe('running');
  kill();
  fixture.add('it', 'export const handler = async ({ order }) => { console.log("order", order); };');
  const log = fixture.joined(fileLog(join(fixture.directory, 'data')));
  await until(() => parent?.signalCode === 'SIGKILL');
  await fixture.start({ log });
  await until(() => fixture.lines.length > 0);
  expect(fixture.lines).toEqual(['it: order 1']);
});
