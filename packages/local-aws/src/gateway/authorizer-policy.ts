import type { GatewayFailure } from './gateway-responses.js';

/** An authorizer's answer that API Gateway cannot use; the client is told 500 with `{"message":null}`. */
export class AuthorizerAnswerError extends Error {}

export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policy: readonly Statement[];
  /** Passed to the integration as texts. */
  readonly context: Readonly<Record<string, string>>;
  /** The caller's API key, where the API's key source is AUTHORIZER. */
  readonly usageIdentifierKey?: string;
}

interface Statement {
  readonly allow: boolean;
  readonly actions: readonly RegExp[];
  readonly resources: readonly RegExp[];
}

/** `*` stands for any text, slashes too, `?` for one character (IAM policy elements: Resource). */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is');
}

function patterns(value: unknown, member: string): RegExp[] {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((each): each is string => typeof each === 'string'))
    throw new AuthorizerAnswerError(`${member} of its policy is no text`);
  return list.map(wildcard);
}

function statement(value: unknown): Statement {
  const { Effect, Action, Resource, ...rest } = (value ?? {}) as Record<string, unknown>;
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw new AuthorizerAnswerError(`its policy has the Effect ${JSON.stringify(Effect)}`);
  const unsupported = Object.keys(rest).find((key) => key !== 'Sid');
  if (unsupported !== undefined)
    throw new AuthorizerAnswerError(`${unsupported} in its policy is not supported`);
  return {
    allow: Effect === 'Allow',
    actions: patterns(Action, 'Action'),
    resources: patterns(Resource, 'Resource'),
  };
}

function contextOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, unknown>).map(([name, each]) => {
      if (typeof each === 'object')
        throw new AuthorizerAnswerError(`its context has an object or array under '${name}'`);
      return [name, String(each)];
    }),
  );
}

/** Reads what a Lambda authorizer's function returned. Errors: AuthorizerAnswerError. */
export function readAuthorizerAnswer(payload: string): AuthorizerAnswer {
  const { principalId, policyDocument, context, usageIdentifierKey } = (JSON.parse(payload) ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof principalId !== 'string') throw new AuthorizerAnswerError('its answer has no principalId');
  const statements = (policyDocument as { Statement?: unknown } | undefined)?.Statement;
  if (statements === undefined)
    throw new AuthorizerAnswerError('its answer has no policyDocument with a Statement');
  const list = Array.isArray(statements) ? statements : [statements];
  const policy = list.map(statement);
  const answer = { principalId, policy, context: contextOf(context) };
  return typeof usageIdentifierKey === 'string' ? { ...answer, usageIdentifierKey } : answer;
}

/** Why a method may not be invoked; undefined when the policy lets it be: an explicit denial beats every allowance. */
export function denial(policy: readonly Statement[], methodArn: string): GatewayFailure | undefined {
  const applying = policy.filter(
    ({ actions, resources }) =>
      actions.some((action) => action.test('execute-api:Invoke')) &&
      resources.some((resource) => resource.test(methodArn)),
  );
  const message = 'User is not authorized to access this resource';
  if (applying.some(({ allow }) => !allow))
    return { type: 'ACCESS_DENIED', message: `${message} with an explicit deny` };
  return applying.length > 0 ? undefined : { type: 'ACCESS_DENIED', message };
}
