import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HttpApis } from '../http-apis/create-http-apis.js';
import { httpFailure } from '../http-apis/http-answer.js';
import { AwsError, type Functions, type InvokeResult, type Output } from '../parts.js';
import type { System } from '../system.js';
import { Admission, type PlannedSystem } from './admission.js';
import { createAuthorize } from './authorize.js';
import { compileApi } from './compile-api.js';
import {
  type GatewayAnswer,
  type GatewayFailure,
  type GatewayResponses,
  gatewayAnswer,
} from './gateway-responses.js';
import { headerOf, type ProxyEventParts, proxyEvent } from './proxy-event.js';
import { MalformedResponseError, proxyResponse } from './proxy-response.js';
import { type GatewayRequest, RequestTooLargeError, readRequest } from './read-request.js';
import type { LambdaIntegration } from './rest-method.js';
import { RouteTree } from './route-tree.js';

export interface GatewayOptions {
  readonly system: Pick<System, 'apis' | 'httpApis' | 'region' | 'accountId'> & PlannedSystem;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly output: Output;
  /** Whether throttles hold; true unless told. */
  readonly throttle?: boolean;
  /** Milliseconds since the epoch; the clock unless told. */
  readonly now?: () => number;
}

/** An answer of the gateway itself, with what the log says of it. */
class GatewayError extends Error {
  readonly failure: GatewayFailure;
  constructor(failure: GatewayFailure, why: string) {
    super(why);
    this.failure = failure;
  }
}

interface Answered {
  readonly answer: GatewayAnswer;
  /** By which headers the client is told the ids of its request; those of REST APIs unless told. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly functionName?: string;
}

/** The function goes on after the limit, as on AWS: only the client is told. */
async function withinMs<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new GatewayError(
            { type: 'INTEGRATION_TIMEOUT' },
            `the function gave no answer within ${timeoutMs} ms`,
          ),
        ),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lambda's refusals are 500, a function's failures and broken answers 502 ("Handle errors with API Gateway"). */
function refused(error: unknown): never {
  if (!(error instanceof AwsError)) throw error;
  throw new GatewayError(
    { type: 'DEFAULT_5XX', statusCode: 500 },
    `Lambda refused the invocation: ${error.code}: ${error.message}`,
  );
}

/** The responses that every API has alike: several APIs answer at one port here, and as many addresses on AWS. */
function agreed(all: readonly GatewayResponses[]): GatewayResponses {
  const [first = new Map(), ...others] = all;
  const text = (responses: GatewayResponses, type: string) => JSON.stringify(responses.get(type));
  const entries = Array.from(first).filter(([type]) =>
    others.every((other) => text(other, type) === text(first, type)),
  );
  return new Map(entries);
}

class Gateway {
  readonly #options: GatewayOptions;
  readonly #routes = new RouteTree();
  readonly #authorize: ReturnType<typeof createAuthorize>;
  readonly #admission: Admission;
  readonly #httpApis: HttpApis;
  /** Responses that count where no route is known yet. */
  readonly #common: GatewayResponses;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#authorize = createAuthorize(options);
    this.#admission = new Admission(options.system, options);
    this.#httpApis = new HttpApis(options);
    const methods = options.system.apis.flatMap((api) => compileApi(api).methods);
    for (const method of methods) {
      const known = this.#routes.resource(method.resourcePath);
      if (!known.has(method.httpMethod)) known.set(method.httpMethod, method);
    }
    this.#common = agreed(methods.map(({ api }) => api.gatewayResponses));
  }

  async #invoke(
    { functionArn, timeoutMs }: LambdaIntegration,
    parts: ProxyEventParts,
  ): Promise<InvokeResult> {
    const { traceId } = parts.request;
    const invocation = this.#options.functions
      .invoke(functionArn, proxyEvent(parts), { traceId })
      .catch(refused);
    const result = await withinMs(timeoutMs, invocation);
    if (result.functionError === undefined) return result;
    throw new GatewayError(
      { type: 'DEFAULT_5XX', statusCode: 502 },
      `the function failed: ${result.payload}`,
    );
  }

  async #lambda(integration: LambdaIntegration, parts: ProxyEventParts): Promise<GatewayAnswer> {
    const { request, method } = parts;
    const { payload } = await this.#invoke(integration, parts);
    const answer = proxyResponse(payload, {
      accept: headerOf(request, 'accept'),
      binaryMediaTypes: method.api.binaryMediaTypes,
    });
    return { ...answer, headers: { ...answer.headers, 'X-Amzn-Trace-Id': request.traceId } };
  }

  /** Authorizers come first, since one may say what the caller's API key is. */
  async #pass(parts: ProxyEventParts): Promise<ProxyEventParts | GatewayFailure> {
    const { request, method } = parts;
    const { failure, context, usageIdentifierKey } = await this.#authorize(parts);
    if (failure !== undefined) return failure;
    const shown = method.api.apiKeySource === 'HEADER' ? headerOf(request, 'x-api-key') : usageIdentifierKey;
    const { failure: refusal, apiKey } = this.#admission.admit(method, shown);
    if (refusal !== undefined) return refusal;
    return {
      ...parts,
      ...(context !== undefined && { authorizer: context }),
      ...(apiKey !== undefined && { apiKey }),
    };
  }

  /** An unknown path or method is answered like a call without credentials. */
  async #answer(request: GatewayRequest): Promise<Answered> {
    const found = this.#routes.find(request.path);
    const method = found?.resource.get(request.method) ?? found?.resource.get('ANY');
    if (found === undefined || method === undefined) return this.#elsewhere(request);
    const { integration, api } = method;
    const named = integration.kind === 'lambda' ? { functionName: integration.functionName } : {};
    try {
      const parts = { request, found, method, accountId: this.#options.system.accountId };
      const passed = await this.#pass(parts);
      if ('type' in passed)
        return { answer: gatewayAnswer(passed, api.gatewayResponses, request.requestId), ...named };
      const answer = integration.kind === 'mock' ? integration : await this.#lambda(integration, passed);
      return { answer, ...named };
    } catch (error) {
      return {
        answer: this.#failure(error, { request, responses: api.gatewayResponses, ...named }),
        ...named,
      };
    }
  }

  /** A route of an HTTP API, or none. Where there are HTTP APIs alone a path of none is told in their words. */
  async #elsewhere(request: GatewayRequest): Promise<Answered> {
    const ids = { 'Apigw-Requestid': request.extendedRequestId };
    const answered = await this.#httpApis.answer(request);
    if (answered !== undefined) return { ...answered, ids };
    const { apis, httpApis } = this.#options.system;
    if (apis.length === 0 && httpApis.length > 0) return { answer: httpFailure(404, 'Not Found'), ids };
    const failure = { type: 'MISSING_AUTHENTICATION_TOKEN' } as const;
    return { answer: gatewayAnswer(failure, this.#common, request.requestId) };
  }

  #failure(
    error: unknown,
    context: { request: GatewayRequest; functionName?: string; responses: GatewayResponses },
  ): GatewayAnswer {
    const { request, functionName = 'mock', responses } = context;
    const where = `${request.method} ${request.path} (${functionName})`;
    if (error instanceof GatewayError) {
      this.#options.output.error(`${where}: ${error.message}`);
      return gatewayAnswer(error.failure, responses, request.requestId);
    }
    if (error instanceof MalformedResponseError)
      this.#options.output.error(`${where}: the function's answer is no proxy response: ${error.message}`);
    else this.#options.output.error(`${where}: ${(error as Error).message}`, (error as Error).stack);
    const statusCode = error instanceof MalformedResponseError ? 502 : 500;
    return gatewayAnswer({ type: 'DEFAULT_5XX', statusCode }, responses, request.requestId);
  }

  /** A request beyond the limits is answered before it is read to its end, so its connection cannot be used again. */
  refuse({ statusCode, message }: RequestTooLargeError, outgoing: ServerResponse): void {
    const failure = { type: 'REQUEST_TOO_LARGE', statusCode, message } as const;
    const answer = gatewayAnswer(failure, this.#common, randomUUID());
    outgoing.writeHead(answer.statusCode, { ...answer.headers, Connection: 'close' });
    outgoing.end(answer.body);
  }

  /** An answer that has no content has no length either (RFC 9110, 8.6). */
  #send(
    { answer: { statusCode, headers, body }, ids }: Answered,
    request: GatewayRequest,
    outgoing: ServerResponse,
  ): void {
    const hasContent = statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
    outgoing.writeHead(statusCode, {
      ...headers,
      ...(ids ?? { 'x-amzn-RequestId': request.requestId, 'x-amz-apigw-id': request.extendedRequestId }),
      ...(hasContent && { 'Content-Length': Buffer.byteLength(body) }),
    });
    outgoing.end(body);
  }

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const started = performance.now();
    const request = await readRequest(incoming);
    const answered = await this.#answer(request);
    const { answer, functionName } = answered;
    this.#send(answered, request, outgoing);
    this.#options.output.request({
      method: request.method,
      path: request.path,
      status: answer.statusCode,
      durationMs: performance.now() - started,
      ...(functionName !== undefined && { functionName }),
    });
  }
}

/**
 * Serves the REST APIs of the system on one port, without stage in the path: what a custom domain name with an empty
 * base path does. Routes come from the definitions; `checkApis` tells what keeps them from being served.
 */
export function createGateway(options: GatewayOptions): RequestListener {
  const gateway = new Gateway(options);
  return (incoming, outgoing) => {
    gateway.handle(incoming, outgoing).catch((error: unknown) => {
      if (error instanceof RequestTooLargeError) {
        gateway.refuse(error, outgoing);
        options.output.request({
          method: incoming.method ?? '',
          path: incoming.url ?? '',
          status: error.statusCode,
          durationMs: 0,
        });
        return;
      }
      // A client that hangs up while its body is read is no fault of the system's.
      if (!incoming.complete && outgoing.destroyed) return;
      options.output.error(
        `${incoming.method} ${incoming.url}: ${(error as Error).message}`,
        (error as Error).stack,
      );
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'Content-Type': 'application/json' });
      outgoing.end('{"message":"Internal server error"}');
    });
  };
}
