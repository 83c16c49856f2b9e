import type { ApiSpec, Json } from '../system.js';
import type { Reading } from './stack/stack.js';

const methods = 'get put post delete options head patch trace x-amazon-apigateway-any-method'.split(' ');

interface Route {
  readonly api: ApiSpec;
  readonly method: string;
  readonly path: string;
}

/** One local port serves the APIs of all stacks, so a method and path belongs to one API. */
export function checkRoutes({ parts, problems }: Reading): void {
  const seen = new Map<string, Route[]>();
  for (const route of parts.apis.flatMap(routesOf)) {
    const others = seen.get(route.path) ?? [];
    const other = others.find((each) => each.api !== route.api && overlap(each.method, route.method));
    if (other !== undefined)
      problems.add(route.api.place, {
        code: 'duplicate-route',
        what: `${route.method} ${route.path} is a route of ${nameOf(route)} and, as ${other.method}, of ${nameOf(other)} (${other.api.place.file}:${other.api.place.line})`,
        remedy: 'Paths are unique over the system: begin them with the name of the service.',
      });
    seen.set(route.path, [...others, route]);
  }
}

function overlap(one: string, other: string): boolean {
  return one === other || one === 'ANY' || other === 'ANY';
}

function nameOf({ api }: Route): string {
  return api.stack === '' ? api.logicalId : `${api.stack}/${api.logicalId}`;
}

/** Names of path parameters make no difference: `/v1/orders/{}`. OPTIONS is answered by CORS of each API. */
function routesOf(api: ApiSpec): Route[] {
  return Object.entries(mapOf(mapOf(api.definition).paths)).flatMap(([path, item]) =>
    Object.keys(mapOf(item))
      .filter((key) => methods.includes(key) && key !== 'options')
      .map((key) => ({ api, method: methodName(key), path: path.replace(/\{[^}+]*(\+?)\}/g, '{$1}') })),
  );
}

function methodName(key: string): string {
  return key.startsWith('x-') ? 'ANY' : key.toUpperCase();
}

function mapOf(json: Json | undefined): { readonly [key: string]: Json } {
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? json : {};
}
