import type { GatewayAnswer } from '../gateway/gateway-responses.js';
import type { GatewayRequest } from '../gateway/read-request.js';
import { TokenBucket } from '../gateway/token-bucket.js';
import { AwsError, type Functions, type InvokeResult, type Output } from '../parts.js';
import type { HttpApiSpec, System } from '../system.js';
import { HttpAnswerError, httpAnswer, httpFailure } from './http-answer.js';
import { httpPreflight, withCors } from './http-cors.js';
import { type HttpCall, httpEvent, httpEventWithoutBody } from './http-event.js';
import { type FoundRoute, HttpRoutes } from './http-routes.js';
import { authorizeByJwt, type HttpAuthorized, IssuerKeys } from './jwt-authorizer.js';
import { LambdaAuthorizers } from './lambda-authorizer.js';
import { withDefinition } from './read-definition.js';

export interface HttpApisOptions {
  readonly system: Pick<System, 'httpApis' | 'region' | 'accountId'>;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly output: Pick<Output, 'error'>;
  /** Milliseconds since the epoch; the clock unless told. */
  readonly now?: () => number;
  /** Whether throttles hold; true unless told. */
  readonly throttle?: boolean;
}

export interface HttpAnswered {
  readonly answer: GatewayAnswer;
  readonly functionName?: string;
}

const late = Symbol('late');

/** The function goes on after the limit, as on AWS: only the client is told. */
async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), timeoutMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function headerOf({ headers }: GatewayRequest, lowerName: string): string | undefined {
  for (const [name, values] of headers) if (name.toLowerCase() === lowerName) return values.at(-1);
  return undefined;
}

const functionName = (arn: string) => arn.split(':')[6] ?? arn;

/** HTTP APIs, all on the gateway's port: routes, JWT and Lambda authorizers, CORS, throttles, payload format 2.0. */
export class HttpApis {
  readonly #options: HttpApisOptions;
  readonly #now: () => number;
  readonly #routes: HttpRoutes;
  readonly #keys = new IssuerKeys();
  readonly #lambdas: LambdaAuthorizers;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: HttpApisOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#routes = new HttpRoutes(options.system.httpApis.map(withDefinition));
    this.#lambdas = new LambdaAuthorizers({ functions: options.functions, now: this.#now });
  }

  /** Undefined where no route of an HTTP API is meant. */
  async answer(request: GatewayRequest): Promise<HttpAnswered | undefined> {
    const { httpApis } = this.#options.system;
    if (httpApis.length === 0) return undefined;
    const origin = headerOf(request, 'origin');
    const preflighted = this.#preflight(request, origin);
    if (preflighted !== undefined) return { answer: preflighted };
    const found = this.#routes.find(request.method, request.path);
    if (found === undefined) return undefined;
    const named = { functionName: functionName(found.route.functionArn) };
    const answer = await this.#route(request, found);
    return { answer: withCors(found.api.cors, origin, answer), ...named };
  }

  #preflight(request: GatewayRequest, origin: string | undefined): GatewayAnswer | undefined {
    if (request.method !== 'OPTIONS' || origin === undefined) return undefined;
    if (headerOf(request, 'access-control-request-method') === undefined) return undefined;
    const { cors } = this.#routes.apiAt(request.path) ?? {};
    return cors && httpPreflight(cors, origin);
  }

  async #route(request: GatewayRequest, found: FoundRoute): Promise<GatewayAnswer> {
    const { api, route, parameterNames, values } = found;
    const call: HttpCall = {
      request,
      api,
      routeKey: route.routeKey,
      pathParameters: Object.fromEntries(
        parameterNames.map((name, index) => [name, decoded(values[index] ?? '')]),
      ),
      accountId: this.#options.system.accountId,
    };
    try {
      const authorized = await this.#authorize(call, found);
      if ('refusal' in authorized) {
        this.#tell(call, `refused: ${authorized.why}`);
        return authorized.refusal;
      }
      if (!this.#passes(api, route.routeKey)) return httpFailure(429, 'Too Many Requests');
      return await this.#invoke(call, found, authorized.authorizer);
    } catch (error) {
      this.#tell(call, (error as Error).message, error instanceof HttpAnswerError ? undefined : error);
      return httpFailure(500, 'Internal Server Error');
    }
  }

  #tell({ request }: HttpCall, what: string, error?: unknown): void {
    const detail = error instanceof Error ? error.stack : undefined;
    this.#options.output.error(`${request.method} ${request.path}: ${what}`, detail);
  }

  async #authorize(
    call: HttpCall,
    { api, route }: FoundRoute,
  ): Promise<HttpAuthorized | { readonly authorizer?: undefined }> {
    const { authorizer, scopes } = route;
    if (authorizer === undefined) return {};
    const event = httpEventWithoutBody(call);
    if (authorizer.kind === 'jwt') return authorizeByJwt(authorizer, { event, scopes, keys: this.#keys });
    const { region, accountId } = this.#options.system;
    const path = `${call.request.method}${call.request.path}`;
    const routeArn = `arn:aws:execute-api:${region}:${accountId}:${api.apiId}/${api.stageName}/${path}`;
    return this.#lambdas.authorize(authorizer, { event, routeArn, traceId: call.request.traceId });
  }

  /** Each route has a limit of its own: that of its key, or the stage's. */
  #passes(api: HttpApiSpec, routeKey: string): boolean {
    const throttle = api.throttles[routeKey] ?? api.throttles.$default;
    if (throttle === undefined || this.#options.throttle === false) return true;
    const id = `${api.apiId} ${routeKey}`;
    const bucket = this.#buckets.get(id) ?? new TokenBucket(throttle, this.#now());
    this.#buckets.set(id, bucket);
    return bucket.take(this.#now());
  }

  async #invoke(
    call: HttpCall,
    { route }: FoundRoute,
    authorizer: Readonly<Record<string, unknown>> | undefined,
  ): Promise<GatewayAnswer> {
    const { traceId } = call.request;
    const work = this.#options.functions.invoke(route.functionArn, httpEvent(call, authorizer), { traceId });
    let result: InvokeResult | typeof late;
    try {
      result = await within(route.timeoutMs, work);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#tell(call, `Lambda refused the invocation: ${error.code}: ${error.message}`);
      return httpFailure(503, 'Service Unavailable');
    }
    if (result === late) {
      this.#tell(call, `the function gave no answer within ${route.timeoutMs} ms`);
      return httpFailure(503, 'Service Unavailable');
    }
    if (result.functionError !== undefined)
      throw new HttpAnswerError(`the function failed: ${result.payload}`);
    return httpAnswer(result.payload);
  }
}
