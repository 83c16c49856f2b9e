import type { ApiSpec, Json } from '../system.js';
import type { Reading } from './stack/stack.js';

const methods = ['get put post delete options head patch trace x-amazon-apigateway-any-method'].flatMap(
  (names) => names.split(' '),
);

/** One local port serves the APIs of all stacks, so a method and path belongs to one API. */
export function checkRoutes({ parts, problems }: Reading): void {
  const seen = new Map<string, ApiSpec>();
  for (const api of parts.apis)
    for (const route of routesOf(api.definition)) {
      const first = seen.get(route);
      if (first === undefined) seen.set(route, api);
      else if (first !== api)
        problems.add(api.place, {
          code: 'duplicate-route',
          what: `${route} is a route of ${api.logicalId} and of ${first.logicalId} (${first.place.file}:${first.place.line})`,
          remedy: 'Paths are unique over the system: begin them with the name of the service.',
        });
    }
}

/** `GET /v1/orders/{}`: names of path parameters make no difference. OPTIONS is answered by CORS of each API. */
function routesOf(definition: Json): string[] {
  return Object.entries(mapOf(mapOf(definition).paths)).flatMap(([path, item]) =>
    Object.keys(mapOf(item))
      .filter((key) => methods.includes(key) && key !== 'options')
      .map((key) => `${methodName(key)} ${path.replace(/\{[^}+]*(\+?)\}/g, '{$1}')}`),
  );
}

function methodName(key: string): string {
  return key.startsWith('x-') ? 'ANY' : key.toUpperCase();
}

function mapOf(json: Json | undefined): { readonly [key: string]: Json } {
  return json !== null && typeof json === 'object' && !Array.isArray(json) ? json : {};
}
