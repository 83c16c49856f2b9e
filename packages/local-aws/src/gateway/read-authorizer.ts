import type { Json } from '../system.js';
import { functionArnOf, record } from './definition-values.js';
import { IntegrationError } from './read-integration.js';
import type { Authorizer } from './rest-method.js';

/** What API Gateway takes where the definition does not say how long an authorizer's answer counts. */
const defaultTtlS = 300;

function identitySources(name: string, text: string): Authorizer['identitySources'] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((source) => {
      const match = /^(?:method\.request\.(header|querystring)|(stageVariables|context))\.(.+)$/.exec(source);
      if (match === null)
        throw new IntegrationError(
          `the authorizer ${name} has the identity source '${source}'`,
          'write method.request.header.NAME, method.request.querystring.NAME, stageVariables.NAME or context.NAME',
        );
      return { from: match[1] ?? match[2] ?? '', name: match[3] ?? '' };
    });
}

/** Reads `x-amazon-apigateway-authorizer` of a Lambda authorizer. Errors: IntegrationError. */
function readAuthorizer(name: string, scheme: Readonly<Record<string, Json>>): Authorizer {
  const value = record(scheme['x-amazon-apigateway-authorizer']);
  const { type: kind, authorizerResultTtlInSeconds: resultTtlS = defaultTtlS } = value;
  if (kind !== 'token' && kind !== 'request')
    throw new IntegrationError(
      `the authorizer ${name} is of type ${JSON.stringify(kind ?? null)}`,
      'use a Lambda authorizer (token or request), or verify the token in the service',
    );
  const functionArn = functionArnOf(value.authorizerUri);
  if (functionArn === undefined)
    throw new IntegrationError(
      `the authorizerUri of ${name} names no function`,
      'write the invocation URI of a function',
    );
  const { identitySource, identityValidationExpression: validation } = value;
  const header = typeof scheme.name === 'string' ? scheme.name : 'Authorization';
  const source =
    typeof identitySource === 'string'
      ? identitySource
      : kind === 'token'
        ? `method.request.header.${header}`
        : '';
  return {
    name,
    kind,
    functionArn,
    identitySources: identitySources(name, source),
    resultTtlS: Number(resultTtlS),
    ...(typeof validation === 'string' && { identityValidation: new RegExp(`^(?:${validation})$`) }),
  };
}

function schemesOf(definition: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return {
    ...record(definition.securityDefinitions),
    ...record(record(definition.components).securitySchemes),
  };
}

function namesIn(security: Json | undefined): string[] {
  return Array.isArray(security) ? security.flatMap((each) => Object.keys(record(each))) : [];
}

/** Whether an operation's `security` names the scheme by which API Gateway knows methods that need an API key. */
export function needsApiKey(security: Json | undefined, definition: Readonly<Record<string, Json>>): boolean {
  const schemes = schemesOf(definition);
  return namesIn(security).some((name) => {
    const { type, in: at, name: header } = record(schemes[name]);
    return type === 'apiKey' && at === 'header' && String(header).toLowerCase() === 'x-api-key';
  });
}

/**
 * The authorizer that an operation's `security` names. Schemes that API Gateway does not know (OAuth 2, HTTP bearer)
 * leave the method open, as there: the service verifies the token. Errors: IntegrationError.
 */
export function readSecurity(
  security: Json | undefined,
  definition: Readonly<Record<string, Json>>,
): Authorizer | undefined {
  const schemes = schemesOf(definition);
  let authorizer: Authorizer | undefined;
  for (const name of namesIn(security)) {
    const scheme = record(schemes[name]);
    if (scheme['x-amazon-apigateway-authorizer'] !== undefined) authorizer = readAuthorizer(name, scheme);
    else if (scheme['x-amazon-apigateway-authtype'] !== undefined)
      throw new IntegrationError(
        `the security scheme ${name} signs requests by AWS's keys`,
        'use a Lambda authorizer or tokens',
      );
  }
  return authorizer;
}
