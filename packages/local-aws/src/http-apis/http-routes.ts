import { type PathMethods, RouteTree } from '../gateway/route-tree.js';
import type { HttpApiSpec, HttpRouteSpec } from '../system.js';

export interface HttpRoute {
  readonly api: HttpApiSpec;
  readonly route: HttpRouteSpec;
  readonly parameterNames: readonly string[];
}

export interface FoundRoute extends HttpRoute {
  /** In the order of the names, percent-encoded. */
  readonly values: readonly string[];
}

/** `GET /orders/{id}` in its two parts; undefined for `$default`. */
export function routeParts(routeKey: string): { readonly method: string; readonly path: string } | undefined {
  const [method, path] = routeKey.split(' ');
  return method === undefined || path === undefined ? undefined : { method, path };
}

/** The routes of all HTTP APIs: that of path and method, else a greedy one, else the `$default` of an API. */
export class HttpRoutes {
  readonly #tree = new RouteTree<HttpRoute>();
  #default: HttpRoute | undefined;

  constructor(apis: readonly HttpApiSpec[]) {
    for (const api of apis) for (const route of api.routes) this.#add(api, route);
  }

  #add(api: HttpApiSpec, route: HttpRouteSpec): void {
    const parts = routeParts(route.routeKey);
    if (parts === undefined) {
      this.#default ??= { api, route, parameterNames: [] };
      return;
    }
    const parameterNames = Array.from(parts.path.matchAll(/\{([^}+]+)\+?\}/g), ([, name = '']) => name);
    const methods = this.#tree.resource(parts.path);
    if (!methods.has(parts.method)) methods.set(parts.method, { api, route, parameterNames });
  }

  find(method: string, path: string): FoundRoute | undefined {
    const suits = (methods: PathMethods<HttpRoute>) => methods.has(method) || methods.has('ANY');
    const found = this.#tree.find(path, suits);
    const route = found?.resource.get(method) ?? found?.resource.get('ANY') ?? this.#default;
    return route && { ...route, values: found?.values ?? [] };
  }

  /** The API that answers preflight requests for a path, whatever methods its routes there have. */
  apiAt(path: string): HttpApiSpec | undefined {
    const [first] = this.#tree.find(path)?.resource.values() ?? [];
    return (first ?? this.#default)?.api;
  }
}
