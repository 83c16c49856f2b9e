import { createHash } from 'node:crypto';
import type { ApiKeySpec } from '../system.js';
import { isBinary } from './media-types.js';
import type { GatewayRequest } from './read-request.js';
import type { RestMethod } from './rest-method.js';
import type { FoundResource } from './route-tree.js';

/** Percent-decoded; text that is not valid percent-encoding stays as it is. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** The parameters decoded, as API Gateway does it before it passes them on ("Important notes"); `path` stays encoded. */
function pathParameters(
  { parameterNames }: RestMethod,
  { values }: FoundResource,
): Record<string, string> | null {
  if (values.length === 0) return null;
  return Object.fromEntries(parameterNames.map((name, index) => [name, decoded(values[index] ?? '')]));
}

/** A semicolon separates like an ampersand there ("Important notes for REST APIs"). */
function queryValues(query: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query.split(/[&;]/)) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const text = (part: string) => decoded(part.replaceAll('+', ' '));
    const name = text(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : text(pair.slice(at + 1));
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** Of several values the last one counts; null where there are none. */
function singleAndMulti(values: ReadonlyMap<string, readonly string[]>) {
  if (values.size === 0) return { single: null, multi: null };
  return {
    single: Object.fromEntries(Array.from(values, ([name, each]) => [name, each.at(-1) ?? ''])),
    multi: Object.fromEntries(values),
  };
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Common log format, as `$context.requestTime` has it: `21/Nov/2026:09:05:01 +0000`. */
function requestTime(epochMs: number): string {
  const date = new Date(epochMs);
  const day = String(date.getUTCDate()).padStart(2, '0');
  return `${day}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${date.toISOString().slice(11, 19)} +0000`;
}

const derivedIds = new Map<string, string>();

/** Ids of resources and deployments are six letters and digits; here they follow from what they name. */
function idOf(name: string): string {
  const known = derivedIds.get(name);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(name).digest().subarray(0, 6);
  const id = Array.from(hash, (byte) => '0123456789abcdefghijklmnopqrstuvwxyz'[byte % 36]).join('');
  derivedIds.set(name, id);
  return id;
}

/** A header's last value, whatever case its name was sent in. */
export function headerOf({ headers }: GatewayRequest, lowerName: string): string | undefined {
  for (const [name, values] of headers) if (name.toLowerCase() === lowerName) return values.at(-1);
  return undefined;
}

/** The key stands there only where the method needs one ("$context.identity.apiKey"). */
function identity({ request, apiKey }: ProxyEventParts) {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: request.sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: headerOf(request, 'user-agent') ?? null,
    user: null,
    ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }),
  };
}

export interface ProxyEventParts {
  readonly request: GatewayRequest;
  readonly found: FoundResource;
  readonly method: RestMethod;
  readonly accountId: string;
  /** What an authorizer tells about the caller. */
  readonly authorizer?: Readonly<Record<string, unknown>>;
  /** By which the caller has been let in. */
  readonly apiKey?: ApiKeySpec;
}

/** `requestContext` of the proxy event, without the members that only an authorizer adds. */
function requestContext(parts: ProxyEventParts) {
  const { request, method, accountId, authorizer } = parts;
  const { stageName, restApiId } = method.api.spec;
  const domainName = headerOf(request, 'host') ?? '';
  return {
    resourceId: idOf(`${restApiId} ${method.resourcePath}`),
    ...(authorizer && { authorizer }),
    resourcePath: method.resourcePath,
    httpMethod: request.method,
    extendedRequestId: request.extendedRequestId,
    requestTime: requestTime(request.receivedAtMs),
    path: `/${stageName}${request.path}`,
    accountId,
    protocol: request.protocol,
    stage: stageName,
    domainPrefix: domainName.split(/[.:]/, 1)[0] ?? '',
    requestTimeEpoch: request.receivedAtMs,
    requestId: request.requestId,
    identity: identity(parts),
    domainName,
    deploymentId: idOf(restApiId),
    apiId: restApiId,
  };
}

/** All of the event but its body; a REQUEST authorizer gets the same. */
export function eventWithoutBody(parts: ProxyEventParts) {
  const { request, found, method } = parts;
  const headers = singleAndMulti(request.headers);
  const query = singleAndMulti(queryValues(request.query));
  const { stageVariables } = method.api.spec;
  return {
    resource: method.resourcePath,
    path: request.path,
    httpMethod: request.method,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: query.single,
    multiValueQueryStringParameters: query.multi,
    pathParameters: pathParameters(method, found),
    stageVariables: Object.keys(stageVariables).length > 0 ? stageVariables : null,
    requestContext: requestContext(parts),
  };
}

/** The JSON of the REST proxy event, payload format 1.0 ("Lambda proxy integrations in API Gateway", input format). */
export function proxyEvent(parts: ProxyEventParts): string {
  const { request, method } = parts;
  const contentType = headerOf(request, 'content-type') ?? 'application/json';
  const isBase64Encoded = request.body.length > 0 && isBinary(contentType, method.api.binaryMediaTypes);
  const body = request.body.length === 0 ? null : request.body.toString(isBase64Encoded ? 'base64' : 'utf8');
  return JSON.stringify({ ...eventWithoutBody(parts), body, isBase64Encoded });
}
