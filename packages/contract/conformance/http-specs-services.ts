/**
 * `npm run conformance -- http-specs-services [FOLDER]`: the scenarios of @typespec/http-specs through generated
 * services: every request of a scenario, as the specs have it, is taken by the service of its document, whose handler
 * answers what the scenario answers; that has to come out. FOLDER as for `http-specs`.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { multipartBody } from '../src/runtime/client/multipart.js';
import { headerValue } from '../src/runtime/codec/header.js';
import { bodyKind, mediaTypeOf } from '../src/runtime/codec/media-type.js';
import type { ProxyEvent, ProxyResult } from '../src/runtime/server/event.js';
import { shapeOf } from '../src/write/shapes.js';
import {
  compileSpecs,
  install,
  type MockApi,
  type MockBody,
  pngOf,
  scenariosOf,
} from './http-specs/prepare.js';
import { type Match, matchesOf, queryPairs, requestOf, textOf, uriOf } from './http-specs/request-of.js';
import { type GeneratedService, serviceOf } from './http-specs/service-of.js';

const [given] = process.argv.slice(2);
const folder = given ?? mkdtempSync(join(tmpdir(), 'http specs '));
// Inside the package, so that io-ts is found from there.
const own = mkdtempSync(join(import.meta.dirname, '..', 'generated '));
process.on('exit', () => {
  rmSync(own, { recursive: true, force: true });
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
});
const baseUrl = 'http://spec.example';

function answerBody(body: MockBody | undefined): unknown {
  const text = body && textOf(body, baseUrl);
  if (body === undefined || text === undefined) return undefined;
  const kind = bodyKind(mediaTypeOf(body.contentType));
  if (kind === 'json') return JSON.parse(String(text));
  return kind === 'text' ? String(text) : new Uint8Array(Buffer.from(text));
}

interface Sent {
  readonly bytes: Buffer;
  readonly contentType: string;
}

async function sentBody(match: Match, api: MockApi, png: Uint8Array<ArrayBuffer>): Promise<Sent | undefined> {
  const described = api.request?.body;
  if (described !== undefined && described.kind !== 'multipart') {
    return { bytes: Buffer.from(textOf(described, baseUrl) ?? ''), contentType: described.contentType };
  }
  const { body } = requestOf(match, api, { baseUrl, png });
  if (typeof body !== 'object' || body === null) return undefined;
  const { blob, contentType } = multipartBody(
    body,
    { parts: partsOf(match), open: true },
    'multipart/form-data',
  );
  return { bytes: Buffer.from(await blob.arrayBuffer()), contentType };
}

/** As the document describes the parts; nothing is checked here. */
function partsOf({ parts }: Match): Parameters<typeof multipartBody>[1]['parts'] {
  return parts.map(({ name, kind, many, required }) => {
    return { name, kind, many, required, shape: { kind: 'text' }, codec: null };
  });
}

async function eventOf(match: Match, api: MockApi, png: Uint8Array<ArrayBuffer>): Promise<ProxyEvent> {
  const query = new Map<string, string[]>();
  for (const [name, value] of queryPairs(api)) {
    const key = decodeURIComponent(name);
    query.set(key, [...(query.get(key) ?? []), decodeURIComponent(value)]);
  }
  const sent = await sentBody(match, api, png);
  const headers = Object.entries(api.request?.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const typed = sent === undefined ? {} : { 'content-type': sent.contentType };
  return {
    httpMethod: api.method.toUpperCase(),
    path: uriOf(api).slice(match.prefix.length) || '/',
    headers: { ...Object.fromEntries(headers), ...typed },
    multiValueQueryStringParameters: Object.fromEntries(query),
    body: sent === undefined ? null : sent.bytes.toString('base64'),
    isBase64Encoded: true,
    requestContext: {},
  };
}

function difference(
  api: MockApi,
  { statusCode, body, isBase64Encoded }: ProxyResult,
  errors: readonly unknown[],
): string | undefined {
  const { status, body: expected } = api.response;
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (statusCode !== status) {
    const why = errors.find((each) => each !== undefined);
    return `the answer is ${statusCode} ${why === undefined ? text : String(why).split('\n')[0]}`.slice(
      0,
      400,
    );
  }
  const wanted = expected && textOf(expected, baseUrl);
  if (expected === undefined || wanted === undefined || text === '') return undefined;
  const json = bodyKind(mediaTypeOf(expected.contentType)) === 'json';
  const same = json
    ? isDeepStrictEqual(JSON.parse(text), JSON.parse(String(wanted)))
    : text === Buffer.from(wanted).toString();
  return same ? undefined : `the body is ${text.slice(0, 200)}`;
}

async function attempt(
  service: GeneratedService,
  match: Match,
  api: MockApi,
  png: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const { status, headers = {}, body } = api.response;
  // A header may depend on the server's address, which nobody but the mock server knows.
  const declared = match.operation.responses.find((each) => each.status === String(status))?.headers;
  const plain = Object.entries(headers).flatMap(([name, value]) => {
    if (!['string', 'number', 'boolean'].includes(typeof value)) return [];
    const header = declared?.get(name.toLowerCase());
    const format = { explode: header?.explode ?? false, json: false, shape: shapeOf(header?.schema) };
    return [[name, headerValue(String(value), format)] as const];
  });
  const answer = match.operation.method === 'head' ? undefined : answerBody(body);
  Object.assign(service.next, { status, headers: Object.fromEntries(plain), body: answer });
  service.errors.length = 0;
  return difference(api, await service.handle(await eventOf(match, api, png)), service.errors);
}

async function runApi(
  services: readonly GeneratedService[],
  api: MockApi,
  png: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const candidates = services.flatMap((service) =>
    matchesOf(service.contract, api).map((match) => ({ service, match })),
  );
  candidates.sort((a, b) => b.match.weight - a.match.weight);
  let first: string | undefined;
  for (const { service, match } of candidates) {
    const failure = await attempt(service, match, api, png);
    if (failure === undefined) return undefined;
    first ??= failure;
  }
  return first ?? `no document has ${api.method.toUpperCase()} ${api.uri}`;
}

async function main(): Promise<void> {
  if (!existsSync(join(folder, 'node_modules'))) install(folder);
  const documents = compileSpecs(folder);
  const png = pngOf(folder);
  const services = new Map<string, GeneratedService[]>();
  for (const document of documents) {
    const spec = document.replaceAll('\\', '/').replace(/\/[^/]*$/, '');
    services.set(spec, [
      ...(services.get(spec) ?? []),
      await serviceOf(document, join(folder, 'openapi'), own),
    ]);
  }
  let passed = 0;
  let failed = 0;
  for (const { name, spec, apis } of await scenariosOf(folder)) {
    let failure: string | undefined = apis.length === 0 ? 'the scenario has no requests' : undefined;
    for (const api of apis) failure ??= await runApi(services.get(spec) ?? [], api, png);
    if (failure === undefined) passed += 1;
    else {
      failed += 1;
      console.log(`${name}: ${failure}`);
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
}

await main().catch((error: { stderr?: unknown; message: string }) => {
  console.log(`skipped: ${String(error.stderr ?? error.message).split('\n')[0]}`);
  process.exitCode = 1;
});
process.exit();
