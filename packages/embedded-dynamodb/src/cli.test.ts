import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './cli.js';
import { startServer } from './http/start-server.js';

const directory = mkdtempSync(join(tmpdir(), 'embedded dynamodb cli '));
afterAll(() => rmSync(directory, { recursive: true }));

let printed: string[];

beforeEach(() => {
  printed = [];
  const print = (text: unknown) => void printed.push(String(text));
  jest.spyOn(console, 'error').mockImplementation(print);
  jest.spyOn(console, 'log').mockImplementation(print);
});

afterEach(() => {
  jest.restoreAllMocks();
});

async function taken(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

test('a port that is taken is named and ends with 1, and the directory is free again', async () => {
  const { server, port } = await taken();
  expect(await main(['--port', String(port), '--data', directory])).toBe(1);
  expect(printed).toEqual([
    `port ${port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port`,
  ]);
  await new Promise((resolve) => server.close(resolve));
  await (await startServer({ dataDirectory: directory })).close();
});

test('a directory that another server holds is named with its process and ends with 1', async () => {
  const other = await startServer({ dataDirectory: directory });
  expect(await main(['--port', '0', '--data', directory])).toBe(1);
  expect(printed[0]).toContain(`${directory} is in use by process ${process.pid}`);
  await other.close();
});

test.each([
  [['--port', 'x'], '--port x: a port is a number from 0 to 65535'],
  [['--port', '65536'], '--port 65536: a port is a number from 0 to 65535'],
  [['--prot', '1'], "Unknown option '--prot'"],
])('%j is refused with the usage and ends with 2', async (args, message) => {
  expect(await main(args)).toBe(2);
  expect(printed[0]).toContain(message);
  expect(printed[0]).toContain('usage: embedded-dynamodb');
});

test('--help prints the usage', async () => {
  expect(await main(['--help'])).toBe(0);
  expect(printed[0]).toMatch(/^usage: embedded-dynamodb/);
});

test('SIGTERM stops a server cleanly, which leaves no handler behind', async () => {
  const before = process.listenerCount('SIGTERM');
  const running = main(['--port', '0']);
  while (process.listenerCount('SIGTERM') === before) await new Promise((resolve) => setImmediate(resolve));
  expect(printed[0]).toMatch(/^DynamoDB at http:\/\/127\.0\.0\.1:\d+$/);
  process.emit('SIGTERM');
  expect(await running).toBe(0);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
