import { AwsError, type Functions, type Output } from '../parts.js';
import type { System } from '../system.js';
import {
  type AuthorizerAnswer,
  AuthorizerAnswerError,
  denial,
  readAuthorizerAnswer,
} from './authorizer-policy.js';
import type { GatewayFailure } from './gateway-responses.js';
import { eventWithoutBody, headerOf, type ProxyEventParts } from './proxy-event.js';
import type { Authorizer } from './rest-method.js';

export interface AuthorizeOptions {
  readonly system: Pick<System, 'region' | 'accountId'>;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly output: Output;
}

/** What the authorizer tells about the caller, for `requestContext.authorizer`, or why the call does not pass. */
export interface Authorized {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly usageIdentifierKey?: string;
  readonly failure?: GatewayFailure;
}

const unauthorized: Authorized = { failure: { type: 'UNAUTHORIZED' } };

type Event = ReturnType<typeof eventWithoutBody>;

function identityValue(
  source: { from: string; name: string },
  parts: ProxyEventParts,
  event: Event,
): string | undefined {
  if (source.from === 'header') return headerOf(parts.request, source.name.toLowerCase());
  if (source.from === 'querystring') return event.queryStringParameters?.[source.name];
  if (source.from === 'stageVariables') return event.stageVariables?.[source.name];
  const value = source.name
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event.requestContext);
  return typeof value === 'string' ? value : undefined;
}

/** Answers that are remembered at once. */
const maximumAnswers = 1_000;

class Authorizers {
  readonly #options: AuthorizeOptions;
  readonly #answers = new Map<string, { readonly answer: AuthorizerAnswer; readonly untilMs: number }>();

  constructor(options: AuthorizeOptions) {
    this.#options = options;
  }

  async authorize(parts: ProxyEventParts): Promise<Authorized> {
    const { authorizer } = parts.method;
    if (authorizer === undefined) return {};
    const event = eventWithoutBody(parts);
    const values = authorizer.identitySources.map((source) => identityValue(source, parts, event));
    const [token] = values;
    if (values.some((value) => value === undefined || value === '')) return unauthorized;
    if (authorizer.identityValidation?.test(token ?? '') === false) return unauthorized;
    try {
      const { restApiId, stageName } = parts.method.api.spec;
      const methodArn = this.#methodArn(parts);
      const input =
        authorizer.kind === 'token'
          ? { type: 'TOKEN', methodArn, authorizationToken: token }
          : { type: 'REQUEST', methodArn, ...event };
      const { traceId } = parts.request;
      const answer = await this.#answer(
        authorizer,
        JSON.stringify([restApiId, stageName, authorizer.name, values]),
        {
          payload: JSON.stringify(input),
          traceId,
        },
      );
      if (answer === 'unauthorized') return unauthorized;
      const failure = denial(answer.policy, methodArn);
      if (failure !== undefined) return { failure };
      const { context, principalId, integrationLatency, usageIdentifierKey } = answer;
      return {
        context: { ...context, principalId, integrationLatency },
        ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
      };
    } catch (error) {
      return this.#failed(authorizer, error);
    }
  }

  #failed({ name }: Authorizer, error: unknown): Authorized {
    if (!(error instanceof AuthorizerAnswerError || error instanceof AwsError)) throw error;
    this.#options.output.error(`the authorizer ${name}: ${error.message}`);
    const unusable = error instanceof AuthorizerAnswerError;
    return { failure: { type: unusable ? 'AUTHORIZER_CONFIGURATION_ERROR' : 'AUTHORIZER_FAILURE' } };
  }

  #methodArn({ request, method }: ProxyEventParts): string {
    const { region, accountId } = this.#options.system;
    const { restApiId, stageName } = method.api.spec;
    return `arn:aws:execute-api:${region}:${accountId}:${restApiId}/${stageName}/${request.method}${request.path}`;
  }

  /** Asks the function, or takes what it told for the same identity while that counts. */
  async #answer(
    { functionArn, resultTtlS, identitySources }: Authorizer,
    key: string,
    { payload: input, traceId }: { payload: string; traceId: string },
  ): Promise<(AuthorizerAnswer & { readonly integrationLatency: number }) | 'unauthorized'> {
    const cached = this.#answers.get(key);
    if (cached !== undefined && cached.untilMs > Date.now())
      return { ...cached.answer, integrationLatency: 0 };
    const { payload, functionError, durationMs } = await this.#options.functions.invoke(functionArn, input, {
      traceId,
    });
    if (functionError !== undefined) {
      if (/"errorMessage":\s*"Unauthorized"/.test(payload)) return 'unauthorized';
      throw new AuthorizerAnswerError(`its function failed: ${payload}`);
    }
    const answer = readAuthorizerAnswer(payload);
    if (resultTtlS > 0 && identitySources.length > 0) this.#remember(key, answer, resultTtlS);
    return { ...answer, integrationLatency: Math.round(durationMs) };
  }

  /** The oldest answers go first: a key is a token, and there may be any number of them. */
  #remember(key: string, answer: AuthorizerAnswer, ttlS: number): void {
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= maximumAnswers && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.delete(key);
    this.#answers.set(key, { answer, untilMs: Date.now() + ttlS * 1000 });
  }
}

/** Lets a call pass its method's Lambda authorizer ("Use API Gateway Lambda authorizers"). */
export function createAuthorize(options: AuthorizeOptions): (parts: ProxyEventParts) => Promise<Authorized> {
  const authorizers = new Authorizers(options);
  return (parts) => authorizers.authorize(parts);
}
