import type { Functions, Output } from '../parts.js';
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
      const methodArn = this.#methodArn(parts);
      const input =
        authorizer.kind === 'token'
          ? { type: 'TOKEN', methodArn, authorizationToken: token }
          : { type: 'REQUEST', methodArn, ...event };
      const answer = await this.#answer(authorizer, values, {
        input,
        traceId: parts.request.traceId,
        stage: event.requestContext.stage,
        apiId: event.requestContext.apiId,
      });
      if (answer === 'unauthorized') return unauthorized;
      const failure = denial(answer.policy, methodArn);
      return failure === undefined
        ? { context: { ...answer.context, principalId: answer.principalId } }
        : { failure };
    } catch (error) {
      if (!(error instanceof AuthorizerAnswerError)) throw error;
      this.#options.output.error(`the authorizer ${authorizer.name}: ${error.message}`);
      return { failure: { type: 'AUTHORIZER_CONFIGURATION_ERROR' } };
    }
  }

  #methodArn({ request, method }: ProxyEventParts): string {
    const { region, accountId } = this.#options.system;
    const { restApiId, stageName } = method.api.spec;
    return `arn:aws:execute-api:${region}:${accountId}:${restApiId}/${stageName}/${request.method}${request.path}`;
  }

  /** Asks the function, or takes what it told for the same identity while that counts. */
  async #answer(
    authorizer: Authorizer,
    values: readonly (string | undefined)[],
    { input, traceId, stage, apiId }: { input: object; traceId: string; stage: string; apiId: string },
  ): Promise<AuthorizerAnswer | 'unauthorized'> {
    const key = JSON.stringify([apiId, stage, authorizer.name, values]);
    const cached = this.#answers.get(key);
    if (cached !== undefined && cached.untilMs > Date.now()) return cached.answer;
    const { payload, functionError } = await this.#options.functions.invoke(
      authorizer.functionArn,
      JSON.stringify(input),
      { traceId },
    );
    if (functionError !== undefined) {
      if (/"errorMessage":\s*"Unauthorized"/.test(payload)) return 'unauthorized';
      throw new AuthorizerAnswerError(`its function failed: ${payload}`);
    }
    const answer = readAuthorizerAnswer(payload);
    const { resultTtlS } = authorizer;
    if (resultTtlS > 0 && values.length > 0)
      this.#answers.set(key, { answer, untilMs: Date.now() + resultTtlS * 1000 });
    return answer;
  }
}

/** Lets a call pass its method's Lambda authorizer ("Use API Gateway Lambda authorizers"). */
export function createAuthorize(options: AuthorizeOptions): (parts: ProxyEventParts) => Promise<Authorized> {
  const authorizers = new Authorizers(options);
  return (parts) => authorizers.authorize(parts);
}
