import { type Contract, latencyExtension, type Operation } from '../model.js';
import { pascalCase } from '../read/name-schemas.js';
import { headerOf } from './client.js';
import { GatewayModels } from './gateway-models/gateway-models.js';
import type { GeneratedFile } from './generated-file.js';
import { answerContent, contentOf, parametersOf } from './operation-types.js';
import { gatewayKeyHeader, needsGatewayKey } from './security-formats.js';
import { type PrintableMap, YamlText } from './yaml-text.js';

/** One resource of the API: API Gateway builds a tree of path parts, and so does this. */
interface Resource {
  /** As API Gateway has it. */
  readonly path: string;
  readonly fixed: Map<string, Resource>;
  /** API Gateway takes one variable part below a resource, whatever its name. */
  variable?: Resource;
  readonly operations: Operation[];
}

function newResource(path: string): Resource {
  return { path, fixed: new Map(), operations: [] };
}

/**
 * A part that is text and parameters mixed, or has characters that API Gateway takes in none ("Resource's path part
 * only allow a-zA-Z0-9._-:"), is a variable to it; the service's own router looks closer.
 */
function variableName(part: string): string | undefined {
  if (/^[A-Za-z0-9._:-]*$/.test(part)) return undefined;
  const names = Array.from(part.matchAll(/\{([^}]*)\}/g), ([, name]) => name);
  return (names.length === 0 ? part : names.join('')).replaceAll(/[^A-Za-z0-9._-]/g, '_');
}

function childOf(resource: Resource, part: string): Resource {
  const base = resource.path === '/' ? '' : resource.path;
  const name = variableName(part);
  if (name !== undefined) {
    resource.variable ??= newResource(`${base}/{${name}}`);
    return resource.variable;
  }
  const known = resource.fixed.get(part) ?? newResource(`${base}/${part}`);
  resource.fixed.set(part, known);
  return known;
}

function resourceTree(contract: Contract): Resource {
  const root = newResource('/');
  for (const operation of contract.operations) {
    // API Gateway has no empty parts, and takes `/orders/` for `/orders`; the service's own router tells them apart.
    const parts = operation.path.split('/').filter((part) => part !== '');
    const resource = parts.reduce((at, part) => childOf(at, part), root);
    resource.operations.push(operation);
  }
  return root;
}

type GatewayParameter = PrintableMap & { readonly name: string };

/** API Gateway passes parameters on; the service itself reads them. */
const anyText = { type: 'string' };

function pathParameters(path: string): GatewayParameter[] {
  return Array.from(path.matchAll(/\{([^}+]+)\+?\}/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: anyText,
  }));
}

/** API Gateway has no cookie parameters, and takes only these characters in a name. */
function otherParameters(operation: Operation): GatewayParameter[] {
  return parametersOf(operation)
    .filter((each) => each.in === 'query' || each.in === 'header')
    .filter(({ name }) => /^[A-Za-z0-9._$-]+$/.test(name))
    .map((each) => ({ name: each.name, in: each.in, required: each.required, schema: anyText }));
}

function integrationOf(contract: Contract): PrintableMap {
  const arn = `\${${pascalCase(contract.service)}Function.Arn}`;
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: {
      'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    },
    passthroughBehavior: 'when_no_match',
  };
}

/** What all methods are printed with. */
interface Api {
  readonly contract: Contract;
  /** One object, however many methods have it. */
  readonly integration: PrintableMap;
  readonly models: GatewayModels;
}

function withContent(content: PrintableMap): PrintableMap {
  return Object.keys(content).length === 0 ? {} : { content };
}

function withBody({ requestBody }: Operation, models: GatewayModels): PrintableMap {
  const content = models.contentOf(requestBody?.content ?? [], 'request');
  if (requestBody === undefined || Object.keys(content).length === 0) return {};
  return { requestBody: { required: requestBody.required, content } };
}

function withParameters(parameters: readonly GatewayParameter[]): PrintableMap {
  return parameters.length === 0 ? {} : { parameters };
}

/** Kept for the alarm of the operation, which the build makes; API Gateway passes over it. */
function latencyBudget({ extensions }: Operation): PrintableMap {
  const budget = extensions.get(latencyExtension);
  return typeof budget === 'number' ? { [latencyExtension]: budget } : {};
}

function method(
  { contract, integration, models }: Api,
  resource: Resource,
  operation: Operation,
): PrintableMap {
  const exact = operation.responses.filter(({ status }) => /^\d{3}$/.test(status));
  const responses = exact.map((each) => {
    const content = models.contentOf(answerContent(operation, each), 'response');
    return [each.status, { description: each.description, ...withContent(content) }] as const;
  });
  return {
    operationId: operation.operationId,
    ...latencyBudget(operation),
    ...withParameters([...pathParameters(resource.path), ...otherParameters(operation)]),
    ...withBody(operation, models),
    responses:
      responses.length > 0
        ? Object.fromEntries(responses)
        : { default: { description: 'As the service says' } },
    ...(needsGatewayKey(contract, operation) && { security: [{ api_key: [] }] }),
    'x-amazon-apigateway-integration': integration,
  };
}

/** Every method that is not declared: the service itself answers 404 or 405. */
function anyMethod({ integration }: Api, path: string): PrintableMap {
  return {
    ...withParameters(pathParameters(path)),
    responses: { default: { description: 'No such resource, or not this method' } },
    'x-amazon-apigateway-integration': integration,
  };
}

/** Resources above this depth (`/v1`) belong to no service, so none may claim all that is below them. */
const ownDepth = 2;

type Paths = Record<string, Record<string, PrintableMap>>;

/**
 * The resource and all below it. Where API Gateway has a variable part it takes no `{proxy+}` beside it ("only one is
 * allowed"), and needs none: what is deeper is caught below the variable part. Ends where the models have become too
 * long, since all is described without them then.
 */
function addPaths(api: Api, resource: Resource, paths: Paths): void {
  if (api.models.areTooLong) return;
  const depth = resource.path.split('/').filter((part) => part !== '').length;
  const children = [...resource.fixed.values(), ...(resource.variable ? [resource.variable] : [])];
  const owned = depth >= ownDepth || resource.operations.length > 0;
  if (owned) {
    const methods: Record<string, PrintableMap> = {};
    for (const each of resource.operations) methods[each.method] = method(api, resource, each);
    methods['x-amazon-apigateway-any-method'] = anyMethod(api, resource.path);
    paths[resource.path] = methods;
  }
  for (const child of children) addPaths(api, child, paths);
  if (depth >= ownDepth && resource.variable === undefined) {
    const path = `${resource.path}/{proxy+}`;
    paths[path] = { 'x-amazon-apigateway-any-method': anyMethod(api, path) };
  }
}

function hasBinaryBodies(contract: Contract): boolean {
  const types = contract.operations.flatMap(({ requestBody, responses }) =>
    contentOf([...(requestBody?.content ?? []), ...responses.flatMap(({ content }) => content)]).map(
      ({ mediaType }) => mediaType,
    ),
  );
  return types.some((type) => !/^text\/|[/+]json$|^application\/x-www-form-urlencoded$/.test(type));
}

function problemResponse(status: number, title: string, detail: string): PrintableMap {
  return {
    statusCode: status,
    responseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'" },
    responseTemplates: {
      'application/json': JSON.stringify({
        type: 'about:blank',
        title,
        status,
        detail,
        requestId: '$context.requestId',
      }),
    },
  };
}

/** What API Gateway answers by itself takes the form of all other refusals: a problem (RFC 9457). */
const gatewayResponses = {
  MISSING_AUTHENTICATION_TOKEN: problemResponse(404, 'There is no such resource', 'no service has this path'),
  REQUEST_TOO_LARGE: problemResponse(413, 'The body is too large', 'API Gateway takes 10 MB'),
  THROTTLED: problemResponse(429, 'Too many requests', 'try again later'),
  INTEGRATION_TIMEOUT: problemResponse(
    504,
    'The service did not answer in time',
    'it may still do what was asked',
  ),
  DEFAULT_5XX: problemResponse(502, 'The service failed', 'the failure has been logged under this request'),
};

/** What it answers where methods need keys of usage plans. */
const keyResponses = {
  INVALID_API_KEY: problemResponse(
    403,
    'The API key is missing or not valid',
    'send a key that has a usage plan for this API',
  ),
  QUOTA_EXCEEDED: problemResponse(
    429,
    'The quota is used up',
    'the usage plan allows more when its next period begins',
  ),
};

/** By this scheme API Gateway knows the methods that need a key ("x-amazon-apigateway-api-key-source"). */
const keySource = {
  'x-amazon-apigateway-api-key-source': 'HEADER',
};
const keySchemes = { api_key: { type: 'apiKey', name: gatewayKeyHeader, in: 'header' } };

interface Described {
  readonly paths: Paths;
  readonly schemas: PrintableMap;
}

/** With models, unless they are so long that the definition might not fit into a template. */
function described(contract: Contract, content: 'models' | 'none' = 'models'): Described {
  const models = new GatewayModels(contract, content);
  const paths: Paths = {};
  addPaths({ contract, integration: integrationOf(contract), models }, resourceTree(contract), paths);
  return models.areTooLong ? described(contract, 'none') : { paths, schemas: models.all() };
}

/**
 * `api-gateway.yaml`: the REST API of a service, every method leading to the service's function, whose logical id is
 * the service's name in PascalCase and `Function`. Requests are checked by the service itself, by the same code
 * everywhere and with better problems, so request validation is not switched on in API Gateway. The models tell
 * readers and SDKs of JSON bodies; they are weaker than the contract where API Gateway cannot take a schema, and left
 * out altogether above `maxModelsBytes`. OPTIONS is left to the `Cors` of the SAM template.
 *
 * With binary bodies every type is binary to API Gateway: it decides by the first type of `Accept` alone, and would
 * send base64 text to whoever accepts a problem first (API Gateway: "Working with binary media types").
 */
export function writeApiGateway(contract: Contract): GeneratedFile {
  const { paths, schemas } = described(contract);
  const hasKeys = contract.operations.some((each) => needsGatewayKey(contract, each));
  const components = {
    ...(hasKeys && { securitySchemes: keySchemes }),
    ...(Object.keys(schemas).length > 0 && { schemas }),
  };
  const definition = {
    openapi: '3.0.1',
    info: { title: contract.title, version: contract.version },
    paths,
    ...(hasKeys && keySource),
    ...(Object.keys(components).length > 0 && { components }),
    'x-amazon-apigateway-gateway-responses': { ...gatewayResponses, ...(hasKeys && keyResponses) },
    ...(hasBinaryBodies(contract) && { 'x-amazon-apigateway-binary-media-types': ['*/*'] }),
  };
  const header = headerOf(contract).replace(/^\/\//, '#');
  return { path: 'api-gateway.yaml', text: header + new YamlText().print(definition) };
}
