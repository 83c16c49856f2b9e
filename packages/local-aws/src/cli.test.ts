import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeJwt } from 'jose';
import { bundleForTest, type TestBundle } from './bundle-for-test.js';

const testdata = join(import.meta.dirname, '..', 'testdata');
const shop = join(testdata, 'shop');

let bundle: TestBundle;
let directory: string;
let children: ChildProcess[] = [];

beforeAll(() => {
  bundle = bundleForTest();
});

afterAll(() => rmSync(bundle.directory, { recursive: true }));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local aws cli '));
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(directory, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
}

function run(args: readonly string[], cwd = shop): Run {
  const url = JSON.stringify(pathToFileURL(bundle.cli));
  // What bin/local-aws.js does.
  const program = `const { main } = await import(${url}); process.exitCode = await main(process.argv.slice(1));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output, ended };
}

async function finished(args: readonly string[], cwd?: string) {
  const { output, ended } = run(args, cwd);
  const code = await ended;
  return { code, ...output };
}

const freePorts = ['--port', '0', '--endpoint-port', '0'];

/** Starts and waits for the ready block. */
async function started(args: readonly string[] = []): Promise<Run & { url: (name: string) => string }> {
  const running = run(['start', '--no-watch', ...freePorts, ...args]);
  const { output } = running;
  await Promise.race([
    new Promise<void>((resolve) =>
      running.child.stdout?.on('data', () => output.stdout.includes('  data ') && resolve()),
    ),
    running.ended.then((code) => {
      throw new Error(`it ended with ${code}: ${output.stderr}`);
    }),
  ]);
  const url = (name: string) => new RegExp(`  ${name} +(\\S+)`).exec(output.stdout)?.[1] ?? '';
  return { ...running, url };
}

test('start tells what is ready, token asks it for a token, and SIGTERM ends it with 0', async () => {
  const hint = join(directory, 'hint.txt');
  writeFileSync(hint, 'try {api}/v1/orders/1\n');
  const running = await started(['--hint', hint]);
  expect(running.output.stdout).toMatch(/local-aws is ready after \d+ ms/);
  expect(running.output.stdout).toContain('2 functions, 1 table, 2 queues');
  expect(running.output.stdout).toContain(`try ${running.url('API')}/v1/orders/1`);
  const { code, stdout } = await finished([
    'token',
    '--sub',
    'ann',
    '--scope',
    'a b',
    '--client-id',
    'web',
    '--endpoint',
    running.url('endpoint'),
  ]);
  expect([code, decodeJwt(stdout.trim())]).toMatchObject([
    0,
    { sub: 'ann', scope: 'a b', client_id: 'web', iss: running.url('issuer') },
  ]);
  running.child.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(running.output.stderr).toBe('');
}, 60_000);

test('a data directory in use is told with the process that holds it', async () => {
  const data = join(directory, 'data');
  const first = await started(['--data', data]);
  const { code, stderr } = await finished(['start', '--no-watch', ...freePorts, '--data', data]);
  expect([code, stderr]).toEqual([
    1,
    `the data directory ${data} is in use by process ${first.child.pid}: stop that process, or name another directory\n`,
  ]);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
}, 60_000);

test('a port in use is told with the option that chooses another', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await finished(['start', '--port', '0', '--endpoint-port', String(port)]);
  expect([code, stderr]).toEqual([
    1,
    `port ${port} (AWS endpoint) is in use: stop what listens there, or choose another by --endpoint-port PORT\n`,
  ]);
  await new Promise((resolve) => other.close(resolve));
}, 60_000);

test('a resource that is not supported is told with its place, by start as by check', async () => {
  for (const args of [['start', ...freePorts], ['check']]) {
    const { code, stderr } = await finished(args, join(testdata, 'broken'));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^template\.yaml:\d+:\d+ error \S+: .*AWS::ElastiCache::CacheCluster.*\n {2}\d+ \|.*\n {2}do: .+\n\n1 problem kept local-aws from starting\n$/s,
    );
  }
}, 60_000);

test('check lists what the system consists of', async () => {
  const { code, stdout, stderr } = await finished(
    ['check', '--template', join(shop, 'template.yaml')],
    directory,
  );
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`1 API: OrdersApi
2 functions: OrdersFunction, ShippingFunction
1 table: OrdersTable
2 queues: ShippingQueue, ShippingDeadLetters
1 event bus: Bus
1 rule: OrderPlacedRule
1 event source mapping: ShippingFunctionOrders
`);
}, 60_000);

test('token says so where no system answers', async () => {
  const { code, stderr } = await finished(['token', '--sub', 'ann', '--endpoint', 'http://127.0.0.1:9']);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^no local-aws answers at http:\/\/127\.0\.0\.1:9 \(.+\): start one, or name another by --endpoint URL\n$/,
  );
}, 60_000);
