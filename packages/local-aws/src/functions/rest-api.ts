import { randomUUID } from 'node:crypto';
import { AwsError, type RestRequest, type RestResponse } from '../parts.js';
import type { FunctionSpec } from '../system.js';
import { configurationOf, functionOf } from './function-configuration.js';
import type { Outcome } from './function-error.js';
import type { FunctionNames } from './function-names.js';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maximumRequestBytes = 6 * 1024 * 1024;
export const maximumAsyncRequestBytes = 1024 * 1024;

export interface RestInvocation {
  readonly payload: string;
  readonly requestId: string;
  readonly traceId?: string | undefined;
  readonly clientContext?: string | undefined;
  readonly wantsLogTail?: boolean;
}

export interface RestBackend {
  readonly functions: readonly FunctionSpec[];
  readonly names: FunctionNames;
  invoke(spec: FunctionSpec, invocation: RestInvocation): Promise<Outcome>;
  /** Resolves when the invocation is kept. */
  queue(spec: FunctionSpec, invocation: RestInvocation): Promise<void>;
}

function json(statusCode: number, body: object, headers: Record<string, string> = {}): RestResponse {
  return {
    statusCode,
    headers: { 'Content-Type': 'application/json', 'x-amzn-RequestId': randomUUID(), ...headers },
    body: JSON.stringify(body),
  };
}

function errorResponse({ code, message, statusCode, details }: AwsError): RestResponse {
  const body = { Type: statusCode >= 500 ? 'Service' : 'User', message, Message: message, ...details };
  return json(statusCode, body, { 'x-amzn-ErrorType': code });
}

export function requestTooLarge(bytes: number, type: 'RequestResponse' | 'Event'): AwsError {
  const limit = type === 'Event' ? maximumAsyncRequestBytes : maximumRequestBytes;
  const message = `${bytes} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`;
  return new AwsError('RequestTooLargeException', message, { statusCode: 413, details: { Type: 'User' } });
}

function payloadOf(body: Buffer, type: 'RequestResponse' | 'Event'): string {
  const limit = type === 'Event' ? maximumAsyncRequestBytes : maximumRequestBytes;
  if (body.length > limit) throw requestTooLarge(body.length, type);
  if (body.length === 0) return '{}';
  const text = body.toString('utf8');
  try {
    JSON.parse(text);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
      { details: { Type: 'User' } },
    );
  }
  return text;
}

function clientContextOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = Buffer.from(header, 'base64').toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new AwsError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    );
  }
}

/** What CloudWatch shows of an invocation, as `LogType: Tail` returns it. */
function logResult({ memoryMb }: FunctionSpec, requestId: string, outcome: Outcome): string {
  const duration = `${outcome.durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(outcome.durationMs)} ms`;
  const text = `START RequestId: ${requestId} Version: $LATEST
${outcome.logTail}END RequestId: ${requestId}
REPORT RequestId: ${requestId}\tDuration: ${duration}\tMemory Size: ${memoryMb} MB\t
`;
  return Buffer.from(text).subarray(-4096).toString('base64');
}

/** Lambda's REST API: https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html */
export class RestApi {
  readonly #backend: RestBackend;

  constructor(backend: RestBackend) {
    this.#backend = backend;
  }

  async call(request: RestRequest): Promise<RestResponse> {
    try {
      return await this.#route(request);
    } catch (error) {
      if (error instanceof AwsError) return errorResponse(error);
      throw error;
    }
  }

  #route(request: RestRequest): Promise<RestResponse> | RestResponse {
    const url = new URL(request.url, 'http://lambda');
    const path = url.pathname.replace(/\/$/, '');
    const match = /^\/2015-03-31\/functions(?:\/([^/]+)(?:\/(invocations|configuration))?)?$/.exec(path);
    const [, name, what] = match ?? [];
    const operation = `${request.method} ${what ?? (name === undefined ? 'functions' : 'function')}`;
    const find = () =>
      this.#backend.names.find(
        decodeURIComponent(name ?? ''),
        url.searchParams.get('Qualifier') ?? undefined,
      );
    if (match !== null && operation === 'GET functions') return this.#list(url.searchParams);
    if (name !== undefined && operation === 'GET function') return json(200, functionOf(find()));
    if (operation === 'GET configuration') return json(200, configurationOf(find()));
    if (operation === 'POST invocations') return this.#invoke(find(), request);
    throw new AwsError(
      'UnknownOperationException',
      `local-aws does not play ${request.method} ${path} of Lambda; it plays Invoke, GetFunction, GetFunctionConfiguration and ListFunctions`,
      { statusCode: 404 },
    );
  }

  #list(query: URLSearchParams): RestResponse {
    const from = Number(query.get('Marker') ?? 0);
    const to = from + Math.min(Number(query.get('MaxItems') ?? 50), 50);
    const { functions } = this.#backend;
    const body = {
      Functions: functions.slice(from, to).map(configurationOf),
      ...(to < functions.length && { NextMarker: String(to) }),
    };
    return json(200, body);
  }

  #invoke(spec: FunctionSpec, request: RestRequest): Promise<RestResponse> | RestResponse {
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    if (type === 'Event') return this.#queue(spec, request);
    if (type === 'RequestResponse') return this.#invokeAndWait(spec, request);
    if (type === 'DryRun') {
      payloadOf(request.body, 'RequestResponse');
      return { statusCode: 204, headers: { 'x-amzn-RequestId': randomUUID() }, body: '' };
    }
    throw new AwsError(
      'InvalidParameterValueException',
      `Invocation type '${type}' is none of RequestResponse, Event, DryRun`,
    );
  }

  #invocation({ headers, body }: RestRequest, type: 'RequestResponse' | 'Event'): RestInvocation {
    return {
      requestId: randomUUID(),
      payload: payloadOf(body, type),
      traceId: headers['x-amzn-trace-id'],
      clientContext: clientContextOf(headers['x-amz-client-context']),
      wantsLogTail: headers['x-amz-log-type'] === 'Tail',
    };
  }

  async #queue(spec: FunctionSpec, request: RestRequest): Promise<RestResponse> {
    const invocation = this.#invocation(request, 'Event');
    await this.#backend.queue(spec, invocation);
    return { statusCode: 202, headers: { 'x-amzn-RequestId': invocation.requestId }, body: '' };
  }

  async #invokeAndWait(spec: FunctionSpec, request: RestRequest): Promise<RestResponse> {
    const invocation = this.#invocation(request, 'RequestResponse');
    const outcome = await this.#backend.invoke(spec, invocation);
    const { functionError } = outcome;
    return {
      statusCode: 200,
      headers: {
        'Content-Type': 'application/json',
        'x-amzn-RequestId': invocation.requestId,
        'X-Amz-Executed-Version': '$LATEST',
        ...(functionError !== undefined && { 'X-Amz-Function-Error': functionError }),
        ...(invocation.wantsLogTail === true && {
          'X-Amz-Log-Result': logResult(spec, invocation.requestId, outcome),
        }),
      },
      body: outcome.payload,
    };
  }
}
