import type { ProxyEvent } from './event.js';
import type { Route, ServedContract, ServedOperation } from './handler.js';
import { normalizedSegment } from './path-segment.js';
import { ProblemError, problem } from './problem.js';
import { remembered } from './remembered.js';

export interface Found {
  readonly operation: ServedOperation;
  /** Still percent-encoded where it has to be. */
  readonly path: Readonly<Record<string, string>>;
}

/** Errors: ProblemError 400 where a segment is not percent-encoded rightly. */
function normalized(segment: string): string {
  try {
    return normalizedSegment(segment);
  } catch {
    // URIError is all that it throws.
    throw new ProblemError(problem(400, `the path segment '${segment}' is not percent-encoded rightly`));
  }
}

function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  segments.shift();
  return path.includes('%') ? segments.map(normalized) : segments;
}

function routeOf(contract: ServedContract<unknown>, path: string): Route {
  const segments = segmentsOf(path);
  const route = contract.route(segments);
  // An empty segment never stands for a parameter: `/orders/` is not the order of the empty id.
  const isEmpty = segments.includes('') && Object.values(route?.path ?? {}).includes('');
  if (route === undefined || isEmpty) throw new ProblemError(problem(404, `there is no ${path}`));
  return route;
}

/** Errors: ProblemError 405 with `allow`. */
function operationOf<Contract>(
  { operations }: ServedContract<Contract>,
  { methods }: Route,
  { httpMethod, path }: ProxyEvent,
): ServedOperation {
  const method = httpMethod.toUpperCase();
  const id = methods[method] ?? (method === 'HEAD' ? methods['GET'] : undefined);
  if (id !== undefined) return operations[id as keyof Contract];
  const names = Object.keys(methods).flatMap((name) =>
    name === 'GET' && methods['HEAD'] === undefined ? ['GET', 'HEAD'] : [name],
  );
  const allow = names.join(', ');
  throw new ProblemError(problem(405, `${path} takes ${allow}, not ${method}`), { allow });
}

/** A path without parameters, of which a contract has so many, with what its methods have been found to ask for. */
interface PlainPath {
  readonly route: Route;
  /** By the method as it was sent. */
  readonly found: Map<string, Found>;
}

const plainPaths = remembered((_contract: object) => new Map<string, PlainPath>());

/** The operation that a request asks for; HEAD is answered as GET. Errors: ProblemError 400, 404, 405 with `allow`. */
export function findOperation<Contract>(contract: ServedContract<Contract>, event: ProxyEvent): Found {
  const known = plainPaths(contract);
  const plain = known.get(event.path);
  const again = plain?.found.get(event.httpMethod);
  if (again !== undefined) return again;
  const route = plain?.route ?? routeOf(contract, event.path);
  const found = { operation: operationOf(contract, route, event), path: route.path };
  if (plain !== undefined) plain.found.set(event.httpMethod, found);
  else if (Object.keys(route.path).length === 0)
    known.set(event.path, { route, found: new Map([[event.httpMethod, found]]) });
  return found;
}
