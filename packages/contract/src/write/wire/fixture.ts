import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LambdaContext, ProxyEvent, ProxyResult } from '../../runtime/server/event.js';
import { type Built, buildGenerated } from '../build-generated.js';
import { code } from './code.js';
import { document } from './document.js';

export type Fields = Record<string, unknown>;
type Handler = (event: ProxyEvent, lambda: LambdaContext) => Promise<ProxyResult>;

interface Result {
  readonly status: number;
  readonly headers: Fields;
  /** Whatever the operation answers: an object, items or a stream. */
  readonly body: Fields & AsyncIterable<unknown> & ReadableStream<Uint8Array>;
}

type Call = (request?: object, options?: object) => Promise<Result>;
type Pages = (request?: object) => AsyncIterable<Fields>;

/** The generated client's functions, as loosely typed as a test of many needs them. */
interface Client {
  readonly echo: Call;
  readonly upload: Call;
  readonly putBlob: Call;
  readonly getBlob: Call;
  readonly getBlobStream: Call;
  readonly login: Call;
  readonly secured: Call;
  readonly listThings: Call;
  readonly listThingsPages: Pages;
  readonly listThingsItems: Pages;
  readonly watch: Call;
  readonly feed: Call;
  readonly lines: Call;
  readonly exportLines: Call;
  readonly checkThing: Call;
  readonly oldThing: Call;
}

interface Module {
  make(seen: Fields[], options: object): Handler;
  wireClient(options: object): Client;
  /** Sends the callback of the service. */
  tell(baseUrl: string): Promise<number>;
  serverUrl(variables?: object, index?: number): string;
}

async function eventOf(request: IncomingMessage): Promise<ProxyEvent> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://wire.example');
  const query = new Map<string, string[]>();
  for (const [name, value] of searchParams) query.set(name, [...(query.get(name) ?? []), value]);
  return {
    httpMethod: request.method ?? '',
    path: pathname,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    ),
    multiValueQueryStringParameters: Object.fromEntries(query),
    body: chunks.length === 0 ? null : Buffer.concat(chunks).toString('base64'),
    isBase64Encoded: chunks.length > 0,
    requestContext: {},
  };
}

function send(response: ServerResponse, result: ProxyResult): void {
  response.statusCode = result.statusCode;
  for (const [name, value] of Object.entries({ ...result.headers, ...result.multiValueHeaders }))
    response.setHeader(name, value as string | string[]);
  response.end(Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8'));
}

/** A generated service behind a real HTTP server, and its generated client. */
class Wire {
  seen: Fields[] = [];
  /** Answers in the service's place, where set. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  options: object = {};
  baseUrl = '';
  #built: Built<Module> | undefined;
  #server: Server | undefined;

  get built(): Built<Module> {
    if (this.#built === undefined) throw new Error('the service is built before the tests');
    return this.#built;
  }

  async start(): Promise<void> {
    this.#built = await buildGenerated<Module>(document, code);
    const lambda = { awsRequestId: 'x', getRemainingTimeInMillis: () => 5000 };
    this.#server = createServer(async (request, response) => {
      if (this.answer !== undefined) return this.answer(request, response);
      const handler = this.built.module.make(this.seen, {
        log: () => undefined,
        strict: false,
        ...this.options,
      });
      send(response, await handler(await eventOf(request), lambda));
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.baseUrl = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#built?.remove();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  client(options: object = {}): Client {
    return this.built.module.wireClient({ baseUrl: this.baseUrl, retries: { max: 0 }, ...options });
  }

  reset(): void {
    this.seen = [];
    this.answer = undefined;
    this.options = {};
  }
}

/** Builds and starts the service before the tests of a file; each of them begins anew. */
export function useWire(): Wire {
  const wire = new Wire();
  beforeAll(() => wire.start(), 30_000);
  afterAll(() => wire.stop());
  beforeEach(() => wire.reset());
  return wire;
}
