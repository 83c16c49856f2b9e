import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** API Gateway's limits in bytes: of a body, and of the request line with all headers. */
export const maximumBodyBytes = 10 * 1024 * 1024;
export const maximumHeaderBytes = 10_240;

/** What a client sent, as the gateway goes on with it. */
export interface GatewayRequest {
  readonly method: string;
  /** As sent: percent-encoded, without query. */
  readonly path: string;
  readonly query: string;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  readonly receivedAtMs: number;
}

/** A request beyond a limit of API Gateway. */
export class RequestTooLargeError extends Error {
  readonly statusCode: 413 | 431;
  constructor(statusCode: 413 | 431) {
    super(statusCode === 413 ? 'Request Too Long' : 'Request Header Fields Too Large');
    this.statusCode = statusCode;
  }
}

/** Headers that no integration gets: they belong to the connection, or API Gateway takes them ("Important notes"). */
const droppedHeaders = new Set(
  'connection content-length content-md5 expect keep-alive max-forwards proxy-authenticate server te trailer transfer-encoding upgrade www-authenticate'.split(
    ' ',
  ),
);

/** Header names that the gateway writes itself. */
const ownNames: Readonly<Record<string, string>> = {
  host: 'Host',
  'x-forwarded-for': 'X-Forwarded-For',
  'x-forwarded-port': 'X-Forwarded-Port',
  'x-forwarded-proto': 'X-Forwarded-Proto',
  'x-amzn-trace-id': 'X-Amzn-Trace-Id',
};

/** Values by name; names keep the case of their first occurrence. */
function headersOf(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const sent = rawHeaders[i] ?? '';
    const lower = sent.toLowerCase();
    if (droppedHeaders.has(lower)) continue;
    const name = names.get(lower) ?? ownNames[lower] ?? sent;
    names.set(lower, name);
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [rawHeaders[i + 1] ?? '']);
    else values.push(rawHeaders[i + 1] ?? '');
  }
  return headers;
}

function traceIdOf(sent: string | undefined): string {
  if (sent !== undefined && /(?:^|;)\s*Root=1-[\da-f]{8}-[\da-f]{24}(?:;|$)/i.test(sent)) return sent;
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds.padStart(8, '0')}-${randomBytes(12).toString('hex')}`;
}

/** Errors: RequestTooLargeError. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maximumBodyBytes) throw new RequestTooLargeError(413);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBodyBytes) throw new RequestTooLargeError(413);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
}

function headerBytes(request: IncomingMessage): number {
  let bytes = (request.method ?? '').length + (request.url ?? '').length;
  for (const part of request.rawHeaders) bytes += part.length;
  return bytes;
}

/** Reads a request with its body and the headers that API Gateway adds. Errors: RequestTooLargeError. */
export async function readRequest(request: IncomingMessage): Promise<GatewayRequest> {
  if (headerBytes(request) > maximumHeaderBytes) throw new RequestTooLargeError(431);
  const { method = 'GET', url = '/', socket } = request;
  const body =
    request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined
      ? Buffer.alloc(0)
      : await bodyOf(request);
  const queryAt = url.indexOf('?');
  const headers = headersOf(request.rawHeaders);
  const sourceIp = (socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const traceId = traceIdOf(headers.get('X-Amzn-Trace-Id')?.[0]);
  headers.set('X-Amzn-Trace-Id', [traceId]);
  headers.set('X-Forwarded-For', [[...(headers.get('X-Forwarded-For') ?? []), sourceIp].join(', ')]);
  headers.set('X-Forwarded-Port', [String(socket.localPort ?? '')]);
  headers.set('X-Forwarded-Proto', [(socket as TLSSocket).encrypted ? 'https' : 'http']);
  return {
    method,
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: queryAt < 0 ? '' : url.slice(queryAt + 1),
    headers,
    body,
    sourceIp,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: randomUUID(),
    extendedRequestId: `${randomBytes(11).toString('base64url').slice(0, 15)}=`,
    traceId,
    receivedAtMs: Date.now(),
  };
}
