import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { DynamoDbError, type Tables, type TablesService } from '../tables.js';
import { serializationError } from '../validation/errors.js';
import { crossOriginHeaders } from './cross-origin.js';
import { readBody } from './read-body.js';

const target = /^(DynamoDB_20120810|DynamoDBStreams_20120810)\.(\w+)$/;

/** The JSON 1.0 protocol of DynamoDB and DynamoDB Streams (aws.protocols#awsJson1_0). Signatures are not checked. */
export function dynamoDbListener(tables: Tables): RequestListener {
  return (request, response) => {
    for (const [name, value] of crossOriginHeaders(request)) response.setHeader(name, value);
    if (request.method !== 'POST') {
      request.resume();
      sendText(response, ...withoutAction(request));
      return;
    }
    handle(tables, request)
      .then((answer) => send(response, 200, answer))
      .catch((error: unknown) => sendError(response, error));
  };
}

/** The status and the text for what is no POST: a health check, the question of a browser, or nothing known. */
function withoutAction({ method, headers }: IncomingMessage): [statusCode: number, text: string] {
  if (method === 'GET') return [200, 'healthy: dynamodb.embedded'];
  if (method === 'OPTIONS' && headers.origin !== undefined) return [200, ''];
  return [404, '<UnknownOperationException/>\n'];
}

async function handle(tables: Tables, request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  const [, service, action] = target.exec(String(request.headers['x-amz-target'])) ?? [];
  if (service === undefined || action === undefined) {
    throw new DynamoDbError('UnknownOperationException', 'X-Amz-Target names no action of DynamoDB');
  }
  return tables.call(service as TablesService, action, parse(body));
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw serializationError('The request body is not JSON');
  }
}

const vocabulary = 'com.amazonaws.dynamodb.v20120810';
/** Errors of the front end, which are not DynamoDB's own, carry another prefix. */
const frontEnd: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
  AccessDeniedException: 'com.amazon.coral.service',
};

/** Errors of the parser and of access control spell their message with a capital. */
const frontEndMessage = new Set(['SerializationException', 'AccessDeniedException']);

function sendError(response: ServerResponse, error: unknown): void {
  // The client has gone: there is nobody to tell.
  if (response.destroyed) return;
  if (error instanceof DynamoDbError) {
    const { code, message, details } = error;
    const text = frontEndMessage.has(code) ? { Message: message } : { message };
    // This one has it in both spellings, as SDKs read either.
    const both = code === 'TransactionCanceledException' ? { Message: message } : {};
    const spelt = { __type: `${frontEnd[code] ?? vocabulary}#${code}`, ...text, ...both, ...details };
    send(response, error.statusCode, spelt);
    return;
  }
  console.error(error);
  const message = `embedded-dynamodb failed: ${error instanceof Error ? error.message : String(error)}`;
  send(response, 500, { __type: `${vocabulary}#InternalServerError`, message });
}

function send(response: ServerResponse, statusCode: number, answer: unknown): void {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  sendText(response, statusCode, JSON.stringify(answer));
}

function sendText(response: ServerResponse, statusCode: number, text: string): void {
  const body = Buffer.from(text, 'utf8');
  response.writeHead(statusCode, {
    'content-length': body.length,
    'x-amzn-requestid': requestId(),
    'x-amz-crc32': crc32(body),
  });
  response.end(body);
}

/** 52 capital letters and digits, as DynamoDB's are. */
function requestId(): string {
  return randomBytes(26).toString('hex').toUpperCase();
}
