import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AwsError, type Output, type RestResponse } from '../parts.js';
import { accessKeyIdOf } from '../policies/access-key.js';
import { type ApiError, isApiError } from './api-error.js';
import type { AwsRequest } from './aws-request.js';
import { dynamoDb, isDynamoDb } from './dynamodb.js';
import { readBody } from './read-body.js';
import type { ServedParts } from './route.js';
import { findRoute } from './routes.js';

export interface EndpointOptions extends ServedParts {
  readonly output: Output;
  /** What the holder of an access key reaches; all of the parts unless told. */
  readonly partsOf?: (accessKeyId: string | undefined) => ServedParts;
}

/**
 * One HTTP endpoint for all AWS protocols that local-aws plays: what AWS_ENDPOINT_URL points to. Signatures are not
 * checked; whose key they are made with says what they reach. Whatever goes wrong is answered; what is no error of an API is InternalFailure, and printed.
 */
export function createEndpoint(options: EndpointOptions): RequestListener {
  const listeners = new WeakMap<ServedParts, RequestListener>();
  const tablesOf = (parts: ServedParts): RequestListener => {
    const listener = listeners.get(parts) ?? dynamoDb(parts.tables, options.output);
    listeners.set(parts, listener);
    return listener;
  };
  return (request, response) => {
    const parts = options.partsOf?.(accessKeyIdOf(request.headers, request.url ?? '/')) ?? options;
    const target = request.headers['x-amz-target'];
    if (isDynamoDb(Array.isArray(target) ? target[0] : target)) tablesOf(parts)(request, response);
    else void handle({ ...parts, output: options.output }, request, response);
  };
}

async function handle(
  options: EndpointOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const requestId = randomUUID();
  try {
    const request = { ...headOf(incoming, requestId), signal: gone.signal };
    send(response, requestId, await respond(options, request, incoming));
  } catch (error) {
    if (!gone.signal.aborted)
      options.output.error('The answer to an AWS call could not be sent', trace(error));
    response.destroy();
  }
}

function headOf(incoming: IncomingMessage, requestId: string): Omit<AwsRequest, 'signal'> {
  const url = incoming.url ?? '/';
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const path = url.split('?')[0] ?? '/';
  return { method: incoming.method ?? 'GET', url, path, headers, body: Buffer.alloc(0), requestId };
}

async function respond(
  options: EndpointOptions,
  head: AwsRequest,
  incoming: IncomingMessage,
): Promise<RestResponse> {
  const route = findRoute(options, head);
  let request = head;
  try {
    request = { ...head, body: await readBody(incoming) };
    return await route.handle(request);
  } catch (error) {
    if (head.signal.aborted) throw error;
    return route.fail(request, isApiError(error) ? error : internalFailure(options.output, request, error));
  }
}

function internalFailure(output: Output, request: AwsRequest, error: unknown): ApiError {
  const what = request.headers['x-amz-target'] ?? `${request.method} ${request.path}`;
  output.error(`${what} failed inside local-aws (request ${request.requestId})`, trace(error));
  return new AwsError('InternalFailure', 'The request failed inside local-aws; its output says why.', {
    statusCode: 500,
  });
}

function trace(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function send(response: ServerResponse, requestId: string, answer: RestResponse): void {
  if (response.destroyed) return;
  response.writeHead(answer.statusCode, {
    ...answer.headers,
    'x-amzn-requestid': requestId,
    'content-length': String(Buffer.byteLength(answer.body)),
  });
  response.end(answer.body);
}
