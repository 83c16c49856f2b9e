import type { CorsSpec } from '../system.js';
import type { MockIntegration } from './rest-method.js';

const anyMethods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** SAM allows the methods that the path has, where `Cors` names none. */
function allowedMethods(pathMethods: readonly string[]): string {
  if (pathMethods.includes('ANY')) return anyMethods.join(',');
  return [...new Set([...pathMethods, 'OPTIONS'])].sort().join(',');
}

/** The OPTIONS method that SAM adds to each path of an API with `Cors`: a mock that answers 200 with the headers. */
export function preflight(cors: CorsSpec, pathMethods: readonly string[]): MockIntegration {
  return {
    kind: 'mock',
    statusCode: 200,
    headers: {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': cors.allowOrigin,
      'Access-Control-Allow-Methods': cors.allowMethods ?? allowedMethods(pathMethods),
      ...(cors.allowHeaders !== undefined && { 'Access-Control-Allow-Headers': cors.allowHeaders }),
      ...(cors.maxAgeS !== undefined && { 'Access-Control-Max-Age': String(cors.maxAgeS) }),
      ...(cors.allowCredentials && { 'Access-Control-Allow-Credentials': 'true' }),
    },
    body: '{}\n',
  };
}
