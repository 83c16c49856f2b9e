import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Tables } from '@atoll/embedded-dynamodb';
import { AwsError, type Output, type RestResponse } from '../parts.js';
import { type ApiError, isApiError } from './api-error.js';
import type { AwsRequest } from './aws-request.js';
import { dynamoDb, isDynamoDb } from './dynamodb.js';
import { readBody } from './read-body.js';
import type { EndpointParts } from './route.js';
import { findRoute } from './routes.js';

export interface EndpointOptions extends EndpointParts {
  readonly tables: Tables;
  readonly output: Output;
}

/**
 * One HTTP endpoint for all AWS protocols that local-aws plays: what AWS_ENDPOINT_URL points to. Signatures are not
 * checked. Whatever goes wrong is answered; what is no error of an API is InternalFailure, and printed.
 */
export function createEndpoint(options: EndpointOptions): RequestListener {
  const tables = dynamoDb(options.tables, options.output);
  return (request, response) => {
    const target = request.headers['x-amz-target'];
    if (isDynamoDb(Array.isArray(target) ? target[0] : target)) tables(request, response);
    else void handle(options, request, response);
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
