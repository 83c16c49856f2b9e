import type { StartProblem } from '../parts.js';
import type { ApiSpec, Json } from '../system.js';
import { preflight } from './cors.js';
import { record } from './definition-values.js';
import { readGatewayResponses } from './gateway-responses.js';
import { needsApiKey, readSecurity } from './read-authorizer.js';
import { IntegrationError, readIntegration } from './read-integration.js';
import type { RestApi, RestMethod } from './rest-method.js';

/** Extensions of the definition that are read here, or that change nothing about an answer. */
const knownExtensions = new Set(
  [
    'api-key-source',
    'binary-media-types',
    'documentation',
    'endpoint-configuration',
    'gateway-responses',
    'importexport-version',
    'request-validators',
    'tag-value',
    'any-method',
    'integration',
    'auth',
  ].map((name) => `x-amazon-apigateway-${name}`),
);
const httpMethods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);
const segmentPattern = /^(?:[^{}]*|\{[\w.:-]+\+?\})$/;

export interface CompiledApi {
  readonly methods: readonly RestMethod[];
  readonly problems: readonly StartProblem[];
}

function unknownExtensions(value: Readonly<Record<string, Json>>): string[] {
  return Object.keys(value).filter(
    (key) => key.startsWith('x-amazon-apigateway-') && !knownExtensions.has(key),
  );
}

/** The rules that API Gateway has for a path: whole segments as parameters, a greedy one only at the end. */
function pathFault(path: string): string | undefined {
  const segments = path.split('/').slice(1);
  if (!path.startsWith('/')) return 'does not begin with /';
  if (segments.some((segment) => !segmentPattern.test(segment)))
    return 'has a parameter that is not a whole segment';
  if (segments.slice(0, -1).some((segment) => segment.endsWith('+}')))
    return 'has a greedy parameter before its end';
  return undefined;
}

/** API Gateway refuses two parameters of different name below one resource ("A sibling … already has a variable path part"). */
function siblingFaults(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const segments = path.split('/');
    return segments.flatMap((segment, index) => {
      if (!segment.startsWith('{')) return [];
      const parent = segments.slice(0, index).join('/') || '/';
      const other = seen.get(parent) ?? segment;
      seen.set(parent, other);
      return other === segment ? [] : [`${parent} has both ${other} and ${segment} below it`];
    });
  });
}

class ApiCompiler {
  readonly #spec: ApiSpec;
  readonly #definition: Readonly<Record<string, Json>>;
  readonly #api: RestApi;
  readonly #problems: StartProblem[] = [];

  constructor(spec: ApiSpec) {
    this.#spec = spec;
    this.#definition = record(spec.definition);
    const { responses, problems } = readGatewayResponses(this.#definition);
    for (const what of problems)
      this.#tell('unsupported-gateway-response', what, 'write literal headers and JSON templates');
    const apiKeySource =
      spec.apiKeySource ?? this.#definition['x-amazon-apigateway-api-key-source'] ?? 'HEADER';
    if (apiKeySource !== 'HEADER' && apiKeySource !== 'AUTHORIZER')
      this.#tell(
        'unsupported-api-key-source',
        `x-amazon-apigateway-api-key-source is ${JSON.stringify(apiKeySource)}`,
        'write HEADER or AUTHORIZER',
      );
    const more = this.#definition['x-amazon-apigateway-binary-media-types'];
    const binary = [...spec.binaryMediaTypes, ...(Array.isArray(more) ? more.map(String) : [])];
    this.#api = {
      spec,
      binaryMediaTypes: [...new Set(binary)],
      gatewayResponses: responses,
      apiKeySource: apiKeySource === 'AUTHORIZER' ? apiKeySource : 'HEADER',
    };
  }

  #tell(code: string, what: string, remedy: string): void {
    this.#problems.push({ place: this.#spec.place, code, what: `${this.#spec.logicalId}: ${what}`, remedy });
  }

  compile(): CompiledApi {
    for (const key of unknownExtensions(this.#definition))
      this.#tell('unsupported-extension', `${key} is not supported`, 'remove it from the definition');
    const paths = Object.entries(record(this.#definition.paths)).filter(([path]) => !path.startsWith('x-'));
    if (paths.length === 0)
      this.#tell('no-paths', 'the definition has no paths', 'give the API a DefinitionBody with paths');
    for (const fault of new Set(siblingFaults(paths.map(([path]) => path))))
      this.#tell(
        'ambiguous-path',
        fault,
        'API Gateway takes one path parameter name per level: use the same name',
      );
    const methods = paths.flatMap(([path, item]) => this.#path(path, record(item)));
    return { methods, problems: this.#problems };
  }

  #path(path: string, item: Readonly<Record<string, Json>>): RestMethod[] {
    const fault = pathFault(path);
    if (fault !== undefined)
      this.#tell('invalid-path', `${path} ${fault}`, 'write {name} or, at the end, {name+}');
    for (const key of unknownExtensions(item))
      this.#tell(
        'unsupported-extension',
        `${path}: ${key} is not supported`,
        'remove it from the definition',
      );
    const methods = Object.entries(item).flatMap(([key, operation]) => {
      if (key === 'x-amazon-apigateway-any-method') return this.#method('ANY', path, operation);
      return httpMethods.has(key.toLowerCase()) ? this.#method(key.toUpperCase(), path, operation) : [];
    });
    const names = methods.map(({ httpMethod }) => httpMethod);
    const { cors } = this.#spec;
    if (cors === undefined || names.includes('OPTIONS')) return methods;
    const preflights = { integration: preflight(cors, names), apiKeyRequired: false };
    return [...methods, { ...this.#route('OPTIONS', path), ...preflights }];
  }

  #route(httpMethod: string, resourcePath: string): Omit<RestMethod, 'integration' | 'apiKeyRequired'> {
    const parameters = resourcePath.split('/').filter((segment) => segment.startsWith('{'));
    const parameterNames = parameters.map((segment) => segment.replace(/^\{|\+?\}$/g, ''));
    return { api: this.#api, httpMethod, resourcePath, parameterNames };
  }

  #method(httpMethod: string, resourcePath: string, value: Json): RestMethod[] {
    const operation = record(value);
    const where = `${httpMethod} ${resourcePath}`;
    try {
      for (const key of unknownExtensions(operation))
        throw new IntegrationError(`${key} is not supported`, 'remove it from the definition');
      const auth = record(operation['x-amazon-apigateway-auth']).type ?? 'NONE';
      if (String(auth).toUpperCase() !== 'NONE')
        throw new IntegrationError(
          `x-amazon-apigateway-auth is ${String(auth)}`,
          'use NONE, or a Lambda authorizer',
        );
      const integration = readIntegration(operation['x-amazon-apigateway-integration']);
      const authorizer = readSecurity(operation.security, this.#definition);
      const apiKeyRequired = needsApiKey(operation.security, this.#definition);
      const route = this.#route(httpMethod, resourcePath);
      return [{ ...route, integration, apiKeyRequired, ...(authorizer && { authorizer }) }];
    } catch (error) {
      if (!(error instanceof IntegrationError)) throw error;
      this.#tell('unsupported-method', `${where}: ${error.message}`, error.remedy);
      return [];
    }
  }
}

/** Compiles an API's definition to its methods; what is not supported is told with the API's place. */
export function compileApi(spec: ApiSpec): CompiledApi {
  return new ApiCompiler(spec).compile();
}
