import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ProxyEvent, ProxyResult } from '../runtime/server/event.js';
import type { Mock } from './mock.js';

/** The most that API Gateway takes (its quotas page: "Payload size"). */
const maxBodyBytes = 10 * 1024 * 1024;

/** Undefined when the body is larger than is taken. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

function queryOf(search: URLSearchParams): Record<string, string[]> {
  const query: Record<string, string[]> = Object.create(null);
  for (const name of new Set(search.keys())) query[name] = search.getAll(name);
  return query;
}

/** The request as API Gateway would pass it to a function. */
function eventOf(request: IncomingMessage, body: Buffer): ProxyEvent {
  const target = request.url ?? '/';
  const at = target.indexOf('?');
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return {
    httpMethod: request.method ?? 'GET',
    path: at < 0 ? target : target.slice(0, at),
    headers: Object.fromEntries(headers),
    multiValueQueryStringParameters: queryOf(new URLSearchParams(at < 0 ? '' : target.slice(at + 1))),
    body: body.toString('base64'),
    isBase64Encoded: true,
    requestContext: {},
  };
}

/** Any page may call the mock (Fetch Standard, 3.2). With credentials `*` would not do, so the origin is named. */
function corsHeaders(request: IncomingMessage): Record<string, string> {
  const { origin, 'access-control-request-headers': headers } = request.headers;
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'location, retry-after, preference-applied, www-authenticate, link',
    ...(headers !== undefined && { 'access-control-allow-headers': headers }),
    vary: 'origin',
  };
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function send(request: IncomingMessage, response: ServerResponse, result: ProxyResult): void {
  const bytes = Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8');
  const { vary, ...cors } = corsHeaders(request);
  const varies = [result.headers.vary, vary].filter((each) => each !== undefined).join(', ');
  const length = result.statusCode === 204 ? {} : { 'content-length': String(bytes.length) };
  const several = result.multiValueHeaders as Record<string, string[]> | undefined;
  const headers = {
    ...result.headers,
    ...several,
    ...cors,
    ...(varies !== '' && { vary: varies }),
    ...length,
  };
  response.writeHead(result.statusCode, headers);
  response.end(request.method === 'HEAD' || result.statusCode === 204 ? undefined : bytes);
}

const tooLarge: ProxyResult = {
  statusCode: 413,
  headers: { 'content-type': 'application/problem+json' },
  body: JSON.stringify({ type: 'about:blank', title: 'The body is too large', status: 413 }),
  isBase64Encoded: false,
};

async function respond(mock: Mock, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (isPreflight(request)) {
    const methods = { 'access-control-allow-methods': 'GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS' };
    send(request, response, { statusCode: 204, headers: methods, body: '', isBase64Encoded: false });
    return;
  }
  const body = await bodyOf(request);
  const result = body === undefined ? tooLarge : mock(eventOf(request, body));
  send(request, response, result);
}

/** The port cannot be had, in words for the person who asked for it. */
export class PortError extends Error {
  constructor(port: number, code: string | undefined) {
    const why =
      code === 'EADDRINUSE'
        ? 'is taken by another process: stop that one'
        : code === 'EACCES'
          ? 'is kept for the system (ports below 1024 often are)'
          : `cannot be listened on (${code})`;
    super(`the port ${port} ${why}, or choose another with --port; --port 0 takes any that is free`);
    this.name = 'PortError';
  }
}

/** Serves the mock on the loopback interface; port 0 is any free one. Errors: PortError. */
export function serveMock(mock: Mock, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    respond(mock, request, response).catch((error: unknown) => {
      // The caller hung up in the middle of its body: there is nobody left to answer.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PortError(port, error.code)));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
