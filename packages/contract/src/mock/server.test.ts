import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from '../commands/mock.js';
import type { ProxyEvent, ProxyResult } from '../runtime/server/event.js';
import { PortError, serveMock } from './server.js';

const seen: ProxyEvent[] = [];
let answered: Partial<ProxyResult> = {};
let server: Server;
let base: string;

beforeAll(async () => {
  server = await serveMock((event) => {
    seen.push(event);
    return { statusCode: 200, headers: {}, body: 'Grüße', isBase64Encoded: false, ...answered };
  }, 0);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answered = {};
  seen.length = 0;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('a request becomes the event that API Gateway would send', async () => {
  await fetch(`${base}/v1/a%20b?x=1&x=%2C2&y`, { method: 'POST', body: 'é', headers: { 'X-One': '1' } });
  expect(seen[0]).toMatchObject({
    httpMethod: 'POST',
    path: '/v1/a%20b',
    multiValueQueryStringParameters: { x: ['1', ',2'], y: [''] },
    body: Buffer.from('é').toString('base64'),
    isBase64Encoded: true,
  });
  expect(seen[0]?.headers?.['x-one']).toBe('1');
});

test('text, bytes and empty answers arrive as they are', async () => {
  const text = await fetch(base);
  expect([text.headers.get('content-length'), await text.text()]).toEqual(['7', 'Grüße']);
  answered = { body: Buffer.from([0, 255]).toString('base64'), isBase64Encoded: true };
  expect([...new Uint8Array(await (await fetch(base)).arrayBuffer())]).toEqual([0, 255]);
  answered = { statusCode: 204, body: '' };
  expect((await fetch(base)).headers.get('content-length')).toBeNull();
  answered = {};
  const head = await fetch(base, { method: 'HEAD' });
  expect([head.headers.get('content-length'), await head.text()]).toEqual(['7', '']);
});

test('a page of any origin may call, with credentials and its own headers', async () => {
  const preflight = await fetch(base, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://shop.example',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,prefer',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('http://shop.example');
  expect(preflight.headers.get('access-control-allow-headers')).toBe('authorization,prefer');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  expect(seen).toEqual([]);
  answered = { headers: { vary: 'accept' } };
  const plain = await fetch(base, { headers: { origin: 'http://shop.example' } });
  expect(plain.headers.get('access-control-allow-credentials')).toBe('true');
  expect(plain.headers.get('vary')).toBe('accept, origin');
  expect((await fetch(base)).headers.get('access-control-allow-origin')).toBeNull();
});

test('OPTIONS that is no preflight belongs to the contract', async () => {
  await fetch(base, { method: 'OPTIONS' });
  expect(seen[0]?.httpMethod).toBe('OPTIONS');
});

test('a body above 10 MiB is refused', async () => {
  const size = 10 * 1024 * 1024;
  const refused = await fetch(base, { method: 'POST', body: Buffer.alloc(size + 1) });
  expect(refused.status).toBe(413);
  expect((await fetch(base, { method: 'POST', body: Buffer.alloc(size) })).status).toBe(200);
});

test('a port that is taken is told with the way out', async () => {
  const { port } = server.address() as AddressInfo;
  await expect(serveMock(() => ({}) as ProxyResult, port)).rejects.toThrow(new PortError(port, 'EADDRINUSE'));
  expect(new PortError(4010, 'EADDRINUSE').message).toBe(
    'the port 4010 is taken by another process: stop that one, or choose another with --port; --port 0 takes any that is free',
  );
  expect(new PortError(80, 'EACCES').message).toContain('is kept for the system');
  expect(new PortError(1, 'EOTHER').message).toContain('(EOTHER)');
});

describe('contract mock', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mock command '));
  const file = join(directory, 'openapi.yaml');
  let output: string[];
  beforeEach(() => {
    output = [];
    jest.spyOn(console, 'log').mockImplementation((line) => void output.push(line));
    jest.spyOn(console, 'error').mockImplementation((line) => void output.push(line));
    writeFileSync(
      file,
      "openapi: 3.1.0\ninfo: { title: Things, version: 1.0.0 }\npaths: { /v1: { get: { operationId: getIt, responses: { '204': { description: Done } } } } }\n",
    );
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => rmSync(directory, { recursive: true }));

  test('ends with 1 where the port is taken', async () => {
    const { port } = server.address() as AddressInfo;
    expect(await mock(file, { port: String(port) })).toBe(1);
    expect(output.join('\n')).toContain(`the port ${port} is taken`);
  });

  test.each(['x', '65536', '-1'])('refuses the port %s', async (port) => {
    expect(await mock(file, { port })).toBe(2);
    expect(output).toEqual([`--port takes a number from 0 to 65535, not '${port}'`]);
  });

  test('tells the errors of the contract', async () => {
    writeFileSync(file, 'openapi: 3.1.0\ninfo: { title: Things }\npaths: {}\n');
    expect(await mock(file, {})).toBe(1);
    expect(output.join('\n')).toContain('missing-field');
  });
});
