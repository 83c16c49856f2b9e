import type { Json } from '../system.js';
import { record, unquoted } from './definition-values.js';

/** What API Gateway answers by itself: its gateway response types, with status, message and `x-amzn-ErrorType`. */
const defaults = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource', 'AccessDeniedException'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, null, 'AuthorizerConfigurationException'],
  AUTHORIZER_FAILURE: [500, null, 'InternalServerErrorException'],
  DEFAULT_5XX: [500, 'Internal server error', 'InternalServerErrorException'],
  INVALID_API_KEY: [403, 'Forbidden', 'ForbiddenException'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out', 'InternalServerErrorException'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'],
  QUOTA_EXCEEDED: [429, 'Limit Exceeded', 'LimitExceededException'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long', 'RequestTooLargeException'],
  THROTTLED: [429, 'Too Many Requests', 'TooManyRequestsException'],
  UNAUTHORIZED: [401, 'Unauthorized', 'UnauthorizedException'],
} as const;

export type GatewayResponseType = keyof typeof defaults;

/** `x-amazon-apigateway-gateway-responses` of one API: what it answers instead of the defaults. */
export type GatewayResponses = ReadonlyMap<string, CustomResponse>;

interface CustomResponse {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Of `application/json`. */
  readonly template?: string;
}

export interface GatewayAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

const variable = /\$context\.(error\.messageString|error\.message|error\.responseType|requestId)/g;

/** Why a response cannot be played: it needs more than literal headers and the variables above. */
function unplayable(type: string, value: Json): string | undefined {
  const { responseParameters, responseTemplates } = record(value);
  for (const [name, mapped] of Object.entries(record(responseParameters))) {
    if (!name.startsWith('gatewayresponse.header.') || unquoted(mapped) === undefined)
      return `${type}: ${name} is not a header with a literal value`;
  }
  for (const [mediaType, template] of Object.entries(record(responseTemplates))) {
    const rest = typeof template === 'string' ? template.replace(variable, '') : '$';
    if (mediaType !== 'application/json' || /[$#]/.test(rest))
      return `${type}: the template of ${mediaType} is more than JSON with $context.error values`;
  }
  return undefined;
}

function customResponse(value: Json): CustomResponse {
  const { statusCode, responseParameters, responseTemplates } = record(value);
  const headers: Record<string, string> = {};
  for (const [name, mapped] of Object.entries(record(responseParameters)))
    headers[name.slice('gatewayresponse.header.'.length)] = unquoted(mapped) ?? '';
  const template = record(responseTemplates)['application/json'];
  return {
    headers,
    ...(statusCode !== undefined && { statusCode: Number(statusCode) }),
    ...(typeof template === 'string' && { template }),
  };
}

/** Reads the API's own gateway responses; what cannot be played is told in `problems`. */
export function readGatewayResponses(definition: Readonly<Record<string, Json>>): {
  readonly responses: GatewayResponses;
  readonly problems: readonly string[];
} {
  const entries = Object.entries(record(definition['x-amazon-apigateway-gateway-responses']));
  const problems = entries.flatMap(([type, value]) => unplayable(type, value) ?? []);
  return { responses: new Map(entries.map(([type, value]) => [type, customResponse(value)])), problems };
}

export interface GatewayFailure {
  readonly type: GatewayResponseType;
  /** Where one type stands for several (Lambda's refusal 500, its broken answer 502). */
  readonly statusCode?: number;
  readonly message?: string;
}

/** The answer of the gateway itself. A response of the API's own counts before that of its class, as in API Gateway. */
export function gatewayAnswer(
  { type, ...failure }: GatewayFailure,
  responses: GatewayResponses,
  requestId: string,
): GatewayAnswer {
  const [status, text, errorType] = defaults[type];
  const statusCode = failure.statusCode ?? status;
  const custom = responses.get(type) ?? responses.get(statusCode < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const message = failure.message ?? text;
  const values: Readonly<Record<string, string>> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message ?? '',
    'error.responseType': type,
    requestId,
  };
  const key = type === 'ACCESS_DENIED' ? 'Message' : 'message';
  const template = custom?.template ?? `{"${key}":$context.error.messageString}`;
  return {
    statusCode: custom?.statusCode ?? statusCode,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': errorType, ...custom?.headers },
    body: template.replace(variable, (_, name: string) => values[name] ?? ''),
  };
}
