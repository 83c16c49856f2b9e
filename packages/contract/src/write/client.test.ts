import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { readContract } from '../read/contract.js';
import { writeClient } from './client.js';

const workspace = join(import.meta.dirname, '..', '..', '..', '..');
// Inside the package, so that io-ts and the TypeScript configuration are found from there.
const directory = mkdtempSync(join(import.meta.dirname, '..', '..', 'generated '));
const contractText = `openapi: 3.1.0
info: { title: Things, version: 1.0.0 }
components:
  securitySchemes: { bearer: { type: http, scheme: bearer } }
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: string, maxLength: 9 }, secret: { type: string, writeOnly: true } } }
    Problem: { type: object, required: [title], properties: { title: { type: string } } }
webhooks:
  Thing: { post: { operationId: thingEvent, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } } }
paths:
  /v1/things/{id}:
    get:
      operationId: getThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: tags, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { from: { type: integer } } } }
      responses:
        '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
        '404': { description: No, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  /v1/things:
    post:
      operationId: addThing
      security: [{ bearer: ['things:write'] }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
      responses: { '204': { description: Added } }
`;

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly afterMs?: number;
}

let server: Server;
let baseUrl: string;
let answers: Answer[] = [];
let asked: { url: string; headers: IncomingMessage['headers']; body: string }[] = [];
type Call = (request?: unknown, options?: unknown) => Promise<unknown>;
let client: { getThing: Call; addThing: Call };
let thingsClient: (options: object) => typeof client;

beforeAll(async () => {
  writeFileSync(join(directory, 'openapi.yaml'), contractText);
  const { contract } = readContract('openapi.yaml', directory);
  if (contract === undefined) throw new Error('the contract has errors');
  for (const { path, text } of writeClient(contract)) {
    mkdirSync(dirname(join(directory, 'src', path)), { recursive: true });
    writeFileSync(join(directory, 'src', path), text);
  }
  const outfile = join(directory, 'client.cjs');
  await build({
    entryPoints: [join(directory, 'src', 'index.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    outfile,
  });
  ({ thingsClient } = require(outfile));
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ url: request.url ?? '', headers: request.headers, body });
    const answer = answers.shift() ?? { status: 500 };
    await new Promise((resolve) => setTimeout(resolve, answer.afterMs ?? 0));
    response.writeHead(answer.status, { 'content-type': answer.type ?? 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  asked = [];
  client = thingsClient({ baseUrl, auth: () => 'token', retries: { baseDelayMs: 1 } });
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
});

test('the generated client passes the strictest checks of TypeScript', () => {
  const config = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [], isolatedDeclarations: false },
    include: ['src'],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(workspace, 'node_modules', 'typescript-native', 'bin', 'tsc');
  const check = () =>
    execFileSync(process.execPath, [tsc, '--pretty', 'false', '-p', directory], { encoding: 'utf8' });
  expect(check()).toBe('');
  writeFileSync(
    join(directory, 'src', 'wrong.ts'),
    "import { getThing, createClient } from './index.js';\nvoid getThing(createClient({ baseUrl: '' }), { path: { idd: 'x' } });\n",
  );
  expect(check).toThrow();
  rmSync(join(directory, 'src', 'wrong.ts'));
});

test('a request is written as the contract says, and the answer is told apart by status', async () => {
  answers = [{ status: 200, body: { id: 'a', extra: 1 } }];
  const result = await client.getThing({
    path: { id: 'a/b' },
    query: { tags: ['x', 'y,z'], filter: { from: 3 } },
  });
  expect(asked[0]?.url).toBe('/v1/things/a%2Fb?tags=x,y%2Cz&filter%5Bfrom%5D=3');
  expect(result).toMatchObject({ status: 200, body: { id: 'a', extra: 1 } });
  answers = [{ status: 404, body: { title: 'No' }, type: 'application/problem+json; charset=utf-8' }];
  expect(await client.getThing({ path: { id: 'b' } })).toMatchObject({ status: 404, body: { title: 'No' } });
});

test('a secured call carries the token, a body its type; no content is no body', async () => {
  answers = [{ status: 204 }];
  expect(Object.keys((await client.addThing({ body: { id: 'a', secret: 's' } })) as object)).toEqual([
    'status',
    'headers',
  ]);
  expect(asked[0]).toMatchObject({
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    body: '{"id":"a","secret":"s"}',
  });
});

test('what the contract does not declare is an undeclared answer that says where', async () => {
  answers = [{ status: 418 }];
  await expect(client.getThing({ path: { id: 'a' } })).rejects.toMatchObject({
    kind: 'undeclared',
    status: 418,
  });
  answers = [{ status: 200, body: { id: 'longer than nine' } }];
  await expect(client.getThing({ path: { id: 'a' } })).rejects.toThrow(
    /getThing: the body of 200 breaks the contract at '\/id'/,
  );
});

test('a transient failure is asked again where that is harmless, within the budget', async () => {
  answers = [{ status: 503 }, { status: 200, body: { id: 'a' } }];
  expect(await client.getThing({ path: { id: 'a' } })).toMatchObject({ status: 200 });
  expect(asked).toHaveLength(2);
  asked = [];
  answers = Array.from({ length: 100 }, () => ({ status: 503 }));
  for (let call = 0; call < 30; call++) await client.getThing({ path: { id: 'a' } }).catch(() => undefined);
  expect(asked.length).toBeLessThanOrEqual(30 + 3 + 3);
});

test('a write without an Idempotency-Key is asked once', async () => {
  answers = [{ status: 503 }, { status: 204 }];
  await expect(client.addThing({ body: { id: 'a' } })).rejects.toMatchObject({
    kind: 'undeclared',
    status: 503,
  });
  expect(asked).toHaveLength(1);
});

test('no answer in time is a timeout, no server a network failure; neither goes past the deadline', async () => {
  answers = Array.from({ length: 4 }, () => ({ status: 200, afterMs: 300 }));
  const quick = { timeoutMs: 30, deadline: Date.now() + 60 };
  await expect(client.getThing({ path: { id: 'a' } }, quick)).rejects.toMatchObject({ kind: 'timeout' });
  expect(Date.now()).toBeLessThan(quick.deadline + 200);
  const nowhere = thingsClient({ baseUrl: 'http://127.0.0.1:1', retries: { max: 0 } });
  await expect(nowhere.getThing({ path: { id: 'a' } })).rejects.toMatchObject({ kind: 'network' });
});

test('failures in a row open the breaker, which lets a try through after its time', async () => {
  const guarded = thingsClient({ baseUrl, retries: { max: 0 }, breaker: { failures: 2, openMs: 40 } });
  answers = [{ status: 500 }, { status: 500 }, { status: 200, body: { id: 'a' } }];
  const ask = () => guarded.getThing({ path: { id: 'a' } });
  await expect(ask()).rejects.toMatchObject({ kind: 'undeclared' });
  await expect(ask()).rejects.toMatchObject({ kind: 'undeclared' });
  await expect(ask()).rejects.toMatchObject({ kind: 'open' });
  expect(asked).toHaveLength(2);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(await ask()).toMatchObject({ status: 200 });
});
