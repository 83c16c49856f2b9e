import type { StartProblem } from '../parts.js';
import type { HttpApiSpec, HttpRouteSpec, System } from '../system.js';
import { routeParts } from './http-routes.js';

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

/** What keeps HTTP APIs from being served. */
export function checkHttpApis({
  httpApis,
  functions,
}: Pick<System, 'httpApis' | 'functions'>): StartProblem[] {
  const known = new Set(functions.map(({ arn }) => arn));
  const routes = httpApis.flatMap((api) => api.routes.map((route) => ({ api, route })));
  return [
    ...routes.flatMap(pathProblems),
    ...routes.flatMap((each) => authorizerProblems(each, known)),
    ...duplicates(routes),
  ];
}
