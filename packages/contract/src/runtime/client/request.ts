import type { CallOptions, Client, OperationFormat } from './client.js';
import { type FormEncodings, serializeForm } from './form.js';
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
  return group !== undefined && Object.hasOwn(group, parameter.name)
    ? Reflect.get(group, parameter.name)
    : undefined;
}

function urlOf(client: Client, operation: OperationFormat, request: RequestParts): string {
  let path = operation.path;
  const query: string[] = [];
  for (const parameter of operation.parameters) {
    const value = parameterValue(request, parameter);
    if (parameter.in === 'path')
      path = path.replace(`{${parameter.name}}`, () => serializePath(parameter, value));
    if (parameter.in === 'query') query.push(...serializePairs(parameter, value));
  }
  return `${client.baseUrl}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

async function headersOf(
  client: Client,
  operation: OperationFormat,
  sent: { request: RequestParts; options: CallOptions },
): Promise<Record<string, string>> {
  const { request, options } = sent;
  const headers: Record<string, string> = { accept: acceptOf(operation), ...client.headers };
  const cookies: string[] = [];
  for (const parameter of operation.parameters) {
    const value = parameterValue(request, parameter);
    if (parameter.in === 'cookie') cookies.push(...serializePairs(parameter, value));
    if (parameter.in === 'header' && value !== undefined)
      headers[parameter.name] = serializeHeader(parameter, value);
  }
  if (cookies.length > 0) headers.cookie = cookies.join('; ');
  if (options.traceparent !== undefined) headers.traceparent = options.traceparent;
  if (operation.secured && client.auth !== undefined) headers.authorization = `Bearer ${await client.auth()}`;
  return headers;
}

function acceptOf(operation: OperationFormat): string {
  const types = Object.values(operation.responses).flatMap((content) => Object.keys(content));
  return [...new Set(types)].join(', ') || '*/*';
}

/** The body as fetch takes it: JSON and forms are written, text and bytes go as they are. */
function bodyOf(
  contentType: string,
  body: unknown,
  form: FormEncodings = {},
): NonNullable<RequestInit['body']> {
  if (/[/+]json$/.test(contentType)) return JSON.stringify(body);
  if (contentType === 'application/x-www-form-urlencoded' && typeof body === 'object' && body !== null)
    return serializeForm(body, form);
  if (
    typeof body === 'string' ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    body instanceof FormData
  )
    return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  throw new TypeError(`a body of ${contentType} is a string, Uint8Array, ArrayBuffer, Blob or FormData`);
}

/** The HTTP request of a call. */
export async function requestOf(
  client: Client,
  operation: OperationFormat,
  sent: { request: RequestParts; options: CallOptions },
): Promise<{ url: string; init: RequestInit }> {
  const { request } = sent;
  const headers = await headersOf(client, operation, sent);
  const init: RequestInit = { method: operation.method, headers };
  if (request.body !== undefined) {
    const contentType = request.contentType ?? operation.body[0] ?? 'application/json';
    if (contentType !== 'multipart/form-data') headers['content-type'] = contentType;
    init.body = bodyOf(contentType, request.body, operation.form);
  }
  return { url: urlOf(client, operation, request), init };
}
