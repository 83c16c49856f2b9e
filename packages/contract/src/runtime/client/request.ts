import { type CredentialParts, credentialsOf } from './auth.js';
import { writeBody } from './body.js';
import type { CallOptions, Client } from './client.js';
import type { OperationFormat } from './operation-format.js';
import { type ParameterFormat, serializeHeader, serializePairs, serializePath } from './serialize.js';

/** The groups of a request; which of them an operation has, its own type says. */
export interface RequestParts {
  readonly path?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly cookies?: object;
  readonly body?: unknown;
  readonly contentType?: string;
}

const groups = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;

function parameterValue(request: RequestParts, parameter: ParameterFormat): unknown {
  const group = request[groups[parameter.in]];
  const value: unknown =
    group !== undefined && Object.hasOwn(group, parameter.name)
      ? Reflect.get(group, parameter.name)
      : undefined;
  return value === undefined || parameter.codec === undefined ? value : parameter.codec.encode(value);
}

function pathOf(operation: OperationFormat, request: RequestParts): string {
  let { path } = operation;
  for (const parameter of operation.parameters.filter((each) => each.in === 'path')) {
    const { name } = parameter;
    const text = serializePath(parameter, parameterValue(request, parameter));
    if (text === '')
      throw new TypeError(`${operation.operationId}: without '${name}' the path leads to something else`);
    path = path.replace(`{${name}}`, () => text);
  }
  // URLs resolve such segments away, so another operation would be asked (WHATWG URL, "double-dot path segment").
  const dots = path.split('/').find((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (dots !== undefined) throw new TypeError(`${operation.operationId}: '${dots}' cannot be a path segment`);
  return path;
}

/** A call with the credentials that it is made with. */
interface Prepared extends Sent {
  readonly credentials: CredentialParts;
}

function urlOf(client: Client, operation: OperationFormat, { request, credentials }: Prepared): string {
  const query = operation.parameters
    .filter((each) => each.in === 'query')
    .flatMap((parameter) => serializePairs(parameter, parameterValue(request, parameter)));
  query.push(...credentials.query);
  const url = client.baseUrl + pathOf(operation, request);
  if (query.length === 0) return url;
  return `${url}${operation.path.includes('?') ? '&' : '?'}${query.join('&')}`;
}

function headersOf(
  client: Client,
  operation: OperationFormat,
  { request, options, credentials }: Prepared,
): Record<string, string> {
  const headers: Record<string, string> = { accept: options.accept ?? acceptOf(operation) };
  for (const [name, value] of Object.entries(client.headers ?? {})) headers[name.toLowerCase()] = value;
  const cookies: string[] = [];
  for (const parameter of operation.parameters) {
    const value = parameterValue(request, parameter);
    if (parameter.in === 'cookie') cookies.push(...serializePairs(parameter, value));
    if (parameter.in === 'header' && value !== undefined)
      headers[parameter.name] = serializeHeader(parameter, value);
  }
  cookies.push(...credentials.cookies);
  if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
  if (options.traceparent !== undefined) headers['traceparent'] = options.traceparent;
  return { ...headers, ...credentials.headers };
}

function acceptOf(operation: OperationFormat): string {
  const types = Object.values(operation.responses).flatMap((content) => Object.keys(content));
  return [...new Set(types)].join(', ') || '*/*';
}

export interface Sent {
  readonly request: RequestParts;
  readonly options: CallOptions;
  /** Bodies of bytes are given as they come. */
  readonly streamed?: boolean;
}

/** The HTTP request of a call. */
export async function requestOf(
  client: Client,
  operation: OperationFormat,
  sent: Sent,
): Promise<{ url: string; init: RequestInit }> {
  const { request } = sent;
  const credentials = await credentialsOf(operation, client.auth);
  const prepared = { ...sent, credentials };
  const headers = headersOf(client, operation, prepared);
  const init: RequestInit & { duplex?: 'half' } = { method: operation.method, headers };
  if (request.body !== undefined) {
    const { body, contentType } = writeBody(operation, request.body, request.contentType);
    if (contentType !== undefined) headers['content-type'] = contentType;
    init.body = body;
    // fetch sends a stream before it reads the answer, and wants that said (Fetch Standard, "RequestDuplex").
    if (isStream(body)) init.duplex = 'half';
  }
  return { url: urlOf(client, operation, prepared), init };
}

export function isStream(body: unknown): body is ReadableStream {
  return typeof ReadableStream === 'function' && body instanceof ReadableStream;
}
