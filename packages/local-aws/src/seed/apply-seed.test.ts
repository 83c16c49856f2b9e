import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileLog, memoryLog } from '@atoll/embedded-dynamodb';
import { createSeeds, type SeedOptions } from './apply-seed.js';
import { readSeeds } from './read-seeds.js';

let directory: string;
let server: Server;
let options: SeedOptions;
let asked: { method: string; path: string; headers: Record<string, unknown>; body: string }[];
let inFlight = 0;
let mostInFlight = 0;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'seed files '));
  asked = [];
  inFlight = 0;
  mostInFlight = 0;
  server = createServer((request, response) => {
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      setImmediate(() => {
        inFlight--;
        response.writeHead(request.url === '/bad' ? 422 : 200).end('{"title":"no"}');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  options = {
    apiUrl: `http://127.0.0.1:${port}`,
    token: async ({ sub, scopes }) => `${sub}/${scopes.join('+')}`,
  };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

function seedFile(name: string, requests: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof requests === 'string' ? requests : JSON.stringify(requests));
  return path;
}

test('requests are sent with their body, headers and a token of the scopes', async () => {
  const path = seedFile('products.json', [
    {
      method: 'PUT',
      path: '/v1/products/x?a=1',
      scopes: ['catalog:write'],
      body: { name: 'X' },
      headers: { 'X-A': 'b' },
    },
    { method: 'POST', path: '/v1/open', sub: 'ann' },
    { method: 'GET', path: '/v1/free' },
  ]);
  await createSeeds(memoryLog()).apply([readSeeds(path)], options);
  const [put, post, get] = ['PUT', 'POST', 'GET'].map((method) =>
    asked.find((each) => each.method === method),
  );
  expect(put).toMatchObject({ path: '/v1/products/x?a=1', body: '{"name":"X"}' });
  expect(put?.headers).toMatchObject({
    authorization: 'Bearer seed/catalog:write',
    'content-type': 'application/json',
    'x-a': 'b',
  });
  expect(post?.headers.authorization).toBe('Bearer ann/');
  expect(get?.headers).not.toHaveProperty('authorization');
});

test('a file begins when the file before it is done, with at most two requests at once', async () => {
  const many = (path: string) => Array.from({ length: 30 }, () => ({ method: 'GET', path }));
  await createSeeds(memoryLog()).apply(
    [seedFile('b.json', many('/b')), seedFile('a.json', many('/a'))].map(readSeeds),
    options,
  );
  expect(asked.map(({ path }) => path)).toEqual([...Array(30).fill('/b'), ...Array(30).fill('/a')]);
  expect(mostInFlight).toBe(2);
});

test('a refused request stops the seed and is named with its answer', async () => {
  const path = seedFile('bad.json', [
    { method: 'GET', path: '/ok' },
    { method: 'PUT', path: '/bad' },
    ...Array(30).fill({ method: 'GET', path: '/later' }),
  ]);
  await expect(
    createSeeds(memoryLog()).apply(
      [path, seedFile('next.json', [{ method: 'GET', path: '/next' }])].map(readSeeds),
      options,
    ),
  ).rejects.toThrow(`${path}: request 1 (PUT /bad) was answered 422: {"title":"no"}`);
  expect(asked.map((each) => each.path)).not.toContain('/next');
  expect(asked.length).toBeLessThan(32);
});

test('a file is applied once to data that is kept, until its content changes', async () => {
  const path = seedFile('a.json', [{ method: 'GET', path: '/a' }]);
  const run = async () => {
    const log = fileLog(join(directory, 'data'));
    const seeds = createSeeds(log);
    await log.open();
    const outcome = await seeds.apply([readSeeds(path)], options);
    await log.close();
    return outcome;
  };
  expect(await run()).toEqual({ applied: 1, requests: 1, known: 0 });
  expect(await run()).toEqual({ applied: 0, requests: 0, known: 1 });
  seedFile('a.json', [{ method: 'GET', path: '/changed' }]);
  expect(await run()).toEqual({ applied: 1, requests: 1, known: 0 });
  expect(asked.map((each) => each.path)).toEqual(['/a', '/changed']);
});

test('a seed that failed is applied again', async () => {
  const path = seedFile('bad.json', [{ method: 'GET', path: '/bad' }]);
  const seeds = createSeeds(memoryLog());
  await expect(seeds.apply([readSeeds(path)], options)).rejects.toThrow('422');
  await expect(seeds.apply([readSeeds(path)], options)).rejects.toThrow('422');
  expect(asked).toHaveLength(2);
});

test.each([
  ['no JSON', '{', /is no JSON: /],
  ['no array', {}, /is no JSON array of requests/],
  ['no object', [1], /request 0 is not an object/],
  ['no method', [{ path: '/' }], /request 0 needs a method such as PUT/],
  [
    'a path without slash',
    [
      { method: 'GET', path: '/' },
      { method: 'GET', path: 'x' },
    ],
    /request 1 needs a path that begins with \//,
  ],
  [
    'scopes as text',
    [{ method: 'GET', path: '/', scopes: 'a' }],
    /request 0 has scopes that are no list of texts/,
  ],
  [
    'a scope that is no text',
    [{ method: 'GET', path: '/', scopes: ['a', 1] }],
    /request 0 has scopes that are no list of texts/,
  ],
  ['a number as subject', [{ method: 'GET', path: '/', sub: 1 }], /request 0 has a sub that is no text/],
  [
    'headers that are numbers',
    [{ method: 'GET', path: '/', headers: { a: 1 } }],
    /request 0 has headers that are no texts/,
  ],
  ['an unknown member', [{ method: 'GET', path: '/', scope: [] }], /request 0 has a member 'scope'/],
])('a file with %s is refused with its place', (_, content, message) => {
  const path = seedFile('x.json', content);
  expect(() => readSeeds(path)).toThrow(message);
  expect(() => readSeeds(path)).toThrow(path);
});

test('a file that is not there is named', () => {
  expect(() => readSeeds('/no/such.json')).toThrow(/^the seed file \/no\/such\.json cannot be read: ENOENT/);
});

test('what was applied is kept under the name that data directories have', () => {
  const log = memoryLog();
  const join = jest.spyOn(log, 'join');
  createSeeds(log);
  expect(join.mock.calls.map(([part]) => part)).toEqual(['seeds']);
});
