import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProxyEvent, ProxyResult } from '../../src/runtime/server/event.js';

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function gathered(pairs: Iterable<readonly [string, string]>): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
}

/** The proxy event of a request as a REST API makes it: the path as it was sent, query values decoded. */
export async function eventOf(request: IncomingMessage): Promise<ProxyEvent> {
  const [path = '', ...query] = (request.url ?? '/').split('?');
  const bytes = await bodyOf(request);
  return {
    httpMethod: request.method ?? 'GET',
    path,
    headers: null,
    multiValueHeaders: request.headersDistinct,
    multiValueQueryStringParameters: gathered(new URLSearchParams(query.join('?'))),
    body: bytes.length === 0 ? null : bytes.toString('base64'),
    isBase64Encoded: true,
    requestContext: {},
  };
}

function send(response: ServerResponse, result: ProxyResult): void {
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result;
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries({ ...headers, ...multiValueHeaders }))
    response.setHeader(name, value);
  response.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
}

/** A server that hosts a Lambda handler; the address is known before the handler is asked for. */
export async function serveHttp(
  handlerAt: (url: string) => (event: ProxyEvent) => Promise<ProxyResult>,
): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const handler = handlerAt(`http://localhost:${port}`);
    eventOf(request)
      .then(handler)
      .then((result) => send(response, result))
      .catch((error: Error) => response.writeHead(500).end(`the host fails: ${error.stack}`));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => void server.close() };
}
