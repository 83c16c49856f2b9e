import { defined } from '../fields.js';
import { implicitHttpApiId } from '../stack/declarations.js';
import type { FunctionEvent } from './function-events.js';

const methods = ['any', 'get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
const longestMs = 30_000;

/** `GET /orders`; SAM makes a `$default` route of an event that has neither path nor method. */
function routeKeyOf({ fields }: FunctionEvent): string | undefined {
  if (!fields.has('Path') && !fields.has('Method')) return '$default';
  fields.require('Path');
  fields.require('Method');
  const [path, given] = [fields.string('Path'), fields.string('Method')];
  if (path === '$default') return '$default';
  const method = methods.find((each) => each === given?.toLowerCase());
  if (given !== undefined && method === undefined)
    fields.unsupported('Method', `is none of ${methods.join(', ')}`);
  if (path !== undefined && !path.startsWith('/'))
    fields.unsupported('Path', `'${path}' does not start with /`);
  return path === undefined || method === undefined ? undefined : `${method.toUpperCase()} ${path}`;
}

/** The logical id of the API: ApiId is its Ref. */
function apiIdOf({ declaration: { stack }, fields }: FunctionEvent): string | undefined {
  const given = fields.string('ApiId');
  if (given === undefined) return fields.has('ApiId') ? undefined : implicitHttpApiId;
  for (const each of stack.declarations.values()) {
    const type = stack.reading.types.get(each.type);
    if (each.type === 'AWS::Serverless::HttpApi' && (type?.ref(each) === given || each.logicalId === given))
      return each.logicalId;
  }
  fields.unsupported('ApiId', 'names no AWS::Serverless::HttpApi of this template');
  return undefined;
}

/** A route to the function, of the HTTP API that the event names or of the implicit one. */
export function readHttpApiEvent(event: FunctionEvent): void {
  const { declaration, fields, functionArn } = event;
  fields.allow({
    played: 'ApiId Path Method Auth PayloadFormatVersion TimeoutInMillis'.split(' '),
    refused: { RouteSettings: 'Write it as RouteSettings of the AWS::Serverless::HttpApi.' },
  });
  if (fields.has('PayloadFormatVersion')) fields.oneOf('PayloadFormatVersion', ['2.0']);
  const auth = fields.map('Auth');
  auth?.allow({
    played: ['Authorizer', 'AuthorizationScopes'],
    refused: { InvokeRole: 'Remove it: whoever passes the authorizer calls the function.' },
  });
  if (auth?.string('Authorizer') === 'AWS_IAM')
    auth.unsupported('Authorizer', 'signed requests are not played');
  const timeoutMs = fields.integer('TimeoutInMillis', [50, longestMs]) ?? longestMs;
  const [routeKey, apiId] = [routeKeyOf(event), apiIdOf(event)];
  if (routeKey === undefined || apiId === undefined) return;
  declaration.stack.reading.parts.httpApiEvents.push({
    stack: declaration.stack,
    apiId,
    routeKey,
    functionArn,
    timeoutMs,
    place: fields.node.place,
    ...defined<{ authorizer: string; scopes: readonly string[] }>({
      authorizer: auth?.string('Authorizer'),
      scopes: auth?.has('AuthorizationScopes') ? auth.strings('AuthorizationScopes') : undefined,
    }),
  });
}
