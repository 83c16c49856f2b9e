import type { ProxyEvent } from './event.js';
import type { Route, ServedContract, ServedOperation } from './handler.js';
import { ProblemError, problem } from './problem.js';
import { remembered } from './remembered.js';

export interface Found {
  readonly operation: ServedOperation;
  /** Still percent-encoded. */
  readonly path: Readonly<Record<string, string>>;
}

function isEncodedRightly(segment: string): boolean {
  try {
    decodeURIComponent(segment);
    return true;
  } catch {
    // URIError is all that it throws: a `%` without two digits, or bytes that are no UTF-8.
    return false;
  }
}

function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  segments.shift();
  const broken = path.includes('%') ? segments.find((each) => !isEncodedRightly(each)) : undefined;
  if (broken !== undefined)
    throw new ProblemError(problem(400, `the path segment '${broken}' is not percent-encoded rightly`));
  // An empty segment never stands for a parameter: `/orders/` is not the order of the empty id.
  if (path !== '/' && segments.includes('')) throw new ProblemError(problem(404, `there is no ${path}`));
  return segments;
}

/** Routes of the paths without parameters, which are as many as the contract has, by the path itself. */
const plainRoutes = remembered((_contract: object) => new Map<string, Route>());

function routeOf(contract: ServedContract<unknown>, path: string): Route {
  const known = plainRoutes(contract);
  const plain = known.get(path);
  if (plain !== undefined) return plain;
  const route = contract.route(segmentsOf(path));
  if (route === undefined) throw new ProblemError(problem(404, `there is no ${path}`));
  if (Object.keys(route.path).length === 0) known.set(path, route);
  return route;
}

/** The operation that a request asks for; HEAD is answered as GET. Errors: ProblemError 400, 404, 405 with `allow`. */
export function findOperation<Contract>(contract: ServedContract<Contract>, event: ProxyEvent): Found {
  const route = routeOf(contract, event.path);
  const { methods } = route;
  const method = event.httpMethod.toUpperCase();
  const id = methods[method] ?? (method === 'HEAD' ? methods.GET : undefined);
  if (id !== undefined) return { operation: contract.operations[id as keyof Contract], path: route.path };
  const names = Object.keys(methods).flatMap((name) =>
    name === 'GET' && methods.HEAD === undefined ? ['GET', 'HEAD'] : [name],
  );
  const allow = names.join(', ');
  throw new ProblemError(problem(405, `${event.path} takes ${allow}, not ${method}`), { allow });
}
