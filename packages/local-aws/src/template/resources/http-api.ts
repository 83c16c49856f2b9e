import type { HttpCorsSpec, HttpRouteSpec, Json, Throttle } from '../../system.js';
import { defined, type Fields } from '../fields.js';
import { toJson } from '../located.js';
import { arn, stableId } from '../names.js';
import { describing } from '../property-table.js';
import type { Declaration, ResourceType } from '../stack/stack.js';
import type { HttpApiEvent } from '../system-parts.js';
import { definitionNode, member } from './api-definition.js';
import { type HttpApiAuth, localIssuer, readHttpApiAuth } from './http-api-auth.js';
import { resourceOf } from './resource-of.js';

function apiId({ stack, logicalId }: Declaration): string {
  return stableId(`http api ${stack.path}/${logicalId}`, 10);
}

const noCors: HttpCorsSpec = {
  allowOrigins: [],
  allowMethods: [],
  allowHeaders: [],
  exposeHeaders: [],
  allowCredentials: false,
};

/** `true` lets pages of every origin in, a list those of its origins. */
function readCors(fields: Fields): HttpCorsSpec | undefined {
  const node = fields.get('CorsConfiguration');
  if (node?.kind === 'scalar')
    return fields.boolean('CorsConfiguration') === true ? { ...noCors, allowOrigins: ['*'] } : undefined;
  if (node?.kind === 'list') return { ...noCors, allowOrigins: fields.strings('CorsConfiguration') };
  const cors = fields.map('CorsConfiguration');
  if (cors === undefined) return undefined;
  cors.allow({
    played: 'AllowOrigins AllowMethods AllowHeaders ExposeHeaders MaxAge AllowCredentials'.split(' '),
  });
  const list = (name: string) => (cors.has(name) ? cors.strings(name, 'or-single') : []);
  const allowCredentials = cors.boolean('AllowCredentials') ?? false;
  const allowOrigins = list('AllowOrigins');
  if (allowCredentials && allowOrigins.includes('*'))
    cors.unsupported('AllowCredentials', 'API Gateway refuses it with the origin *; name the origin');
  return {
    allowOrigins,
    allowMethods: list('AllowMethods'),
    allowHeaders: list('AllowHeaders'),
    exposeHeaders: list('ExposeHeaders'),
    allowCredentials,
    ...defined<{ maxAgeS: number }>({ maxAgeS: cors.integer('MaxAge', [-1, 86_400]) }),
  };
}

const most = 2 ** 31 - 1;

function readThrottle(settings: Fields | undefined): Throttle | undefined {
  settings?.allow({
    played: ['ThrottlingRateLimit', 'ThrottlingBurstLimit'],
    noEffect: {
      DetailedMetricsEnabled: 'there are no metrics',
      DataTraceEnabled: 'each request is printed',
      LoggingLevel: 'each request is printed',
    },
  });
  const rateLimit = settings?.number('ThrottlingRateLimit', [0, most]);
  const burstLimit = settings?.integer('ThrottlingBurstLimit', [0, most]);
  return rateLimit === undefined || burstLimit === undefined ? undefined : { rateLimit, burstLimit };
}

function readThrottles(fields: Fields): Record<string, Throttle> {
  const routes = fields.map('RouteSettings');
  const named = [...(routes?.node.entries.keys() ?? [])].map(
    (key) => [key, readThrottle(routes?.map(key))] as const,
  );
  const all = [['$default', readThrottle(fields.map('DefaultRouteSettings'))] as const, ...named];
  return Object.fromEntries(
    all.flatMap(([key, throttle]) => (throttle === undefined ? [] : [[key, throttle]])),
  );
}

function routeOf(event: HttpApiEvent, auth: HttpApiAuth): HttpRouteSpec {
  const { place, routeKey, functionArn, timeoutMs } = event;
  const name = event.authorizer ?? auth.defaultAuthorizer ?? 'NONE';
  const named = auth.authorizers.get(name);
  if (named === undefined && event.authorizer !== undefined && !['NONE', 'AWS_IAM'].includes(name))
    event.stack.reading.problems.add(place, {
      code: 'unsupported-value',
      what: `the event's authorizer ${name} is none of its API's`,
      remedy: 'Declare it under Auth.Authorizers of the AWS::Serverless::HttpApi, or write NONE.',
    });
  return {
    ...{ place, routeKey, functionArn, timeoutMs },
    ...(named !== undefined && { authorizer: named.spec }),
    scopes: event.scopes ?? named?.scopes ?? [],
  };
}

function read(declaration: Declaration, fields: Fields): void {
  const { stack, logicalId } = declaration;
  const stageName = fields.string('StageName') ?? '$default';
  const auth = readHttpApiAuth(declaration, fields.map('Auth'));
  const definition = readDefinition(declaration, fields);
  const { httpApiEvents, httpApis } = stack.reading.parts;
  const events = httpApiEvents.filter((event) => event.stack === stack && event.apiId === logicalId);
  httpApis.push({
    ...resourceOf(declaration),
    apiId: apiId(declaration),
    stageName,
    stageVariables: fields.record('StageVariables'),
    routes: definition === undefined ? events.map((event) => routeOf(event, auth)) : [],
    throttles: readThrottles(fields),
    ...defined<{ cors: HttpCorsSpec; definition: Json }>({ cors: readCors(fields), definition }),
  });
  if (definition !== undefined) for (const event of events) checkEvent(declaration, definition, event);
}

function readDefinition(declaration: Declaration, fields: Fields): Json | undefined {
  const node = definitionNode(declaration, fields);
  if (node === undefined || node.kind === 'unresolved') return undefined;
  if (fields.has('Auth'))
    fields.unsupported('Auth', 'stands beside a definition: write the security in the definition itself');
  if (fields.has('CorsConfiguration'))
    fields.unsupported(
      'CorsConfiguration',
      'stands beside a definition: write x-amazon-apigateway-cors in it',
    );
  return withLocalIssuer(declaration, toJson(node));
}

function withLocalIssuer(declaration: Declaration, value: Json): Json {
  if (typeof value === 'string') return localIssuer(declaration, value);
  if (Array.isArray(value)) return value.map((each) => withLocalIssuer(declaration, each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, each]) => [key, withLocalIssuer(declaration, each)]));
}

/** SAM adds nothing to a definition that the template gives; the event only lets the API call the function. */
function checkEvent({ logicalId }: Declaration, definition: Json, event: HttpApiEvent): void {
  const [method = '', path = '/$default'] = event.routeKey.split(' ');
  const item = member(member(definition, 'paths'), path);
  const known = [method.toLowerCase(), 'x-amazon-apigateway-any-method'].some(
    (key) => member(item, key) !== undefined,
  );
  const { problems } = event.stack.reading;
  if (event.authorizer !== undefined || event.scopes !== undefined)
    problems.add(event.place, {
      code: 'unsupported-property',
      what: `the event's Auth is not played: ${logicalId} has a definition of its own`,
      remedy: 'Write the security in the definition.',
    });
  if (!known)
    problems.add(event.place, {
      code: 'route-not-in-definition',
      what: `${event.routeKey} is not in the definition of ${logicalId}, and SAM adds no routes to it`,
      remedy: 'Add the route to the definition, or leave the definition out.',
    });
}

export const httpApi: ResourceType = {
  properties: {
    played:
      'StageName Auth CorsConfiguration StageVariables DefaultRouteSettings RouteSettings DefinitionBody DefinitionUri'.split(
        ' ',
      ),
    noEffect: {
      ...describing,
      Name: 'for people',
      AccessLogSettings: 'each request is printed',
      FailOnWarnings: 'nothing is deployed',
      DisableExecuteApiEndpoint: 'there is one address',
      PropagateTags: 'for billing and search',
    },
    refused: {
      Domain: 'Call the address that local-aws prints.',
    },
  },
  ref: apiId,
  attributes: {
    ApiId: apiId,
    ApiEndpoint: (declaration) =>
      `https://${apiId(declaration)}.execute-api.${declaration.stack.reading.options.region}.amazonaws.com`,
    Arn: (declaration) => arn(declaration, 'apigateway', `/apis/${apiId(declaration)}`),
  },
  read,
  readLast: true,
};
