import { functionArn, type Invoke, type ServedApis, serveApis } from '../gateway/serve-apis.js';
import type { HttpApiSpec, HttpRouteSpec } from '../system.js';

const place = { file: 'template.yaml', line: 5, column: 3 };

/** A route to the function, for tests. */
export const route = (routeKey: string, more: Partial<HttpRouteSpec> = {}): HttpRouteSpec => ({
  ...{ place, routeKey, functionArn, timeoutMs: 1_000, scopes: [] },
  ...more,
});

export const httpApi = (routes: readonly HttpRouteSpec[], more: Partial<HttpApiSpec> = {}): HttpApiSpec => ({
  ...{ place, logicalId: 'Api', stack: '', apiId: 'abc', stageName: '$default', stageVariables: {} },
  ...{ routes, throttles: {} },
  ...more,
});

/** Serves HTTP APIs alone until `closeApis`. */
export const serve = (
  apis: readonly HttpApiSpec[],
  invoke?: Invoke,
  now?: () => number,
): Promise<ServedApis> => serveApis([], invoke, { httpApis: apis, ...(now && { now }) });
