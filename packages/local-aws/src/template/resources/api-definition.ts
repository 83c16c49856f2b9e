import type { Json } from '../../system.js';
import type { Fields } from '../fields.js';
import { readDefinitionFile } from '../intrinsics/include.js';
import { intrinsicCall } from '../intrinsics/resolve.js';
import { isText, type Located, toJson } from '../located.js';
import { implicitApiId } from '../stack/declarations.js';
import type { Declaration, Stack } from '../stack/stack.js';
import type { ApiEvent } from '../system-parts.js';
import { type ApiAuth, readApiAuth } from './api-auth.js';

/** The definition that the template gives, else the one that SAM makes from the events of functions. */
export function readDefinition(declaration: Declaration, fields: Fields): Json | undefined {
  const { stack, logicalId } = declaration;
  const events = stack.reading.parts.apiEvents.filter(
    (event) => event.stack === stack && event.apiId === logicalId,
  );
  const node = definitionNode(declaration, fields);
  if (node?.kind === 'unresolved') return undefined;
  // The functions of the implicit API may all be left out by their conditions.
  if (node === undefined && logicalId === implicitApiId && events.length === 0) return undefined;
  if (node === undefined) return madeDefinition(declaration, events, readAuth(declaration, fields));
  if (fields.has('Auth'))
    fields.unsupported('Auth', 'stands beside a definition: write the security in the definition itself');
  if (node.kind !== 'map') {
    fields.unsupported(
      fields.has('DefinitionBody') ? 'DefinitionBody' : 'DefinitionUri',
      'is no OpenAPI document',
    );
    return undefined;
  }
  const definition = toJson(node);
  for (const event of events) checkRoute(declaration, definition, event);
  return definition;
}

/** What DefinitionBody or DefinitionUri give, if the API has one of them. */
export function definitionNode(declaration: Declaration, fields: Fields): Located | undefined {
  if (fields.has('DefinitionBody') && fields.has('DefinitionUri'))
    fields.unsupported('DefinitionUri', 'stands beside DefinitionBody; an API has one definition');
  return fields.get('DefinitionBody') ?? definitionFile(declaration, fields);
}

function definitionFile({ stack }: Declaration, fields: Fields) {
  const location = fields.get('DefinitionUri');
  if (location === undefined || location.kind === 'unresolved') return location;
  if (isText(location)) return asItIs(stack, readDefinitionFile(stack, location));
  fields.unsupported('DefinitionUri', 'takes a file relative to the template');
  return { kind: 'unresolved', place: location.place } as const;
}

/** API Gateway gets a DefinitionUri file as it is, so that functions in it are never worked out. */
function asItIs(stack: Stack, node: Located): Located {
  if (intrinsicCall(node) !== undefined)
    stack.reading.problems.add(node.place, {
      code: 'intrinsic-in-definition-uri',
      what: 'intrinsic functions in a DefinitionUri file are not worked out, neither here nor on AWS',
      remedy: 'Use DefinitionBody: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: … } } }.',
    });
  else if (node.kind === 'map') for (const child of node.entries.values()) asItIs(stack, child);
  else if (node.kind === 'list') for (const child of node.items) asItIs(stack, child);
  return node;
}

/** SAM adds nothing to a definition that the template gives; the event only lets the API call the function. */
function checkRoute({ logicalId, stack }: Declaration, definition: Json, event: ApiEvent): void {
  if (event.authorizer !== undefined || event.apiKeyRequired !== undefined)
    stack.reading.problems.add(event.place, {
      code: 'unsupported-property',
      what: `the event's Auth is not played: ${logicalId} has a definition of its own`,
      remedy: 'Write the security in the definition.',
    });
  const path = member(member(definition, 'paths'), event.path);
  const key = event.method === 'any' ? 'x-amazon-apigateway-any-method' : event.method;
  if (member(path, key) !== undefined || member(path, 'x-amazon-apigateway-any-method') !== undefined) return;
  stack.reading.problems.add(event.place, {
    code: 'route-not-in-definition',
    what: `${event.method.toUpperCase()} ${event.path} is not in the definition of ${logicalId}, and SAM adds no routes to it`,
    remedy: 'Add the route to the definition, or leave the definition out.',
  });
}

/** The member of a JSON object; undefined of anything else. */
export function member(json: Json | undefined, key: string): Json | undefined {
  const isMap = json !== null && typeof json === 'object' && !Array.isArray(json);
  return isMap && Object.hasOwn(json, key) ? json[key] : undefined;
}

function readAuth(declaration: Declaration, fields: Fields): ApiAuth | undefined {
  const auth = fields.map('Auth');
  return auth && readApiAuth(declaration, auth);
}

function madeDefinition(
  declaration: Declaration,
  events: readonly ApiEvent[],
  auth: ApiAuth | undefined,
): Json {
  const { stack, logicalId } = declaration;
  const paths: Record<string, Record<string, Json>> = {};
  for (const event of events) {
    const path = paths[event.path] ?? {};
    paths[event.path] = path;
    const key = event.method === 'any' ? 'x-amazon-apigateway-any-method' : event.method;
    if (Object.hasOwn(path, key))
      stack.reading.problems.add(event.place, {
        code: 'duplicate-route',
        what: `${event.method.toUpperCase()} ${event.path} of ${logicalId} leads to two functions`,
        remedy: 'Remove one of the two events.',
      });
    const security = auth?.securityOf(event) ?? [];
    path[key] = {
      ...operation(event, stack.reading.options.region),
      ...(security.length > 0 && { security }),
    };
  }
  const components = auth === undefined ? {} : { components: { securitySchemes: auth.securitySchemes } };
  return { openapi: '3.0.1', info: { title: logicalId, version: '1.0' }, paths, ...components };
}

function operation({ functionArn, path }: ApiEvent, region: string): { [name: string]: Json } {
  const parameters = Array.from(path.matchAll(/\{([^}+]+)\+?\}/g), ([, name]) => ({
    name: name ?? '',
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: {},
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    },
  };
}
