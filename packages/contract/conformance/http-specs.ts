/**
 * `npm run conformance -- http-specs [FOLDER]`: the scenarios of @typespec/http-specs through generated clients. The
 * specs are compiled to OpenAPI 3.1, a client is generated from each document, and every request of a scenario is made
 * by calling the function of its operation, against `tsp-spector serve`, which refuses what it does not expect; the
 * answer has to be decoded to what the scenario answers. All of it is installed by npm into a temporary folder, or into
 * FOLDER, which is then kept.
 */
import { isDeepStrictEqual } from 'node:util';
import { bodyKind, mediaTypeOf } from '../src/runtime/codec/media-type.js';
import { authOf, clientOf, type GeneratedClient } from './http-specs/client-of.js';
import { type Match, matchesOf } from './http-specs/match-operation.js';
import { runSpecs, type SpecDocument } from './http-specs/open-specs.js';
import { type MockApi, pngOf, type Scenario } from './http-specs/prepare.js';
import { report } from './http-specs/report.js';
import { requestOf, textOf, uriOf } from './http-specs/request-of.js';
import { startMock } from './http-specs/spector.js';

type Contract = NonNullable<SpecDocument['contract']>;

interface Called {
  readonly contract: Contract;
  readonly client: GeneratedClient;
}

interface Mock {
  readonly baseUrl: string;
  /** The picture that scenarios with files expect. */
  readonly png: Uint8Array<ArrayBuffer>;
}

/** Credentials as the scenario sends them. */
function credentials(contract: Contract, { request }: MockApi): object {
  const headers = Object.entries(request?.headers ?? {});
  return authOf(contract, {
    headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), String(value)])),
    query: (name) => (request?.query?.[name] === undefined ? undefined : String(request.query[name])),
  });
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
  { client, contract }: Called,
  match: Match,
  { api, mock }: { api: MockApi; mock: Mock },
): Promise<string | undefined> {
  const options = {
    baseUrl: mock.baseUrl + match.prefix,
    auth: credentials(contract, api),
    retries: { max: 0 },
    warn: () => undefined,
  };
  try {
    const accept = api.request?.headers?.accept;
    const callOptions = typeof accept === 'string' ? { accept } : {};
    const request = requestOf(match, api, mock);
    const result = await client.call(match.operation, options, { request, options: callOptions });
    return difference(api, result, mock.baseUrl);
  } catch (error) {
    const { message, status, cause } = error as Failure;
    const declared = match.operation.responses.some(
      (each) => each.status === String(status) || each.status === 'default',
    );
    if (status !== undefined && status === api.response.status && !declared) return undefined;
    return `${message}${cause === undefined ? '' : ` (${String(cause)})`}`;
  }
}

/** Where a request is understood by several operations, one of them must do. */
async function runApi(clients: readonly Called[], api: MockApi, mock: Mock): Promise<string | undefined> {
  const uri = uriOf(api);
  const candidates = clients.flatMap((called) =>
    matchesOf(called.contract, api.method, uri).map((match) => ({ called, match })),
  );
  candidates.sort((a, b) => b.match.weight - a.match.weight);
  let first: string | undefined;
  for (const { called, match } of candidates) {
    const failure = await attempt(called, match, { api, mock });
    if (failure === undefined) return undefined;
    first ??= failure;
  }
  return first ?? `no document has ${api.method.toUpperCase()} ${uri}`;
}

async function failureOf(
  { apis }: Scenario,
  clients: readonly Called[],
  mock: Mock,
): Promise<string | undefined> {
  if (apis.length === 0) return 'the scenario has no requests';
  for (const api of apis) {
    const failure = await runApi(clients, api, mock);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

await runSpecs(async ({ folder, own, documents, scenarios }) => {
  const mock = { baseUrl: await startMock(folder), png: pngOf(folder) };
  const clients = new Map<string, Called[]>();
  for (const { spec, contract } of documents) {
    if (contract === undefined) continue;
    const called = { contract, client: await clientOf(contract, own) };
    clients.set(spec, [...(clients.get(spec) ?? []), called]);
  }
  const failures = new Map<Scenario, string>();
  for (const scenario of scenarios) {
    const { spec } = scenario;
    const refused = documents.find((each) => each.spec === spec && each.refused !== undefined)?.refused;
    const failure = await failureOf(scenario, clients.get(spec) ?? [], mock);
    if (failure !== undefined) failures.set(scenario, refused ?? failure);
  }
  return report(scenarios, failures);
});
