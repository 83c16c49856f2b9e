/**
 * `npm run conformance -- http-specs [FOLDER]`: the scenarios of @typespec/http-specs through generated clients. The
 * specs are compiled to OpenAPI 3.1, a client is generated from each document, and every request of a scenario is made
 * by calling the function of its operation, against `tsp-spector serve`, which refuses what it does not expect; the
 * answer has to be decoded to what the scenario answers. All of it is installed by npm into a temporary folder, or into
 * FOLDER, which is then kept.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { bodyKind, mediaTypeOf } from '../src/runtime/codec/media-type.js';
import { clientOf, type GeneratedClient } from './http-specs/client-of.js';
import {
  compileSpecs,
  install,
  type MockApi,
  pngOf,
  type Scenario,
  scenariosOf,
  specsOf,
} from './http-specs/prepare.js';
import { type Match, matchesOf, requestOf, textOf } from './http-specs/request-of.js';

const [given] = process.argv.slice(2);
const folder = given ?? mkdtempSync(join(tmpdir(), 'http specs '));
// Inside the package, so that io-ts is found from there.
const own = mkdtempSync(join(import.meta.dirname, '..', 'generated '));
let mock: ChildProcess | undefined;
let png = new Uint8Array();
process.on('exit', () => {
  mock?.kill();
  rmSync(own, { recursive: true, force: true });
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts the mock server. Errors: Error when it does not answer within a minute. */
async function serve(): Promise<string> {
  const port = await freePort();
  const cli = join(folder, 'node_modules/@typespec/spector/cmd/cli.mjs');
  const coverage = join(folder, 'coverage.json');
  const args = [cli, 'serve', specsOf(folder), '--port', String(port), '--coverageFile', coverage];
  mock = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  const baseUrl = `http://localhost:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    const answered = await fetch(baseUrl).then(
      () => true,
      () => false,
    );
    if (answered) return baseUrl;
    if (mock.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the mock server does not answer');
}

/** Credentials as the scenario sends them, by scheme. */
function authOf({ contract }: GeneratedClient, api: MockApi): object {
  const headers = new Map(
    Object.entries(api.request?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const found = [...contract.securitySchemes.values()].flatMap((scheme) => {
    const { name, type, in: location, parameterName = '' } = scheme;
    const value =
      type === 'apiKey' && location === 'query'
        ? api.request?.query?.[parameterName]
        : headers.get(type === 'apiKey' ? parameterName.toLowerCase() : 'authorization');
    if (value === undefined) return [];
    const credential = type === 'apiKey' ? String(value) : String(value).replace(/^\S+ /, '');
    return [[name, () => credential] as const];
  });
  return Object.fromEntries(found);
}

/** Why the answer is not what the scenario answers; undefined where it is. */
function difference(
  api: MockApi,
  result: { status: number; body?: unknown },
  baseUrl: string,
): string | undefined {
  const { status, body } = api.response;
  if (result.status !== status)
    return `the answer is ${result.status} ${JSON.stringify(result.body)}`.slice(0, 300);
  const expected = body === undefined ? undefined : textOf(body, baseUrl);
  if (body === undefined || expected === undefined || bodyKind(mediaTypeOf(body.contentType)) !== 'json')
    return undefined;
  if (result.body === undefined || isDeepStrictEqual(result.body, JSON.parse(String(expected))))
    return undefined;
  return `the answer is read as ${JSON.stringify(result.body)}, not ${expected}`;
}

interface Failure extends Error {
  readonly status?: number;
  readonly cause?: unknown;
}

async function attempt(
  client: GeneratedClient,
  match: Match,
  api: MockApi,
  baseUrl: string,
): Promise<string | undefined> {
  const options = {
    baseUrl: baseUrl + match.prefix,
    auth: authOf(client, api),
    retries: { max: 0 },
    warn: () => undefined,
  };
  try {
    const accept = api.request?.headers?.accept;
    const callOptions = typeof accept === 'string' ? { accept } : {};
    const request = requestOf(match, api, { baseUrl, png });
    const result = await client.call(match.operation, options, { request, options: callOptions });
    return difference(api, result, baseUrl);
  } catch (error) {
    const { message, status, cause } = error as Failure;
    const declared = match.operation.responses.some(
      (each) => each.status === String(status) || each.status === 'default',
    );
    if (status !== undefined && status === api.response.status && !declared) return undefined;
    return `${message}${cause === undefined ? '' : ` (${String(cause)})`}`.slice(0, 400);
  }
}

/** Where a request is understood by several operations, one of them must do. */
async function runApi(
  clients: readonly GeneratedClient[],
  api: MockApi,
  baseUrl: string,
): Promise<string | undefined> {
  const candidates = clients.flatMap((client) =>
    matchesOf(client.contract, api).map((match) => ({ client, match })),
  );
  candidates.sort((a, b) => b.match.weight - a.match.weight);
  let first: string | undefined;
  for (const { client, match } of candidates) {
    const failure = await attempt(client, match, api, baseUrl);
    if (failure === undefined) return undefined;
    first ??= failure;
  }
  return first ?? `no document has ${api.method.toUpperCase()} ${api.uri}`;
}

async function main(): Promise<void> {
  if (!existsSync(join(folder, 'node_modules'))) install(folder);
  const documents = compileSpecs(folder);
  const scenarios: Scenario[] = await scenariosOf(folder);
  png = pngOf(folder);
  const baseUrl = await serve();
  const clients = new Map<string, GeneratedClient[]>();
  const refused = new Map<string, string>();
  for (const document of documents) {
    const spec = document.replaceAll('\\', '/').replace(/\/[^/]*$/, '');
    try {
      const client = await clientOf(document, join(folder, 'openapi'), own);
      clients.set(spec, [...(clients.get(spec) ?? []), client]);
    } catch (error) {
      refused.set(spec, String(error));
    }
  }
  let passed = 0;
  let failed = 0;
  for (const { name, spec, apis } of scenarios) {
    let failure: string | undefined = apis.length === 0 ? 'the scenario has no requests' : undefined;
    for (const api of apis) failure ??= await runApi(clients.get(spec) ?? [], api, baseUrl);
    if (failure === undefined) passed += 1;
    else {
      failed += 1;
      console.log(`${name}: ${refused.get(spec) ?? failure}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
}

await main().catch((error: { stderr?: unknown; message: string }) => {
  console.log(`skipped: ${String(error.stderr ?? error.message).split('\n')[0]}`);
  process.exitCode = 1;
});
process.exit();
