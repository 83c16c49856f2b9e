import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { maximumResponseBytes } from './function-error.js';

/** An event as the Runtime API delivers it. */
export interface RuntimeEvent {
  readonly requestId: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly traceId: string;
  readonly clientContext?: string | undefined;
  readonly payload: string;
}

export interface RuntimeApiListener {
  /** The runtime asks for an event: it is initialized, and done with the one before. */
  next(): void;
  /** An answer to the event that was delivered last. `tooLarge`: its text is not kept. */
  response(text: string, tooLarge: boolean): void;
  /** An error object of the event that was delivered last. */
  error(text: string): void;
  initError(text: string): void;
}

const route =
  /^\/2018-06-01\/runtime\/(?:(?<next>invocation\/next)|(?<init>init\/error)|invocation\/(?<id>[^/]+)\/(?<kind>response|error))$/;

/** The text of a body, or undefined when it is larger than any answer may be. */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maximumResponseBytes) chunks.push(chunk);
    });
    request.on('end', () =>
      resolve(bytes > maximumResponseBytes ? undefined : Buffer.concat(chunks).toString()),
    );
    request.on('error', reject);
  });
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text);
}

/**
 * The Lambda Runtime API of one execution environment, on a loopback port of its own, since the address that a runtime
 * is given has room for host and port alone: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  readonly #server: Server;
  readonly #listener: RuntimeApiListener;
  #waiting: ServerResponse | undefined;
  #requestId: string | undefined;

  constructor(listener: RuntimeApiListener) {
    this.#listener = listener;
    this.#server = createServer(
      { noDelay: true },
      (request, response) => void this.#serve(request, response),
    );
    // A runtime waits for its next event as long as there is none.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
    this.#server.headersTimeout = 0;
  }

  /** Resolves with `host:port`. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () =>
        resolve(`127.0.0.1:${(this.#server.address() as AddressInfo).port}`),
      );
    });
  }

  /** Answers the waiting `next`. */
  deliver(event: RuntimeEvent): void {
    const response = this.#waiting;
    if (response === undefined) throw new Error('the runtime has not asked for an event');
    this.#waiting = undefined;
    this.#requestId = event.requestId;
    const headers: Record<string, string | number> = {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(event.payload),
      'Lambda-Runtime-Aws-Request-Id': event.requestId,
      'Lambda-Runtime-Deadline-Ms': event.deadlineMs,
      'Lambda-Runtime-Invoked-Function-Arn': event.functionArn,
      'Lambda-Runtime-Trace-Id': event.traceId,
    };
    if (event.clientContext !== undefined) headers['Lambda-Runtime-Client-Context'] = event.clientContext;
    response.writeHead(200, headers).end(event.payload);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const groups = route.exec(request.url ?? '')?.groups;
    if (request.method === 'GET' && groups?.next !== undefined) {
      this.#waiting = response;
      this.#listener.next();
      return;
    }
    const text = await readBody(request).catch(() => undefined);
    if (request.method !== 'POST' || groups === undefined || groups.next !== undefined) {
      answer(response, 404, {
        errorType: 'InvalidPath',
        errorMessage: `no ${request.method} ${request.url}`,
      });
    } else if (groups.init !== undefined) {
      this.#listener.initError(text ?? '');
      answer(response, 202, { status: 'OK' });
    } else {
      this.#settle(groups, text, response);
    }
  }

  #settle(
    groups: Record<string, string | undefined>,
    text: string | undefined,
    response: ServerResponse,
  ): void {
    if (groups.id !== this.#requestId) {
      answer(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
      return;
    }
    this.#requestId = undefined;
    if (text === undefined) {
      this.#listener.response('', true);
      const errorMessage = `Exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`;
      answer(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage });
      return;
    }
    if (groups.kind === 'response') this.#listener.response(text, false);
    else this.#listener.error(text);
    answer(response, 202, { status: 'OK' });
  }
}
