import { functionArnOf, record } from '../gateway/definition-values.js';
import type {
  HttpApiSpec,
  HttpAuthorizerSpec,
  HttpCorsSpec,
  HttpRouteSpec,
  IdentitySource,
  Json,
} from '../system.js';

type Members = Readonly<Record<string, Json>>;

const longestMs = 30_000;
const httpMethods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);
const anyMethod = 'x-amazon-apigateway-any-method';
const knownExtensions = new Set(
  ['cors', 'importexport-version', 'endpoint-configuration', 'tag-value', 'any-method', 'integration'].map(
    (name) => `x-amazon-apigateway-${name}`,
  ),
);

/** What of a definition is not played, and what to write instead. */
export class DefinitionError extends Error {
  readonly remedy: string;
  constructor(what: string, remedy: string) {
    super(what);
    this.remedy = remedy;
  }
}

const texts = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(String);

/** `x-amazon-apigateway-cors`. */
function corsOf(value: Json | undefined): HttpCorsSpec | undefined {
  if (value === undefined) return undefined;
  const cors = record(value);
  return {
    allowOrigins: texts(cors.allowOrigins),
    allowMethods: texts(cors.allowMethods),
    allowHeaders: texts(cors.allowHeaders),
    exposeHeaders: texts(cors.exposeHeaders),
    allowCredentials: cors.allowCredentials === true,
    ...(cors.maxAge !== undefined && { maxAgeS: Number(cors.maxAge) }),
  };
}

function identitySource(text: string): IdentitySource {
  const match = /^\$(?:request\.(header|querystring)|(stageVariables|context))\.(.+)$/.exec(text.trim());
  const from = match?.[1] ?? match?.[2];
  if (from !== 'header' && from !== 'querystring' && from !== 'stageVariables' && from !== 'context')
    throw new DefinitionError(
      `the identity source '${text}' is not played`,
      'write $request.header.NAME, $request.querystring.NAME, $stageVariables.NAME or $context.NAME',
    );
  return { from, name: match?.[3] ?? '' };
}

function jwtOf(authorizer: Members): HttpAuthorizerSpec {
  const { issuer, audience } = record(authorizer.jwtConfiguration);
  if (typeof issuer !== 'string')
    throw new DefinitionError(
      'a JWT authorizer has no issuer',
      'write jwtConfiguration: { issuer, audience }',
    );
  const [first = '$request.header.Authorization'] = texts(authorizer.identitySource);
  return { kind: 'jwt', identitySource: identitySource(first), issuer, audiences: texts(audience) };
}

function lambdaOf(name: string, authorizer: Members): HttpAuthorizerSpec {
  const functionArn = functionArnOf(authorizer.authorizerUri);
  if (functionArn === undefined)
    throw new DefinitionError(
      `the authorizerUri of ${name} names no function`,
      'write the invocation URI of a function',
    );
  if (String(authorizer.authorizerPayloadFormatVersion) !== '2.0')
    throw new DefinitionError(
      `${name} has another payload format than 2.0`,
      "write authorizerPayloadFormatVersion: '2.0'",
    );
  const sources = texts(authorizer.identitySource).flatMap((each) => each.split(','));
  return {
    ...{ kind: 'lambda', name, functionArn, identitySources: sources.map(identitySource) },
    simpleResponses: authorizer.enableSimpleResponses === true,
    resultTtlS: Number(authorizer.authorizerResultTtlInSeconds ?? 0),
  };
}

/** The authorizer of an operation's first requirement, with the scopes that it asks for. */
function securityOf(
  security: Json | undefined,
  definition: Members,
): Pick<HttpRouteSpec, 'authorizer' | 'scopes'> {
  const [first] = Array.isArray(security) ? security : [];
  const [requirement] = Object.entries(record(first));
  if (requirement === undefined) return { scopes: [] };
  const [name, scopes] = requirement;
  const scheme = record(record(record(definition.components).securitySchemes)[name]);
  const authorizer = record(scheme['x-amazon-apigateway-authorizer']);
  if (authorizer.type === 'jwt') return { authorizer: jwtOf(authorizer), scopes: texts(scopes) };
  if (authorizer.type === 'request') return { authorizer: lambdaOf(name, authorizer), scopes: [] };
  throw new DefinitionError(
    `the security scheme ${name} has no JWT or Lambda authorizer`,
    'give it x-amazon-apigateway-authorizer of the type jwt or request',
  );
}

function integrationOf(value: Json | undefined): Pick<HttpRouteSpec, 'functionArn' | 'timeoutMs'> {
  const { type, uri, payloadFormatVersion, timeoutInMillis = longestMs } = record(value);
  const functionArn =
    typeof uri === 'string' && /^arn:[^:]+:lambda:[^:]+:[^:]+:function:[\w-]+$/.test(uri)
      ? uri
      : functionArnOf(uri);
  if (String(type).toLowerCase() !== 'aws_proxy' || functionArn === undefined)
    throw new DefinitionError(
      'it does not lead to a function',
      'write x-amazon-apigateway-integration of type aws_proxy with the uri of a function',
    );
  if (String(payloadFormatVersion) !== '2.0')
    throw new DefinitionError('it has another payload format than 2.0', "write payloadFormatVersion: '2.0'");
  if (typeof timeoutInMillis !== 'number' || timeoutInMillis < 50 || timeoutInMillis > longestMs)
    throw new DefinitionError(
      `timeoutInMillis is ${JSON.stringify(timeoutInMillis)}`,
      `give a number from 50 to ${longestMs}`,
    );
  return { functionArn, timeoutMs: timeoutInMillis };
}

/** A fault of one route, or of the whole definition. */
export interface DefinitionFault {
  readonly where: string;
  readonly error: DefinitionError;
}

export interface ReadDefinition {
  readonly routes: readonly HttpRouteSpec[];
  readonly cors?: HttpCorsSpec;
  readonly faults: readonly DefinitionFault[];
}

function unknownExtensions(members: Members): string[] {
  return Object.keys(members).filter(
    (key) => key.startsWith('x-amazon-apigateway-') && !knownExtensions.has(key),
  );
}

/** `/$default` is the route that takes what no other one does. */
function routeKeyOf(method: string, path: string): string {
  return path === '/$default' ? '$default' : `${method === anyMethod ? 'ANY' : method.toUpperCase()} ${path}`;
}

/** The routes and CORS of an HTTP API's OpenAPI definition ("Working with OpenAPI definitions for HTTP APIs"). */
export function readHttpDefinition({ place, definition: given }: HttpApiSpec): ReadDefinition {
  const definition = record(given);
  const faults: DefinitionFault[] = unknownExtensions(definition).map((key) => ({
    where: 'its definition',
    error: new DefinitionError(`${key} is not played`, 'remove it from the definition'),
  }));
  const routes: HttpRouteSpec[] = [];
  for (const [path, item] of Object.entries(record(definition.paths)))
    for (const [method, value] of Object.entries(record(item))) {
      if (method !== anyMethod && !httpMethods.has(method)) continue;
      const operation = record(value);
      const routeKey = routeKeyOf(method, path);
      try {
        const integration = integrationOf(operation['x-amazon-apigateway-integration']);
        routes.push({ place, routeKey, ...integration, ...securityOf(operation.security, definition) });
      } catch (error) {
        if (!(error instanceof DefinitionError)) throw error;
        faults.push({ where: routeKey, error });
      }
    }
  const cors = corsOf(definition['x-amazon-apigateway-cors']);
  return { routes, faults, ...(cors && { cors }) };
}

/** The API with what its definition says, if it has one. */
export function withDefinition(api: HttpApiSpec): HttpApiSpec {
  if (api.definition === undefined) return api;
  const { routes, cors } = readHttpDefinition(api);
  return { ...api, routes, ...(cors && { cors }) };
}
