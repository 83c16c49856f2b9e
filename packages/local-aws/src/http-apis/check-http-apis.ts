import type { StartProblem } from '../parts.js';
import type { HttpApiSpec, HttpRouteSpec, System } from '../system.js';
import { routeParts } from './http-routes.js';
import { readHttpDefinition, withDefinition } from './read-definition.js';

function pathFault(path: string): string | undefined {
  const segments = path.split('/').slice(1);
  if (segments.some((each) => !/^(?:[^{}]*|\{[\w.:-]+\+?\})$/.test(each)))
    return 'has a parameter that is not a whole segment';
  return segments.slice(0, -1).some((each) => each.endsWith('+}'))
    ? 'has a greedy parameter before its end'
    : undefined;
}

interface Owned {
  readonly api: HttpApiSpec;
  readonly route: HttpRouteSpec;
}

const shapeOf = ({ route }: Owned) => route.routeKey.replace(/\{[^}+]+(\+?)\}/g, '{$1}');

function pathProblems({ api, route }: Owned): StartProblem[] {
  const fault = pathFault(routeParts(route.routeKey)?.path ?? '');
  if (fault === undefined) return [];
  const what = `${api.logicalId}: ${route.routeKey} ${fault}`;
  return [{ place: route.place, code: 'invalid-path', what, remedy: 'write {name} or, at the end, {name+}' }];
}

/** All APIs answer on one port, so that a route may be defined once in the whole system. */
function duplicates(routes: readonly Owned[]): StartProblem[] {
  return routes.flatMap((owned, at) => {
    const other = routes.slice(0, at).find((each) => shapeOf(each) === shapeOf(owned));
    if (other === undefined) return [];
    const { file, line } = other.route.place;
    const what = `${owned.api.logicalId}: ${owned.route.routeKey} is a route already (${file}:${line})`;
    const remedy = 'give each route a path of its own';
    return [{ place: owned.route.place, code: 'duplicate-route', what, remedy }];
  });
}

function authorizerProblems({ api, route }: Owned, known: ReadonlySet<string>): StartProblem[] {
  const { authorizer, place } = route;
  if (authorizer?.kind !== 'lambda' || known.has(authorizer.functionArn)) return [];
  const what = `${api.logicalId}: the authorizer ${authorizer.name} is ${authorizer.functionArn}, which no template has`;
  const remedy = 'name a function of the templates by its Arn attribute';
  return [{ place, code: 'unknown-function', what, remedy }];
}

function definitionProblems(api: HttpApiSpec): StartProblem[] {
  if (api.definition === undefined) return [];
  return readHttpDefinition(api).faults.map(({ where, error }) => ({
    place: api.place,
    code: 'unsupported-method',
    what: `${api.logicalId}: ${where}: ${error.message}`,
    remedy: error.remedy,
  }));
}

function functionProblems({ api, route }: Owned, known: ReadonlySet<string>): StartProblem[] {
  if (known.has(route.functionArn)) return [];
  const what = `${api.logicalId}: ${route.routeKey} invokes ${route.functionArn}, which no template has`;
  const remedy = 'name a function of the templates by its Arn attribute';
  return [{ place: route.place, code: 'unknown-function', what, remedy }];
}

export interface CheckedHttpApis extends Pick<System, 'httpApis'> {
  readonly functions: readonly { readonly arn: string }[];
}

/** What keeps HTTP APIs from being served. */
export function checkHttpApis({ httpApis, functions }: CheckedHttpApis): StartProblem[] {
  const known = new Set(functions.map(({ arn }) => arn));
  const routes = httpApis.flatMap((api) => withDefinition(api).routes.map((route) => ({ api, route })));
  return [
    ...httpApis.flatMap(definitionProblems),
    ...routes.flatMap(pathProblems),
    ...routes.flatMap((each) => functionProblems(each, known)),
    ...routes.flatMap((each) => authorizerProblems(each, known)),
    ...duplicates(routes),
  ];
}
