import { denial, readAuthorizerAnswer } from '../gateway/authorizer-policy.js';
import { AwsError, type Functions } from '../parts.js';
import type { HttpAuthorizerSpec } from '../system.js';
import { httpFailure } from './http-answer.js';
import type { HttpEvent } from './http-event.js';
import { identityOf } from './identity.js';
import type { HttpAuthorized } from './jwt-authorizer.js';

type LambdaSpec = Extract<HttpAuthorizerSpec, { kind: 'lambda' }>;

export interface LambdaAuthorizerOptions {
  readonly functions: Pick<Functions, 'invoke'>;
  readonly now: () => number;
}

interface Call {
  readonly event: HttpEvent;
  readonly routeArn: string;
  readonly traceId: string;
}

/** Answers that are remembered at once. */
const mostAnswers = 1_000;

/** What the function says: a simple response, or a policy as for REST APIs. Errors: AuthorizerAnswerError, SyntaxError. */
function readAnswer({ simpleResponses }: LambdaSpec, payload: string, routeArn: string): HttpAuthorized {
  const forbidden = { refusal: httpFailure(403, 'Forbidden'), why: 'the authorizer does not allow it' };
  if (simpleResponses) {
    const { isAuthorized, context = null } = (JSON.parse(payload) ?? {}) as Record<string, unknown>;
    return isAuthorized === true ? { authorizer: { lambda: context } } : forbidden;
  }
  const { policy, context } = readAuthorizerAnswer(payload);
  return denial(policy, routeArn) === undefined ? { authorizer: { lambda: context } } : forbidden;
}

/** Lambda authorizers of HTTP APIs, payload format 2.0 ("Control access to HTTP APIs with AWS Lambda authorizers"). */
export class LambdaAuthorizers {
  readonly #options: LambdaAuthorizerOptions;
  readonly #answers = new Map<string, { readonly payload: string; readonly untilMs: number }>();

  constructor(options: LambdaAuthorizerOptions) {
    this.#options = options;
  }

  async authorize(spec: LambdaSpec, call: Call): Promise<HttpAuthorized> {
    const identities = spec.identitySources.map((source) => identityOf(source, call.event));
    if (identities.includes(undefined))
      return { refusal: httpFailure(401, 'Unauthorized'), why: 'an identity source is missing' };
    try {
      return readAnswer(spec, await this.#ask(spec, identities, call), call.routeArn);
    } catch (error) {
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
      const why = `the authorizer ${spec.name} failed: ${error.message}`;
      return { refusal: httpFailure(500, 'Internal Server Error'), why };
    }
  }

  /** Asks the function, or takes what it told for the same identity at the API while that counts. */
  async #ask(spec: LambdaSpec, identities: readonly (string | undefined)[], call: Call): Promise<string> {
    const { now, functions } = this.#options;
    const key = JSON.stringify([call.event.requestContext.apiId, spec.name, identities]);
    const known = this.#answers.get(key);
    if (known !== undefined && known.untilMs > now()) return known.payload;
    const { routeArn, traceId, event } = call;
    const input = {
      ...event,
      type: 'REQUEST',
      routeArn,
      identitySource: identities.length > 0 ? identities : null,
    };
    const { payload, functionError } = await functions.invoke(spec.functionArn, JSON.stringify(input), {
      traceId,
    });
    if (functionError !== undefined) throw new AwsError(functionError, payload);
    if (spec.resultTtlS > 0 && identities.length > 0) this.#remember(key, payload, spec.resultTtlS);
    return payload;
  }

  #remember(key: string, payload: string, ttlS: number): void {
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= mostAnswers && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.set(key, { payload, untilMs: this.#options.now() + ttlS * 1000 });
  }
}
